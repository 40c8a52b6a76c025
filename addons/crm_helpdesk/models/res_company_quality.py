from odoo import fields, models


class ResCompany(models.Model):
    """When a company looks into what comes back."""

    # one file for each purpose
    _inherit = "res.company"  # pylint: disable=consider-merging-classes-inherited

    helpdesk_capa_n = fields.Integer(
        string="Requests for a nonconformity",
        default=3,
        help="So many requests of the same category, and cause or product where they are known, "
        "propose a nonconformity.",
    )
    helpdesk_capa_days = fields.Integer(
        string="Within days",
        default=90,
        help="Days in which those requests have come in, today included.",
    )

    _helpdesk_capa_n = models.Constraint(
        "CHECK(helpdesk_capa_n >= 1)", "At least one request proposes a nonconformity."
    )
    _helpdesk_capa_days = models.Constraint(
        "CHECK(helpdesk_capa_days >= 0)", "A number of days is not below zero."
    )
