from odoo import fields, models


class ResUsers(models.Model):
    _inherit = "res.users"

    crm_geo_notice_at = fields.Datetime(
        string="Position notice accepted on",
        readonly=True,
        copy=False,
        help="When the user was told how positions are used and agreed.",
    )

    @property
    def SELF_READABLE_FIELDS(self):
        return super().SELF_READABLE_FIELDS + ["crm_geo_notice_at"]

    def crm_accept_geo_notice(self):
        """Note that the current user was told how positions are used and agreed.

        sudo: a user may not write users, but agrees for himself alone.
        """
        user = self.env.user
        if not user.crm_geo_notice_at:
            user.sudo().crm_geo_notice_at = fields.Datetime.now()
        return True

    def crm_get_geo_notice(self):
        """What the check-in needs to know: ``{'accepted', 'retention_days'}``."""
        return {
            "accepted": bool(self.env.user.sudo().crm_geo_notice_at),
            "retention_days": self.env.company.crm_geo_retention_days,
        }

    def _crm_salespeople(self):
        """Those of these users who work in sales and so have a history of actions."""
        return self.filtered(lambda user: user.has_group("sales_team.group_sale_salesman"))

    def _crm_get_in_charge_of(self, users):
        """Those of these users whose customers this user may arrange: himself and led teams."""
        self.ensure_one()
        leads = self.has_group("crm_actions.group_team_leader")
        # sudo: who leads whom does not depend on which teams one may read
        return users.filtered(
            lambda user: user == self or (leads and user.sudo().sale_team_id.user_id == self)
        )
