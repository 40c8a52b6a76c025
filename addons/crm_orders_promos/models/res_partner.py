from odoo import api, fields, models
from odoo.exceptions import ValidationError

DISCOUNT_FIELDS = ("crm_commercial_discount", "crm_logistic_discount", "crm_volume_discount")


class ResPartner(models.Model):
    _inherit = "res.partner"

    crm_commercial_discount = fields.Float(
        "Commercial discount (%)",
        digits="Discount",
        company_dependent=True,
        help="Taken off every new order of this customer as a whole.",
    )
    crm_logistic_discount = fields.Float(
        "Logistic discount (%)",
        digits="Discount",
        company_dependent=True,
        help="For customers who collect, take full pallets or receive at one place.",
    )
    crm_volume_discount = fields.Float(
        "Volume discount (%)", digits="Discount", company_dependent=True
    )

    @api.constrains(*DISCOUNT_FIELDS)
    def _check_discounts(self):
        for partner in self:
            if not all(0 <= partner[name] <= 100 for name in DISCOUNT_FIELDS):
                raise ValidationError(self.env._("The discounts of a customer go from 0 to 100 %."))

    def write(self, vals):
        result = super().write(vals)
        if "lang" in vals:
            # sudo: clauses speak the language of the customer on every quotation
            clauses = self.env["crm.order.clause"].sudo()
            clauses.search([("order_id.partner_id", "in", self.ids)])._translate_again()
        return result

    @api.model
    def _commercial_fields(self):
        return [*super()._commercial_fields(), *DISCOUNT_FIELDS]
