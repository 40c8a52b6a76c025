from datetime import timedelta

from odoo import models
from odoo.exceptions import ValidationError

from ..engine.spans import free_spans


class CrmCommissionParticipant(models.Model):
    """Plans in which somebody takes part who leaves."""

    # one file for each purpose
    _inherit = "crm.commission.participant"  # pylint: disable=consider-merging-classes-inherited

    def _crm_hand_over_parts(self, former, user, date):
        """End these on the day before; another has them from that day on.

        What was sold before stays who leaves', whenever it is collected: a sale is of its day.
        Where the other takes part in the role already, that goes on, and the days besides are
        added. Draws were agreed with the person and end.

        See ``res.users._crm_handover_items``.

        :raise ValidationError: the other has the sales of another team in a plan already, or who
            leaves was credited with sales of days to come
        """
        values = self._prepare_successors(user, date)
        to_come = self.filtered(lambda part: part.date_from >= date)
        (self - to_come).write({"date_to": date - timedelta(days=1)})
        to_come._check_not_credited()
        to_come.unlink()
        self.create(values)

    def _check_not_credited(self):
        # sudo: whatever is credited is so, seen or not
        credits = self.env["crm.commission.credit"].sudo()
        for part in credits.search([("participant_id", "in", self.ids)]).participant_id[:1]:
            raise ValidationError(
                self.env._(
                    "%(payee)s was credited with sales of days to come by %(plan)s: end that by "
                    "hand, in the plan.",
                    payee=part.payee_id.display_name,
                    plan=part.plan_id.display_name,
                )
            )

    def _prepare_successors(self, user, date):
        """Values of the other's participations: the same role and share on the days that the other
        does not have yet."""
        # sudo: the contact of a user may be read by whoever gives the user work
        payee = user.sudo().partner_id
        known = self.search([("payee_id", "=", payee.id)], order="date_from")
        by_role = known.grouped(lambda part: part._get_key_of_role())
        by_company = known.grouped("company_id")
        values = []
        for part in self:
            taken = by_role.get(part._get_key_of_role(), self.browse())
            first = max(part.date_from, date)
            spans = free_spans(
                first,
                part.date_to or None,
                [(each.date_from, each.date_to or None) for each in taken],
            )
            last = by_company.get(part.company_id, self.browse())[-1:]
            values += [part._prepare_successor_vals(user, span, last) for span in spans]
        return values

    def _prepare_successor_vals(self, user, span, last):
        """
        :param span: first and last day; :param last: the other's last participation in the company,
            which says how the other is paid
        """
        paid = {"payee_type": last.payee_type, "settlement_type": last.settlement_type}
        return {
            "plan_id": self.plan_id.id,
            "user_id": user.id,
            "role": self.role,
            "share": self.share,
            "team_id": self.team_id.id,
            "exclude_own": self.exclude_own,
            "date_from": span[0],
            "date_to": span[1],
            **(paid if last else {}),
        }

    def _get_key_of_role(self):
        return self.plan_id, self.role, self.team_id
