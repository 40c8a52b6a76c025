from odoo import fields, models


class AccountMove(models.Model):
    """Who shares the commission of the invoice."""

    _inherit = "account.move"

    commission_split_ids = fields.One2many(
        "crm.commission.split",
        "move_id",
        string="Commission",
        copy=False,
        groups="crm_commissions.group_commission_manager,crm_actions.group_team_leader",
    )
