from odoo import fields, models


class ProductTemplate(models.Model):
    _inherit = "product.template"

    crm_no_header_discount = fields.Boolean(
        "No order discounts",
        help="The discounts of the whole order (commercial, prompt payment, logistic, volume) "
        "leave this product alone.",
    )
