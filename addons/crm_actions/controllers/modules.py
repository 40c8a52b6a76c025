from tempfile import TemporaryFile

from werkzeug.wsgi import wrap_file

from odoo.exceptions import AccessError, UserError
from odoo.http import Controller, content_disposition, request, route


class ModuleController(Controller):
    @route(
        "/crm/modules/export/<int:module_id>", type="http", auth="user", methods=["GET"],
        readonly=False, save_session=False,
    )  # fmt: skip
    def export(self, module_id):
        """What would be lost with a module, as an archive that is sent from a file."""
        module = request.env["ir.module.module"].browse(module_id)
        try:
            module._crm_check_switch()
            module._crm_check_is_on()
        except (AccessError, UserError) as refusal:
            # no word on which modules there are
            raise request.not_found() from refusal
        file = TemporaryFile()  # noqa: SIM115, closed with the answer
        module._crm_write_archive(file)
        size = file.tell()
        file.seek(0)
        answer = request.make_response(
            wrap_file(request.httprequest.environ, file),
            [
                ("Content-Type", "application/zip"),
                ("Content-Length", str(size)),
                ("Content-Disposition", content_disposition(f"{module.name}.zip")),
                ("Cache-Control", "no-store"),
            ],
        )
        answer.call_on_close(file.close)
        return answer
