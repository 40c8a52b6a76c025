from odoo import api, fields, models
from odoo.tools import format_date

from ..engine.closures import Closure, closed_days


class CrmClosingDays(models.Model):
    """Days on which a customer is shut beside its opening hours: holidays, works."""

    _name = "crm.closing.days"
    _description = "Closing Days"
    _order = "partner_id, date_from, id"

    partner_id = fields.Many2one(
        "res.partner", string="Customer", required=True, index=True, ondelete="cascade"
    )
    company_id = fields.Many2one(related="partner_id.company_id", store=True, index=True)
    date_from = fields.Date(string="From", required=True, default=fields.Date.context_today)
    date_to = fields.Date(
        string="Until",
        required=True,
        default=fields.Date.context_today,
        help="The last day, included.",
    )
    every_year = fields.Boolean(help="At the same dates of each year.")

    _dates_in_order = models.Constraint(
        "CHECK (date_to >= date_from AND date_to - date_from < 366)",
        "Closing days end after they begin, within a year.",
    )

    @api.depends("date_from", "date_to")
    @api.depends_context("lang")
    def _compute_display_name(self):
        for each in self:
            days = [day for day in (each.date_from, each.date_to) if day]
            words = dict.fromkeys(format_date(self.env, day, date_format="d MMM") for day in days)
            each.display_name = "–".join(words)

    @api.model
    def _get_closed(self, partners, first, last):
        """Days from ``first`` to ``last`` on which customers are shut: ``{partner id: dates}``.

        sudo: when a customer is open does not depend on who asks.
        """
        rows = self.sudo().search([("partner_id", "in", partners.ids)])
        found = {}
        for partner, own in rows.grouped("partner_id").items():
            closures = [Closure(each.date_from, each.date_to, each.every_year) for each in own]
            found[partner.id] = closed_days(closures, first, last)
        return found
