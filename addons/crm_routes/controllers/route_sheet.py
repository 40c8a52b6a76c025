from odoo.exceptions import AccessError
from odoo.http import Controller, content_disposition, request, route

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


class RouteSheetController(Controller):
    @route(
        "/crm/routes/xlsx/<int:wizard_id>", type="http", auth="user", methods=["GET"],
        readonly=True, save_session=False,
    )  # fmt: skip
    def workbook(self, wizard_id):
        """The routes of a wizard as a spreadsheet, for whoever opened it and may read them."""
        wizard = request.env["crm.route.sheet.wizard"].browse(wizard_id).exists()
        try:
            wizard.check_access("read")
            if not wizard:
                raise request.not_found()
            content = wizard._make_workbook()
        except AccessError as refusal:
            # no word on whether there is such a wizard
            raise request.not_found() from refusal
        return request.make_response(
            content,
            [
                ("Content-Type", XLSX),
                ("Content-Length", len(content)),
                ("Content-Disposition", content_disposition(wizard._get_workbook_name())),
                ("Cache-Control", "private, no-store"),
                ("X-Content-Type-Options", "nosniff"),
            ],
        )
