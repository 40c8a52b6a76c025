from odoo import models


class IrHttp(models.AbstractModel):
    """Which addons speak the language of a visitor in what a page builds itself."""

    _inherit = "ir.http"

    @classmethod
    def _get_translation_frontend_modules_name(cls):
        # files that wait to be sent, and requests about the same
        return [*super()._get_translation_frontend_modules_name(), "crm_helpdesk"]
