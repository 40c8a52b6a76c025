from odoo import api, fields, models
from odoo.exceptions import ValidationError

from .crm_content_mixin import SIGNING

_TEXT = {"title", "body_html"}


class CrmOrderSection(models.Model):
    """A piece of additional information on a quotation or on a template of quotations."""

    _name = "crm.order.section"
    _inherit = ["crm.content.mixin"]
    _description = "Information on a quotation"
    _order = "sequence, id"

    order_id = fields.Many2one("sale.order", ondelete="cascade", index="btree_not_null")
    template_id = fields.Many2one("sale.order.template", ondelete="cascade", index="btree_not_null")
    sequence = fields.Integer(default=10)
    place = fields.Selection(
        [("before", "Before the lines"), ("after", "After the lines")],
        required=True,
        default="before",
    )
    title = fields.Char(required=True, translate=True)
    body_html = fields.Html("Text", translate=True)

    @api.constrains("order_id", "template_id")
    def _check_owner(self):
        if self.filtered(lambda each: bool(each.order_id) == bool(each.template_id)):
            raise ValidationError(
                self.env._("A piece of information belongs to a quotation or to a template.")
            )

    def write(self, vals):
        """On a quotation the text is one, whoever writes it and in whatever language: it is signed.

        On a template it is translated.
        """
        result = super().write(vals)
        text = {name: vals[name] for name in _TEXT & vals.keys()}
        rows = self.filtered("order_id") if text else self.browse()
        if rows:
            quiet = rows.with_context(crm_signing=SIGNING)
            for code, _name in self.env["res.lang"].get_installed():
                if code != (self.env.lang or "en_US"):
                    super(CrmOrderSection, quiet.with_context(lang=code)).write(text)
            rows.order_id._check_signed_content()
        return result
