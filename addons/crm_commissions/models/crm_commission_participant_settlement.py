from odoo import api, fields, models
from odoo.exceptions import ValidationError

from ..settling import OF_AGENTS, TYPES


class CrmCommissionParticipant(models.Model):
    """How what a participant has earned is settled."""

    # one file for each purpose
    _inherit = "crm.commission.participant"  # pylint: disable=consider-merging-classes-inherited

    settlement_type = fields.Selection(
        TYPES,
        string="Settled by",
        compute="_compute_settlement_type",
        store=True,
        precompute=True,
        readonly=False,
        required=True,
        help="Agents from outside: we write their bill for them, or match the one that they send. "
        "Employees: an entry in the accounts, or the file that payroll takes over.",
    )

    @api.depends("payee_type")
    def _compute_settlement_type(self):
        for participant in self:
            outside = participant.payee_type == "external"
            if not participant.settlement_type or (
                (participant.settlement_type in OF_AGENTS) != outside
            ):
                participant.settlement_type = "bill" if outside else "entry"

    @api.constrains("settlement_type", "payee_type")
    def _check_settlement_type(self):
        """Salaries go through payroll, and what an agent earns is no salary."""
        for participant in self:
            outside = participant.payee_type == "external"
            if (participant.settlement_type in OF_AGENTS) != outside:
                names = dict(self._fields["settlement_type"]._description_selection(self.env))
                raise ValidationError(
                    self.env._(
                        "%(payee)s is not settled by “%(type)s”: agents from outside are settled "
                        "by bills, employees by entries or payroll.",
                        payee=participant.payee_id.display_name,
                        type=names[participant.settlement_type],
                    )
                )
