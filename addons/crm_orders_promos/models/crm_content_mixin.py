from odoo import api, models

# In the context as `crm_signing` while it is signed: an object, which no client can send.
SIGNING = object()


def without_defaults(model, names):
    """The model without defaults that a client has put into the context for these fields."""
    unwanted = {f"default_{name}" for name in names}
    if unwanted.isdisjoint(model.env.context):
        return model
    kept = {key: value for key, value in model.env.context.items() if key not in unwanted}
    return model.with_context(kept)  # pylint: disable=context-overridden


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
        orders = self.order_id
        result = super().write(vals)
        (orders | self.order_id)._check_signed_content()
        return result

    def unlink(self):
        orders = self.order_id
        result = super().unlink()
        orders.exists()._check_signed_content()
        return result
