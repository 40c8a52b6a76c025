from odoo.exceptions import AccessError
from odoo.http import Controller, content_disposition, request, route

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


class ImportController(Controller):
    @route(
        "/crm/import/template/<string:name>", type="http", auth="user", methods=["GET"],
        readonly=True, save_session=False,
    )  # fmt: skip
    def template(self, name):
        """An empty file with the columns of a template, in the reader's language."""
        runs = request.env["crm.import.run"]
        templates = request.env["crm.import.template"]._get_templates()
        template = next((each for each in templates if each._name == name), None)
        if template is None or not (template._may_import() and runs.has_access("create")):
            raise request.not_found()
        return self._answer(runs._make_template_file(template), template._get_title())

    @route(
        "/crm/import/rejected/<int:run_id>", type="http", auth="user", methods=["GET"],
        readonly=True, save_session=False,
    )  # fmt: skip
    def rejected(self, run_id):
        """The lines of an import that have errors, to be corrected."""
        run = request.env["crm.import.run"].browse(run_id).exists()
        try:
            run.check_access("read")
        except AccessError as refusal:
            # no word on whether there is such an import
            raise request.not_found() from refusal
        if not run or not run.file:
            raise request.not_found()
        return self._answer(run._make_rejected_file(), run.env._("Lines to correct"))

    def _answer(self, content, title):
        return request.make_response(
            content,
            [
                ("Content-Type", XLSX),
                ("Content-Disposition", content_disposition(f"{title}.xlsx")),
                ("Cache-Control", "no-store"),
            ],
        )
