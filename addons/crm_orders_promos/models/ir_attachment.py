from odoo import api, models
from odoo.exceptions import AccessError
from odoo.fields import Domain

_CONTENT = {
    "raw", "datas", "db_datas", "store_fname", "checksum", "res_model", "res_id", "res_field",
    "url", "type", "public", "company_id",
}  # fmt: skip


class IrAttachment(models.Model):
    _inherit = "ir.attachment"

    def write(self, vals):
        if _CONTENT & vals.keys() and self._are_signed_copies():
            raise AccessError(
                self.env._("A signed document is kept as it was signed; nobody can change it.")
            )
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_except_signed(self):
        if self._are_signed_copies():
            raise AccessError(
                self.env._("A signed document is kept as it was signed; nobody can delete it.")
            )

    def _are_signed_copies(self):
        """sudo: whoever may not read signatures may not change a signed file either."""
        signatures = self.env["crm.order.signature"].sudo()
        kept = Domain("pdf_attachment_id", "in", self.ids) | Domain(
            "stamped_attachment_id", "in", self.ids
        )
        return bool(signatures.search_count(kept, limit=1))
