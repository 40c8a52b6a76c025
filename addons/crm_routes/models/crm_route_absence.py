from odoo import fields, models


class CrmRouteAbsence(models.Model):
    """Days on which a rep is not on the road, beside what the calendar says."""

    _name = "crm.route.absence"
    _description = "Absence of a Rep"
    _order = "date_from desc, id desc"

    rep_id = fields.Many2one("crm.route.rep", required=True, index=True, ondelete="cascade")
    company_id = fields.Many2one(related="rep_id.company_id", store=True, index=True)
    date_from = fields.Date(string="From", required=True)
    date_to = fields.Date(string="Until", required=True, help="The last day, included.")

    _dates_in_order = models.Constraint(
        "CHECK (date_to >= date_from)", "An absence cannot end before it begins."
    )
