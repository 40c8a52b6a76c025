from odoo import fields, models


class SaleOrder(models.Model):
    """Who shares the commission of the order."""

    _inherit = "sale.order"

    commission_split_ids = fields.One2many(
        "crm.commission.split",
        "order_id",
        string="Commission",
        copy=False,
        groups="crm_commissions.group_commission_manager,crm_actions.group_team_leader",
    )
