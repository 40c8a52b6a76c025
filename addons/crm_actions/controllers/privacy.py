import json
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZipFile

from odoo.exceptions import AccessError
from odoo.http import Controller, content_disposition, request, route


class PrivacyController(Controller):
    @route(
        "/crm/privacy/export/<int:partner_id>", type="http", auth="user", methods=["GET"],
        readonly=False, save_session=False,
    )  # fmt: skip
    def export(self, partner_id):
        """What we know about a person, as an archive: one JSON file, and the files beside it."""
        partner = request.env["res.partner"].browse(partner_id).exists()
        try:
            partner._crm_check_privacy_officer()
            partner.check_access("read")
        except AccessError as refusal:
            # no word on whether there is such a contact
            raise request.not_found() from refusal
        if not partner:
            raise request.not_found()
        sections = partner._crm_export()
        archive = _pack(sections, partner._crm_export_files())
        counts = {name: len(rows) for name, rows in sections.items()}
        request.env["crm.privacy.log"]._log("access", partner, counts)
        return request.make_response(
            archive,
            [
                ("Content-Type", "application/zip"),
                ("Content-Disposition", content_disposition(f"contact-{partner.id}.zip")),
                ("Cache-Control", "no-store"),
            ],
        )


def _pack(sections, files):
    buffer = BytesIO()
    with ZipFile(buffer, "w", ZIP_DEFLATED) as archive:
        text = json.dumps(sections, ensure_ascii=False, indent=2)
        archive.writestr("data.json", text)
        for file in files:
            # the number keeps two of one name apart, and no name leads out of the folder
            name = file.name.replace("/", "_").replace("\\", "_")
            archive.writestr(f"files/{file.id}-{name}", file.raw or b"")
    return buffer.getvalue()
