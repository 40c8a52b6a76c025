from odoo import fields, models

from .res_company import NEXT_STEP_POLICIES


class CrmTeam(models.Model):
    _inherit = "crm.team"

    next_step_policy = fields.Selection(
        NEXT_STEP_POLICIES,
        string="Next step",
        required=True,
        default=lambda self: self._default_next_step_policy(),
        help="What happens when an action on an open opportunity is closed without a next step: "
        "nothing, it is marked, or it is refused.",
    )

    def _default_next_step_policy(self):
        if not self.env.registry.ready:
            return "warn"  # tables are being made, and companies may not have the column yet
        return self.env.company.crm_next_step_policy
