from odoo import api, fields, models
from odoo.exceptions import ValidationError


class AccountPaymentTerm(models.Model):
    _inherit = "account.payment.term"

    crm_prompt_discount = fields.Float(
        "Prompt payment discount (%)",
        digits="Discount",
        help="Given on the order to every customer who pays on these terms. Odoo's own early "
        "payment discount is given later, when the customer pays: use one or the other.",
    )

    @api.constrains("crm_prompt_discount", "early_discount")
    def _check_one_prompt_discount(self):
        for term in self:
            if not 0 <= term.crm_prompt_discount <= 100:
                raise ValidationError(
                    self.env._("The prompt payment discount goes from 0 to 100 %.")
                )
            if term.crm_prompt_discount and term.early_discount:
                raise ValidationError(
                    self.env._(
                        "%(term)s gives a prompt payment discount on the order and an early "
                        "payment discount when the customer pays. Choose one of the two.",
                        term=term.display_name,
                    )
                )
