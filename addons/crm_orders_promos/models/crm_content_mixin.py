from odoo import api, models


class CrmContentMixin(models.AbstractModel):
    """A part of what a customer signs: when it changes, the signature is looked at again."""

    _name = "crm.content.mixin"
    _description = "Part of a signed quotation"

    @api.model_create_multi
    def create(self, vals_list):
        records = super().create(vals_list)
        records.order_id._check_signed_content()
        return records

    def write(self, vals):
        result = super().write(vals)
        self.order_id._check_signed_content()
        return result

    def unlink(self):
        orders = self.order_id
        result = super().unlink()
        orders.exists()._check_signed_content()
        return result
