from markupsafe import escape

from odoo import api, fields, models


class CrmHelpdeskTeam(models.Model):
    """The public form of a department, and what a web page needs to show it."""

    # one file for each purpose
    _inherit = "crm.helpdesk.team"  # pylint: disable=consider-merging-classes-inherited

    public_form = fields.Boolean(
        help="Anybody on the Internet may write a request to this department by a form. "
        "What is written there waits for the sender to confirm the address.",
    )
    public_form_url = fields.Char(string="Form", compute="_compute_public_form")
    public_form_snippet = fields.Text(
        string="For a web page",
        compute="_compute_public_form",
        help="Paste it into any page of a site that may embed the form.",
    )

    @api.depends("public_form")
    def _compute_public_form(self):
        for team in self:
            url = f"{team.get_base_url()}/requests/new/{team.id}"
            shown = team.public_form and team.id
            team.public_form_url = url if shown else False
            team.public_form_snippet = team._get_snippet(url) if shown else False

    def _get_snippet(self, url):
        return (
            f'<iframe src="{escape(url)}?embed=1" title="{escape(self.name)}" '
            'style="width:100%;min-height:820px;border:0" loading="lazy"></iframe>'
        )
