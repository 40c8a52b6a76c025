from markupsafe import Markup, escape

from odoo import models
from odoo.tools import format_date

from ..engine.portfolio import part_before

DECIDES_CUSTOMER = {"parent_id", "is_company"}


class ResPartner(models.Model):
    """A customer that becomes a contact of another one has no owner of its own any more."""

    # one file for each purpose
    _inherit = "res.partner"  # pylint: disable=consider-merging-classes-inherited

    def write(self, vals):
        if not DECIDES_CUSTOMER.intersection(vals):
            return super().write(vals)
        # sudo: the owners follow whoever causes it
        were = self.sudo()._crm_get_customers()
        result = super().write(vals)
        are = self.sudo()._crm_get_customers()
        (were - are)._crm_end_owners()
        (are - were)._crm_resume_owner()
        return result

    def _create_contact_parent_company(self):
        """The company that is made of a customer's card is the same salesperson's."""
        # sudo: who has a customer does not depend on who makes its company
        if not (user := self.sudo().user_id):
            return super()._create_contact_parent_company()
        maker = self.with_context(default_user_id=user.id)
        company = super(ResPartner, maker)._create_contact_parent_company()
        return company.with_env(self.env)

    def _crm_get_customers(self):
        """Those of these contacts that are customers, that is commercial entities."""
        return self.filtered(lambda partner: partner.commercial_partner_id == partner)

    def _crm_end_owners(self):
        """Owners by date end yesterday, those to come are dropped: from today the company's holds.

        Called with all rights.
        """
        assignments = self.env["crm.portfolio.assignment"]
        rows = assignments.search([("partner_id", "in", self.ids)])
        if not rows:
            return
        plans, bodies = {}, {}
        for partner, own in rows.grouped("partner_id").items():
            today = (partner.company_id or self.env.company)._crm_today()
            spans = {row: part_before(row._to_span(), today) for row in own}
            plans[partner] = [span for span in spans.values() if span]
            if ended := [row for row, span in spans.items() if span != row._to_span()]:
                bodies[partner.id] = partner._crm_word_ended(ended)
        assignments._replace_spans(rows, plans)
        self.browse(bodies)._message_log_batch(bodies=bodies)

    def _crm_word_ended(self, rows):
        head = self.env._(
            "Now belongs to %(customer)s, whose salesperson holds. No longer in force:",
            customer=self.commercial_partner_id.display_name,
        )
        spans = [
            self.env._(
                "%(owner)s from %(first)s until %(last)s",
                owner=row.user_id.name,
                first=format_date(self.env, row.date_from),
                last=format_date(self.env, row.date_to) or self.env._("further notice"),
            )
            for row in rows
        ]
        return Markup("<br/>").join(escape(line) for line in (head, *spans))

    def _crm_resume_owner(self):
        """Who stands alone again is from today its salesperson's, and where days are written, so.

        Called with all rights.
        """
        assignments = self.env["crm.portfolio.assignment"]
        known = assignments.search([("partner_id", "in", self.ids)]).partner_id
        for user, partners in known.filtered("user_id").grouped("user_id").items():
            assignments._assign(partners, user)
