from odoo import models


class IrHttp(models.AbstractModel):
    _inherit = "ir.http"

    @classmethod
    def _get_translation_frontend_modules_name(cls):
        # the signing form of the portal speaks the language of the visitor
        return [*super()._get_translation_frontend_modules_name(), "crm_orders_promos"]
