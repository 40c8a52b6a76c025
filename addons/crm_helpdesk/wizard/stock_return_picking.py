from odoo import fields, models


class StockReturnPicking(models.TransientModel):
    """The return of a delivery that a request is about."""

    _inherit = "stock.return.picking"

    helpdesk_ticket_id = fields.Many2one("crm.helpdesk.ticket", string="Request", readonly=True)

    def _prepare_stock_return_picking_line_vals_from_move(self, stock_move):
        values = super()._prepare_stock_return_picking_line_vals_from_move(stock_move)
        ticket = self.helpdesk_ticket_id or self.helpdesk_ticket_id.browse(
            self.env.context.get("default_helpdesk_ticket_id")
        )
        if ticket:
            values["quantity"] = ticket._get_affected(stock_move)
        return values

    def _create_return(self):
        picking = super()._create_return()
        if self.helpdesk_ticket_id:
            self.helpdesk_ticket_id._keep_made("return_ids", picking)
        return picking
