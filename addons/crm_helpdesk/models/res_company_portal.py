from odoo import api, fields, models
from odoo.exceptions import ValidationError

from odoo.addons.crm_actions.tools.public_form import read_origins


class ResCompany(models.Model):
    """Which web pages may show the forms of a company."""

    # one file for each purpose
    _inherit = "res.company"  # pylint: disable=consider-merging-classes-inherited

    helpdesk_form_origins = fields.Text(
        string="Pages that embed the form",
        help="Addresses of web sites that may show the public form of a department, one a line, "
        "like https://www.example.com.",
    )

    @api.constrains("helpdesk_form_origins")
    def _check_helpdesk_form_origins(self):
        for company in self:
            try:
                read_origins(company.helpdesk_form_origins)
            except ValueError as error:
                raise ValidationError(
                    self.env._(
                        "%(sites)s: not an address of a site. Write it like "
                        "https://www.example.com, one a line.",
                        sites=error.args[0],
                    )
                ) from error
