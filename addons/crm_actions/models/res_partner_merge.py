from markupsafe import Markup, escape

from odoo import models
from odoo.tools import format_date

from ..engine import portfolio
from ..portfolio import BY_PORTFOLIO


class ResPartner(models.Model):
    """Two customers that turn out to be one.

    Core's wizard moves all that points at the merged contacts by SQL, deletes what then breaks a
    unique key, and recomputes nothing. What needs more care is folded here.
    """

    # one file for each purpose
    _inherit = "res.partner"  # pylint: disable=consider-merging-classes-inherited

    def _crm_before_merge(self, destination):
        """Fold what the merged contacts have into what the destination has, before core's SQL.

        Called with all rights. An addon extends it and calls ``super()``: it makes sure that none
        of its rows breaks a unique key when the contact of ``self`` becomes ``destination``, and
        that nothing is lost silently.

        :param destination: the one contact that stays; ``self`` are those that go
        """
        self._crm_fold_values(destination)
        self._crm_fold_owners(destination)

    def _crm_after_merge(self):
        """Mend what follows from the contact of a row, which core's SQL did not recompute.

        Called with all rights on the contact that stays. An addon extends it and calls
        ``super()``.
        """
        actions = self.env["crm.action"].search([("partner_id", "in", self.ids)])
        self.env.add_to_compute(actions._fields["commercial_partner_id"], actions)
        planned = actions.filtered(lambda action: action.state == "planned")
        planned._sync_calendar_events({"partner_id"})

    def _crm_fold_values(self, destination):
        """Core copies what the user may see; these do not depend on who merges."""
        values = {}
        heard = (self | destination).filtered("last_inbound_at").mapped("last_inbound_at")
        if heard:
            values["last_inbound_at"] = max(heard)
        for name in ("crm_segment_id", "crm_zone_id"):
            if not destination[name] and (found := self[name][:1]):
                values[name] = found.id
        if values:
            destination.write(values)

    def _crm_fold_owners(self, destination):
        """The destination's owners stay; the others keep the days that are free.

        What was shortened or dropped is told in the chatter of the contact that stays.
        """
        assignments = self.env["crm.portfolio.assignment"]
        others = assignments.search([("partner_id", "in", self.ids)])
        if not others:
            self._crm_fold_salesperson(destination)
            return
        if destination.commercial_partner_id != destination:
            # a contact has no owner of its own: its company's holds
            self._crm_log_folds(destination, others, [])
            others.unlink()
            return
        own = self._crm_get_written_owners(destination)
        spans = portfolio.fold([row._to_span() for row in own], [row._to_span() for row in others])
        self._crm_log_folds(destination, others, spans)
        assignments._replace_spans(own | others, {destination: spans})

    def _crm_fold_salesperson(self, destination):
        """Whose the others are, by their form alone, of a contact of which nobody has said it."""
        assignments = self.env["crm.portfolio.assignment"]
        user = self._crm_get_customers().user_id[:1]
        is_customer = destination.commercial_partner_id == destination
        if not user or destination.user_id or not is_customer:
            return
        if not assignments.search_count([("partner_id", "=", destination.id)], limit=1):
            # neither a row nor a mail: nothing has changed hands
            destination.with_context(
                crm_portfolio=BY_PORTFOLIO, mail_auto_subscribe_no_notify=True
            ).write({"user_id": user.id})

    def _crm_get_written_owners(self, destination):
        """The rows of the contact that stays; at least one for its salesperson of today."""
        assignments = self.env["crm.portfolio.assignment"]
        own = assignments.search([("partner_id", "=", destination.id)])
        if own or not destination.user_id:
            return own
        today = (destination.company_id or destination.user_id.company_id)._crm_today()
        first = portfolio.Span(destination.user_id.id, today)
        return assignments._by_portfolio().create(assignments._prepare_values(destination, first))

    def _crm_log_folds(self, destination, rows, spans):
        """Say in the chatter which of these rows lost days; nothing if none did."""
        after = {}
        for span in spans:
            after.setdefault(span.key, span)
        lines = [
            self.env._(
                "%(owner)s had %(customer)s from %(first)s until %(last)s. Of these days only "
                "those stay with %(owner)s on which this contact had no owner.",
                owner=row.user_id.name,
                customer=row.partner_id.display_name,
                first=format_date(self.env, row.date_from),
                last=format_date(self.env, row.date_to) or self.env._("further notice"),
            )
            for row in rows
            if after.get(row.id) != row._to_span()
        ]
        if lines:
            destination._message_log(body=Markup("<br/>").join(escape(line) for line in lines))
