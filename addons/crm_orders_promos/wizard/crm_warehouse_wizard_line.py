from odoo import fields, models


class CrmWarehouseWizardLine(models.TransientModel):
    """What would go from one warehouse for one line of the order."""

    _name = "crm.warehouse.wizard.line"
    _description = "Suggested Warehouse of a Line"
    _order = "id"

    wizard_id = fields.Many2one("crm.warehouse.wizard", required=True, ondelete="cascade")
    strategy = fields.Char(required=True, readonly=True)
    line_id = fields.Many2one("sale.order.line", required=True, readonly=True, ondelete="cascade")
    product_id = fields.Many2one(related="line_id.product_id")
    uom_id = fields.Many2one(related="line_id.product_uom_id", string="Unit")
    quantity = fields.Float(digits="Product Unit", readonly=True)
    warehouse_id = fields.Many2one("stock.warehouse", string="Goes from", readonly=True)
    missing = fields.Float("Not there yet", digits="Product Unit", readonly=True)
    free = fields.Char(
        readonly=True,
        help="In each warehouse, in the unit of the line, after the lines above have taken theirs.",
    )
    rule_id = fields.Many2one("crm.warehouse.rule", readonly=True)
    changed = fields.Boolean(readonly=True, help="It goes from elsewhere than now.")

    def _get_key(self):
        """What is shown to the person, to compare with what is the case when it is applied."""
        return self.line_id.id, self.warehouse_id.id, self.quantity, self.missing
