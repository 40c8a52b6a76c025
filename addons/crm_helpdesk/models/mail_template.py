from odoo import fields, models


class MailTemplate(models.Model):
    """Answers that a department has prepared: Odoo's templates, with its placeholders."""

    _inherit = "mail.template"

    helpdesk_team_ids = fields.Many2many(
        "crm.helpdesk.team",
        string="Helpdesk departments",
        help="Only these answer by it. Empty for all.",
    )

    def _helpdesk_fill(self, ticket):
        """The answer to a request, in the language of its customer.

        :return: ``Markup``
        """
        self.ensure_one()
        lang = ticket.partner_id.lang
        filled = self.with_context(lang=lang) if lang else self
        return filled._render_field("body_html", ticket._origin.ids)[ticket._origin.id]
