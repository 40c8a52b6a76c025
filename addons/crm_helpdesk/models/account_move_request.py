from odoo import models

from .crm_helpdesk_link_mixin import MIXIN


class AccountMove(models.Model):
    """Requests about an invoice."""

    _name = "account.move"
    _inherit = ["account.move", MIXIN]

    _helpdesk_field = "move_ids"

    def _get_helpdesk_defaults(self):
        orders = self.invoice_line_ids.sale_line_ids.order_id
        return {
            "default_partner_id": self.partner_id.id,
            "default_order_id": orders.id if len(orders) == 1 else False,
            "default_move_ids": self.ids,
            "default_name": self.name,
        }
