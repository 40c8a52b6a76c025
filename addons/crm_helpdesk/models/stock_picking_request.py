from odoo import models

from .crm_helpdesk_link_mixin import MIXIN


class StockPicking(models.Model):
    """Requests about a delivery, and its return."""

    _name = "stock.picking"
    _inherit = ["stock.picking", MIXIN]

    _helpdesk_field = "picking_ids"

    def _get_helpdesk_defaults(self):
        return {
            "default_partner_id": (self.sale_id.partner_id or self.partner_id).id,
            "default_order_id": self.sale_id.id,
            "default_picking_ids": self.ids,
            "default_name": self.name,
        }

    def action_return_for_ticket(self):
        """The return of this delivery, for the request on whose form it stands."""
        self.ensure_one()
        number = self.env.context.get("crm_helpdesk_ticket_id")
        return self.env["crm.helpdesk.ticket"].browse(number)._open_return(self)
