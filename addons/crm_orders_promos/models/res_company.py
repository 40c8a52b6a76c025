from odoo import fields, models


class ResCompany(models.Model):
    _inherit = "res.company"

    # The name that core's PdfSigner looks for.
    signing_certificate_id = fields.Many2one(
        "certificate.certificate",
        "Certificate for documents",
        help="Signed quotations are sealed with it, so that nobody can change the file unseen.",
    )
    signing_tsa_url = fields.Char(
        "Time stamp authority",
        help="Address of a service that says when a quotation was signed (RFC 3161). Empty: the "
        "time is that of this server.",
    )
