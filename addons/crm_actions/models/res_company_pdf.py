from base64 import b64decode
from html import escape

from odoo import models

from ..engine.pdf.geometry import MM
from ..engine.pdf.parts import Letterhead

TABLES = {
    "web.external_layout_striped": "striped",
    "web.external_layout_boxed": "boxed",
    "web.external_layout_bold": "bold",
}
SMALLEST_PAPER = (140, 180)  # mm; below that it is a label, no page


class ResCompany(models.Model):
    """What the company's document layout says, for the PDF kit."""

    # one file for each purpose
    _inherit = "res.company"  # pylint: disable=consider-merging-classes-inherited

    def _crm_get_letterhead(self):
        """The company's paper as :class:`Letterhead`, in the language of the context."""
        self.ensure_one()
        # sudo: the letterhead stands on every paper of the company, whoever prints it; the
        # template of the layout is a view, which reps may not read
        company = self.sudo()
        own_logo = company.logo and not company.uses_default_logo
        return Letterhead(
            name=company.name,
            details=company._crm_get_letterhead_details(),
            tagline=company.report_header or "",
            footer=company.report_footer or "",
            logo=b64decode(company.logo) if own_logo else None,
            primary=company.primary_color or None,
            secondary=company.secondary_color or None,
            tables=TABLES.get(company.external_report_layout_id.key, "lines"),
            font=company.font or None,
            page=company._crm_get_paper(),
        )

    def _crm_get_letterhead_details(self):
        """The address block (HTML): what the layout says, else what is known of the company."""
        if not self.is_company_details_empty:
            return self.company_details
        label = self.country_id.vat_label or self.env._("Tax ID")
        lines = [
            self.name,
            *self.partner_id._display_address(without_company=True).splitlines(),
            self.vat and f"{label}: {self.vat}",
            self.phone,
            self.email,
        ]
        return "<br/>".join(escape(line) for line in lines if line and line.strip())

    def _crm_get_paper(self):
        """Width and height of a page in points."""
        paper = self.paperformat_id
        size = (paper.print_page_width, paper.print_page_height)
        if min(size) < SMALLEST_PAPER[0] or max(size) < SMALLEST_PAPER[1]:
            size = (210, 297)
        return size[0] * MM, size[1] * MM
