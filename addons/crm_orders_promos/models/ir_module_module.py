from odoo import models

# The Spanish subject of the quotation's mail lacks a quotation mark in Odoo 19, so that no
# quotation can be sent to a customer who reads Spanish.
_BROKEN, _RIGHT = "('draft, 'sent')", "('draft', 'sent')"


class IrModuleModule(models.Model):
    _inherit = "ir.module.module"

    def _update_translations(self, *args, **kwargs):
        result = super()._update_translations(*args, **kwargs)
        self._mend_quotation_subject()
        return result

    def _mend_quotation_subject(self):
        """sudo: languages are loaded by administrators, the mail template is of sales."""
        template = self.env.ref("sale.email_template_edi_sale", raise_if_not_found=False)
        for code, _name in self.env["res.lang"].get_installed() if template else []:
            translated = template.sudo().with_context(lang=code)
            if _BROKEN in (translated.subject or ""):
                translated.subject = translated.subject.replace(_BROKEN, _RIGHT)
