from odoo import api, models
from odoo.tools import float_repr, float_round

_FACTURAE = "l10n_es_edi_facturae.account_invoice_facturae_export"


def _write(value, precision_digits):
    return float_repr(float_round(value, precision_digits=precision_digits), precision_digits)


class IrQweb(models.AbstractModel):
    """Facturae of Spain writes half a cent as the invoice rounds it.

    Core cuts its unrounded sum of lines by the binary value: 197.505, which is an invoice of
    197.51, is written as 197.50 and does not come to the total. The module may be missing, so that
    the function which its template writes numbers with is the place.
    """

    _inherit = "ir.qweb"

    @api.model
    def _render(self, template, values=None, **options):
        if template == _FACTURAE and values and "float_repr" in values:
            values = {**values, "float_repr": _write}
        return super()._render(template, values, **options)
