from odoo import api, fields, models


class ResUsers(models.Model):
    _inherit = "res.users"

    crm_my_day_home = fields.Boolean(
        string="Open Odoo on My Day",
        compute="_compute_crm_my_day_home",
        inverse="_inverse_crm_my_day_home",
        help="My Day is the first screen after logging in.",
    )

    @property
    def SELF_READABLE_FIELDS(self):
        return super().SELF_READABLE_FIELDS + ["crm_my_day_home"]

    @property
    def SELF_WRITEABLE_FIELDS(self):
        return super().SELF_WRITEABLE_FIELDS + ["crm_my_day_home"]

    @api.depends("action_id")
    def _compute_crm_my_day_home(self):
        home = self.env.ref("crm_actions.my_day_action")
        for user in self:
            user.crm_my_day_home = user.action_id.id == home.id

    def _inverse_crm_my_day_home(self):
        """Another home action that somebody chose stays unless My Day takes its place."""
        home = self.env.ref("crm_actions.my_day_action")
        for user in self:
            if user.crm_my_day_home:
                user.action_id = home.id
            elif user.action_id.id == home.id:
                user.action_id = False
