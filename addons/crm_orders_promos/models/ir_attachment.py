from odoo import models
from odoo.exceptions import AccessError

_CONTENT = {"raw", "datas", "db_datas", "store_fname", "checksum", "res_model", "res_id", "url"}


class IrAttachment(models.Model):
    _inherit = "ir.attachment"

    def write(self, vals):
        if _CONTENT & vals.keys() and self._are_signed_copies():
            raise AccessError(
                self.env._("A signed document is kept as it was signed; nobody can change it.")
            )
        return super().write(vals)

    def _are_signed_copies(self):
        """sudo: whoever may not read signatures may not change a signed file either."""
        signatures = self.env["crm.order.signature"].sudo()
        return bool(signatures.search_count([("pdf_attachment_id", "in", self.ids)], limit=1))
