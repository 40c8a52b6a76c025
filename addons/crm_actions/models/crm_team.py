from odoo import fields, models


class CrmTeam(models.Model):
    _inherit = "crm.team"

    next_step_policy = fields.Selection(
        [("off", "Not asked"), ("warn", "Recommended"), ("require", "Required")],
        string="Next step",
        required=True,
        default="warn",
        help="What happens when an action on an open opportunity is closed without a next step: "
        "nothing, it is marked, or it is refused.",
    )
