import os

from werkzeug.wsgi import wrap_file

from odoo.exceptions import AccessError
from odoo.http import Controller, Response, content_disposition, request, route

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


class StatementSheetController(Controller):
    @route(
        "/crm/commissions/xlsx/<int:statement_id>", type="http", auth="user", methods=["GET"],
        readonly=True, save_session=False,
    )  # fmt: skip
    def workbook(self, statement_id):
        """A statement as a spreadsheet, for whoever may read it."""
        statement = request.env["crm.commission.statement"].browse(statement_id).exists()
        if not statement:
            raise request.not_found()
        try:
            output = statement._write_workbook()
        except AccessError as refusal:
            # no word on whether there is such a statement
            raise request.not_found() from refusal
        size = os.fstat(output.fileno()).st_size
        return Response(
            wrap_file(request.httprequest.environ, output),
            direct_passthrough=True,
            headers=[
                ("Content-Type", XLSX),
                ("Content-Length", size),
                ("Content-Disposition", content_disposition(statement._get_workbook_name())),
                ("Cache-Control", "private, no-store"),
                ("X-Content-Type-Options", "nosniff"),
            ],
        )
