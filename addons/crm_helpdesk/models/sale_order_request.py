from odoo import models

from .crm_helpdesk_link_mixin import MIXIN


class SaleOrder(models.Model):
    """Requests about an order."""

    _name = "sale.order"
    _inherit = ["sale.order", MIXIN]

    _helpdesk_field = "order_id"

    def _get_helpdesk_defaults(self):
        delivered = self.picking_ids.filtered(lambda picking: picking.state == "done")
        return {
            "default_partner_id": self.partner_id.id,
            "default_order_id": self.id,
            "default_picking_ids": delivered.ids,
            "default_name": self.name,
        }
