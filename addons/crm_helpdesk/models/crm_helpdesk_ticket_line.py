from odoo import api, fields, models
from odoo.exceptions import ValidationError


class CrmHelpdeskTicketLine(models.Model):
    """A product that a request is about, and how much of it."""

    _name = "crm.helpdesk.ticket.line"
    _description = "Product of a Request"
    _order = "ticket_id, id"
    _rec_name = "product_id"
    _check_company_auto = True

    ticket_id = fields.Many2one(
        "crm.helpdesk.ticket", required=True, index=True, ondelete="cascade"
    )
    company_id = fields.Many2one(related="ticket_id.company_id", store=True)
    product_id = fields.Many2one(
        "product.product", required=True, index=True, check_company=True, ondelete="restrict"
    )
    lot_id = fields.Many2one(
        "stock.lot",
        string="Lot or serial number",
        check_company=True,
        domain="[('product_id', '=', product_id)]",
    )
    quantity = fields.Float(string="Affected", digits="Product Unit", required=True, default=1.0)
    uom_id = fields.Many2one(
        "uom.uom",
        string="Unit",
        required=True,
        compute="_compute_uom_id",
        store=True,
        readonly=False,
        precompute=True,
    )
    delivered_quantity = fields.Float(
        string="Delivered",
        digits="Product Unit",
        compute="_compute_delivered_quantity",
        compute_sudo=True,
        help="By the deliveries of the request, in the unit of this line.",
    )
    note = fields.Char()

    _quantity_positive = models.Constraint(
        "CHECK(quantity > 0)", "What is affected is more than nothing."
    )

    @api.depends("product_id")
    def _compute_uom_id(self):
        for line in self:
            line.uom_id = line.product_id.uom_id

    @api.depends("product_id", "lot_id", "uom_id", "ticket_id.picking_ids")
    def _compute_delivered_quantity(self):
        # runs with all rights: who works on the request may know how much was delivered
        for line in self:
            moves = line.ticket_id.picking_ids.move_ids.filtered(
                lambda move, line=line: move.product_id == line.product_id and move.state == "done"
            )
            line.delivered_quantity = sum(
                own.product_uom_id._compute_quantity(own.quantity, line.uom_id, round=False)
                for own in moves.move_line_ids
                if not line.lot_id or own.lot_id == line.lot_id
            )

    @api.constrains("product_id", "lot_id", "uom_id", "quantity")
    def _check_quantity(self):
        for line in self.sudo():  # sudo: deliveries, as for the figure itself
            if not line.uom_id._has_common_reference(line.product_id.uom_id):
                raise ValidationError(
                    self.env._(
                        "%(product)s is not counted in %(unit)s: choose a unit like %(other)s.",
                        product=line.product_id.display_name,
                        unit=line.uom_id.name,
                        other=line.product_id.uom_id.name,
                    )
                )
            line._check_delivered()

    def _check_delivered(self):
        """No more is affected than came; of what came by another delivery nothing is known."""
        delivered = self.delivered_quantity
        if delivered and self.uom_id.compare(self.quantity, delivered) > 0:
            raise ValidationError(
                self.env._(
                    "Of %(product)s %(delivered)g %(unit)s were delivered, so not more can be"
                    " affected: correct the quantity, or add the other delivery.",
                    product=self.product_id.display_name,
                    delivered=delivered,
                    unit=self.uom_id.name,
                )
            )
