from odoo import fields, models
from odoo.exceptions import UserError
from odoo.tools import SQL

# Who is paid, for what: with another answer, what is booked would be taken from one and given to
# another.
_OF_LEDGER = ("plan_id", "user_id", "payee_id", "role", "team_id")


class CrmCommissionParticipant(models.Model):
    """Whom something was booked for stays who he is: he ends, and somebody else begins.

    Differences are booked for the payee of the row, so one who took it over would be charged with
    all that was paid to the other.
    """

    # one file for each purpose
    _inherit = "crm.commission.participant"  # pylint: disable=consider-merging-classes-inherited

    is_used = fields.Boolean(
        compute="_compute_is_used",
        compute_sudo=True,  # the same for whoever may not read the ledger
        help="Sales were credited or commissions booked already.",
    )

    def _compute_is_used(self):
        used = self._find_used()
        for participant in self:
            participant.is_used = participant._origin.id in used

    def write(self, vals):
        self._check_unused(vals)
        return super().write(vals)

    def _find_used(self):
        """Ids of those with a credit or an entry, by one query."""
        ids = self._origin.ids
        if not ids:
            return set()
        self.env["crm.commission.credit"].flush_model(["participant_id"])
        self.env["crm.commission.entry"].flush_model(["participant_id"])
        query = SQL(
            """
            SELECT participant.id
              FROM crm_commission_participant AS participant
             WHERE participant.id = ANY(%s)
               AND (EXISTS (SELECT FROM crm_commission_credit AS credit
                             WHERE credit.participant_id = participant.id)
                    OR EXISTS (SELECT FROM crm_commission_entry AS entry
                                WHERE entry.participant_id = participant.id))
            """,
            ids,
        )
        return {number for (number,) in self.env.execute_query(query)}

    def _check_unused(self, vals):
        """
        :raise UserError: somebody for whom something was booked would become somebody else
        """
        changed = self.filtered(lambda participant: participant._becomes_another(vals))
        used = changed._find_used()
        for participant in changed:
            if participant.id in used:
                raise UserError(
                    self.env._(
                        "Commissions of %(payee)s are booked in %(plan)s already, so plan, user, "
                        "payee, role and team stay as they are. End this participation by its "
                        "last day and add another one.",
                        payee=participant.payee_id.display_name,
                        plan=participant.plan_id.display_name,
                    )
                )

    def _becomes_another(self, vals):
        """Whether values say something else than what is there; an import says all again."""
        for name in _OF_LEDGER:
            if name in vals:
                field = self._fields[name]
                new = field.convert_to_record(field.convert_to_cache(vals[name], self), self)
                if new != self[name]:
                    return True
        return False
