from odoo import api, fields, models
from odoo.exceptions import ValidationError

MOST = 8


class ResConfigSettings(models.TransientModel):
    _inherit = "res.config.settings"

    crm_route_planners = fields.Integer(
        string="Planners",
        help="So many territories are planned at once. The scheduler of the server needs as many "
        "workers or threads.",
    )

    @api.model
    def get_values(self):
        jobs = self.env["crm.route.plan.job"].sudo()  # sudo: as core's own settings do
        return {**super().get_values(), "crm_route_planners": len(jobs._get_planners())}

    def set_values(self):
        super().set_values()
        # sudo: as above; who may save settings is asked by super()
        jobs = self.env["crm.route.plan.job"].sudo()
        if self.crm_route_planners == len(jobs._get_planners()):
            return  # other settings are saved; planners may be at work, or switched off for a while
        if not 1 <= self.crm_route_planners <= MOST:
            raise ValidationError(self.env._("There are 1 to 8 planners."))
        jobs._set_planners(self.crm_route_planners)
