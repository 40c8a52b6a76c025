from odoo import api, fields, models


class ResCompany(models.Model):
    """By which rules a company serves its customers."""

    _inherit = "res.company"

    helpdesk_reopen_days = fields.Integer(
        string="Days to reopen",
        default=7,
        help="Until then an answer opens a resolved request again; later it is a new one.",
    )
    helpdesk_warn_percent = fields.Integer(
        string="Warn at",
        default=75,
        help="Percent of the time of a deadline after which it is shown as near.",
    )
    helpdesk_pause_needs_reply = fields.Boolean(
        string="Ask before waiting",
        default=True,
        help="A request waits for the customer only after he was asked something.",
    )

    _helpdesk_warn_percent = models.Constraint(
        "CHECK(helpdesk_warn_percent BETWEEN 1 AND 99)",
        "A warning comes after the beginning and before the deadline: from 1 to 99 percent.",
    )
    _helpdesk_reopen_days = models.Constraint(
        "CHECK(helpdesk_reopen_days >= 0)", "A number of days is not below zero."
    )

    @api.model_create_multi
    def create(self, vals_list):
        companies = super().create(vals_list)
        companies._helpdesk_add_first_team()
        return companies

    def _helpdesk_add_first_team(self):
        """A department for each company that has none, by the company's working hours."""
        # sudo: whoever makes a company need not work in its helpdesk
        teams = self.env["crm.helpdesk.team"].sudo().with_context(active_test=False)
        served = teams.search([("company_id", "in", self.ids)]).company_id
        teams.create(
            [
                {
                    "name": self.env._("Customer Service"),
                    "company_id": company.id,
                    "calendar_id": company.sudo().resource_calendar_id.id,
                }
                for company in self - served
                if company.sudo().resource_calendar_id
                and not company.sudo().resource_calendar_id._helpdesk_get_problem()
            ]
        )
