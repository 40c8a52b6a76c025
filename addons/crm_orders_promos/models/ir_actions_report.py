import io

from odoo import api, models
from odoo.tools.pdf import ArrayObject, DictionaryObject, NameObject

from ..marks import Dossier

DOSSIER_REPORT = "sale.report_saleorder"


class IrActionsReport(models.Model):
    """Quotations and orders are printed with the PDF kit, wherever core prints them.

    Print menu, mail template and portal all ask for the streams of the report. Of a signed order
    they get the stored copy. Of another one core goes its way, so that what other addons put
    around the pages is there, but the pages are ours and wkhtmltopdf is not asked.
    """

    _inherit = "ir.actions.report"

    def _render_qweb_pdf_prepare_streams(self, report_ref, data, res_ids=None):
        found = self._get_report(report_ref)
        if not res_ids or found.report_name != DOSSIER_REPORT:
            return super()._render_qweb_pdf_prepare_streams(report_ref, data, res_ids=res_ids)
        streams = {}
        for order in self.env["sale.order"].browse(res_ids):
            signature = order._get_valid_signature()
            if signature:
                copy = io.BytesIO(signature._get_copy().raw)
                streams[order.id] = {"stream": copy, "attachment": None}
            else:
                report = self.with_context(crm_dossier=Dossier(order.id))
                # core asks both: a mail template gives the report itself, in its own context
                own = found.with_context(crm_dossier=Dossier(order.id))
                streams |= super(IrActionsReport, report)._render_qweb_pdf_prepare_streams(
                    own, data, res_ids=order.ids
                )
        return streams

    @api.model
    def _get_dossier_id(self):
        """The order whose pages are asked for; the address of a report cannot name one."""
        dossier = self.env.context.get("crm_dossier")
        return dossier.order_id if isinstance(dossier, Dossier) else None

    @api.model
    def get_wkhtmltopdf_state(self):
        return "ok" if self._get_dossier_id() else super().get_wkhtmltopdf_state()

    @api.model
    def _render_qweb_html(self, report_ref, docids, data=None):
        if self._get_dossier_id():
            return b"", "html"
        return super()._render_qweb_html(report_ref, docids, data=data)

    def _prepare_html(self, html, report_model=False):
        order_id = self._get_dossier_id()
        if order_id:
            return [html], [order_id], None, None, {}
        return super()._prepare_html(html, report_model=report_model)

    @api.model
    def _run_wkhtmltopdf(self, bodies, *args, **kwargs):
        order_id = self._get_dossier_id()
        if order_id:
            return self.env["crm.pdf.order"]._render_pages(self.env["sale.order"].browse(order_id))
        return super()._run_wkhtmltopdf(bodies, *args, **kwargs)

    @api.model
    def _add_pages_to_writer(self, writer, document, prefix=None):
        """Puts pages around the quotation (`sale_pdf_quote_builder`, where it is installed).

        Afterwards it fills in the form fields, which fails where no page has any.
        """
        result = super()._add_pages_to_writer(writer, document, prefix)
        if "/AcroForm" not in writer._root_object:
            form = DictionaryObject({NameObject("/Fields"): ArrayObject()})
            writer._root_object[NameObject("/AcroForm")] = form
        return result
