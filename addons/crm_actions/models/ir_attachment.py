from odoo import models


class IrAttachment(models.Model):
    _inherit = "ir.attachment"

    def write(self, vals):
        self._check_action_photos()
        return super().write(vals)

    def unlink(self):
        self._check_action_photos()
        return super().unlink()

    def _check_action_photos(self):
        """The photos of a report are part of it and close with it."""
        if self.env.su:
            return
        # sudo: the fields of an attachment can only be read with rights on its record
        ids = [photo.res_id for photo in self.sudo() if photo.res_model == "crm.action"]
        self.env["crm.action"].browse(ids).exists()._check_still_editable({})
