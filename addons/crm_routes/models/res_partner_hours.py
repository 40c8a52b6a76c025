from odoo import api, fields, models
from odoo.exceptions import UserError


class ResPartner(models.Model):
    """When a customer is open."""

    # one file for each purpose
    _inherit = "res.partner"  # pylint: disable=consider-merging-classes-inherited

    opening_hours_ids = fields.One2many(
        "crm.opening.hours",
        "partner_id",
        string="Opening hours",
        groups="sales_team.group_sale_salesman",
    )
    closing_days_ids = fields.One2many(
        "crm.closing.days",
        "partner_id",
        string="Closing days",
        groups="sales_team.group_sale_salesman",
    )
    opening_text = fields.Char(
        string="Open",
        compute="_compute_opening_text",
        groups="sales_team.group_sale_salesman",
    )

    @api.depends(
        "opening_hours_ids.weekday", "opening_hours_ids.hour_from", "opening_hours_ids.hour_to"
    )
    @api.depends_context("lang")
    def _compute_opening_text(self):
        hours = self.env["crm.opening.hours"]
        names_of_days = hours._get_day_names()
        for partner in self:
            week = {}
            for window in partner.opening_hours_ids.sorted(lambda each: each.hour_from):
                words = hours._word_span(window.hour_from, window.hour_to)
                week.setdefault(window.weekday, []).append(words)
            # weekdays with the same hours are told together
            groups = {}
            for weekday in sorted(week):
                groups.setdefault(", ".join(week[weekday]), []).append(names_of_days[weekday])
            partner.opening_text = "; ".join(
                f"{', '.join(names)} {text}" for text, names in groups.items()
            )

    def copy(self, default=None):
        """Opening hours go along, whoever duplicates the contact."""
        copies = super().copy(default)
        # A field that is copied has to be read, and not all who duplicate contacts may read this
        # one. sudo: who may not see the hours of a contact does not see those of its twin either.
        self.env["crm.opening.hours"].sudo().create(
            [
                {**values, "partner_id": twin.id}
                for partner, twin in zip(self.sudo(), copies, strict=True)
                for values in partner.opening_hours_ids.copy_data()
            ]
        )
        return copies

    def action_copy_opening_hours(self):
        """Give Tuesday to Friday the hours of Monday, where they have none."""
        self.ensure_one()
        monday = self.opening_hours_ids.filtered(lambda each: each.weekday == "0")
        if not monday:
            raise UserError(self.env._("Write down the hours of Monday first."))
        known = set(self.opening_hours_ids.mapped("weekday"))
        self.env["crm.opening.hours"].create(
            [
                {
                    "partner_id": self.id,
                    "weekday": weekday,
                    "hour_from": window.hour_from,
                    "hour_to": window.hour_to,
                }
                for weekday in ("1", "2", "3", "4")
                if weekday not in known
                for window in monday
            ]
        )
