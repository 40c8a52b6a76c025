import re

from odoo.exceptions import AccessError, MissingError
from odoo.http import Controller, content_disposition, request, route
from odoo.tools import remove_accents


class PdfController(Controller):
    @route(
        "/crm/pdf/<string:model>/<int:record_id>", type="http", auth="user", methods=["GET"],
        readonly=True, save_session=False,
    )  # fmt: skip
    def pdf(self, model, record_id, document=None, **_kwargs):
        """A record as a document, for whoever may read it.

        :param document: which one, where there are several; see ``_pdf_code``
        """
        documents = request.env["crm.pdf.document"]
        try:
            found, record = documents._get_document(model, record_id, document)
            content = found._render(record)
        except (AccessError, MissingError) as refusal:
            # no word on whether there is such a record
            raise request.not_found() from refusal
        return request.make_response(
            content, self._get_headers(found._get_filename(record), content)
        )

    def _get_headers(self, filename, content):
        disposition = content_disposition(filename, "inline")
        # readers that know no UTF-8 names take the plain one
        plain = re.sub(r"[^\w .,()-]", "_", remove_accents(filename), flags=re.ASCII)
        return [
            ("Content-Type", "application/pdf"),
            ("Content-Length", len(content)),
            ("Content-Disposition", disposition.replace(";", f'; filename="{plain}";', 1)),
            ("Cache-Control", "private, no-store"),
            ("X-Content-Type-Options", "nosniff"),
        ]
