import base64
import io
from datetime import UTC, datetime

from odoo import models
from odoo.exceptions import UserError
from odoo.tools.pdf.signature import PdfSigner

from .. import pades

_FIELD = "Pilares"


class SaleOrder(models.Model):
    """The seal of the company on the file that a customer signed.

    PAdES by pyHanko where it is installed, with the time of an authority if the company names one;
    else what core's signer makes.
    """

    # one file for each purpose
    _inherit = "sale.order"  # pylint: disable=consider-merging-classes-inherited

    def _render_signed_copy(self):
        """The file that is stored and served from now on, and what the log says of its seal."""
        self.env.flush_all()
        return self._seal_copy(self.env["crm.pdf.order"]._render(self))

    def _seal_copy(self, content):
        """The file with the seal of the company's certificate, if there is one.

        sudo: the key of a certificate is for accountants; here it only seals.
        """
        company = self.company_id.sudo()
        certificate = company.signing_certificate_id
        if not certificate:
            return content, {"sealed": False}
        if not certificate.is_valid:
            raise UserError(
                self.env._(
                    "The certificate of %(company)s is not valid. Tell the company, which can "
                    "change it in its settings.",
                    company=company.name,
                )
            )
        if pades.is_available():
            return self._seal_by_pades(content, company)
        signer = PdfSigner(io.BytesIO(content), company, signing_time=datetime.now(UTC))
        sealed = signer.sign_pdf(field_name=_FIELD)
        return (sealed.getvalue() if sealed else content), {"sealed": bool(sealed)}

    def _seal_by_pades(self, content, company):
        """With a time stamp if one is wanted and to be had; the signature does not wait for it."""
        certificate = company.signing_certificate_id
        parts = (
            content,
            base64.b64decode(certificate.pem_certificate),
            base64.b64decode(certificate.private_key_id.pem_key),
            _FIELD,
        )
        if not company.signing_tsa_url:
            return pades.seal(*parts), {"sealed": True}
        try:
            return pades.seal(*parts, company.signing_tsa_url), _sealed("stamped")
        except pades.NoStampError:
            return pades.seal(*parts), _sealed("waiting")


def _sealed(stamp_state):
    return {"sealed": True, "stamp_state": stamp_state}
