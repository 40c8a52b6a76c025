from babel.dates import get_day_names

from odoo import api, fields, models
from odoo.exceptions import ValidationError
from odoo.tools import get_lang
from odoo.tools.misc import babel_locale_parse

from odoo.addons.crm_actions.hours import word_minutes, word_window

from ..engine import demand

WEEKDAYS = [
    ("0", "Monday"),
    ("1", "Tuesday"),
    ("2", "Wednesday"),
    ("3", "Thursday"),
    ("4", "Friday"),
    ("5", "Saturday"),
    ("6", "Sunday"),
]


class CrmOpeningHours(models.Model):
    """When a customer receives visits: a window of a weekday, at most three a day."""

    _name = "crm.opening.hours"
    _description = "Opening Hours"
    _order = "partner_id, weekday, hour_from, id"

    partner_id = fields.Many2one(
        "res.partner", string="Customer", required=True, index=True, ondelete="cascade"
    )
    company_id = fields.Many2one(related="partner_id.company_id", store=True, index=True)
    weekday = fields.Selection(WEEKDAYS, required=True, default="0")
    hour_from = fields.Float(string="From", required=True, default=9.0, aggregator=False)
    hour_to = fields.Float(string="Until", required=True, default=14.0, aggregator=False)

    _hours_range = models.Constraint(
        "CHECK (hour_from >= 0 AND hour_from < hour_to AND hour_to <= 24)",
        "A window ends after it begins, between 00:00 and 24:00.",
    )

    @api.depends("weekday", "hour_from", "hour_to")
    @api.depends_context("lang")
    def _compute_display_name(self):
        names = self._get_day_names()
        for window in self:
            span = self._word_span(window.hour_from, window.hour_to)
            window.display_name = f"{names.get(window.weekday, '')} {span}"

    @api.model
    def _get_day_names(self):
        """Weekdays as they stand within a sentence of the reader's language."""
        names = get_day_names("wide", locale=babel_locale_parse(get_lang(self.env).code))
        return {str(number): name for number, name in names.items()}

    @api.model
    def _word_span(self, hour_from, hour_to):
        begin, end = (word_minutes(self.env, 60 * (hour or 0)) for hour in (hour_from, hour_to))
        return word_window(begin, end)

    @api.constrains("partner_id", "weekday", "hour_from", "hour_to")
    def _check_windows(self):
        """At most three windows a day that do not overlap, whoever wrote the others."""
        windows = self.search([("partner_id", "in", self.partner_id.ids)])
        names = self._get_day_names()
        for (partner, weekday), own in windows.grouped(
            lambda each: (each.partner_id, each.weekday)
        ).items():
            problem = demand.hours_problem([(each.hour_from, each.hour_to) for each in own])
            if problem:
                raise ValidationError(self._word_problem(problem, partner, names[weekday]))

    @api.model
    def _word_problem(self, code, partner, day):
        names = {"customer": partner.display_name, "day": day}
        if code == demand.CROWDED:
            return self.env._(
                "%(customer)s has more than three opening windows on %(day)s.", **names
            )
        if code == demand.OVERLAP:
            return self.env._("Opening windows of %(customer)s overlap on %(day)s.", **names)
        return self.env._(
            "An opening window of %(customer)s on %(day)s ends before it begins.", **names
        )

    @api.model
    def _get_spans(self, partners):
        """Opening hours as the engine takes them: ``{partner id: {weekday: spans}}``.

        sudo: when a customer is open does not depend on who asks.
        """
        windows = self.sudo().search([("partner_id", "in", partners.ids)])
        found = {}
        for window in windows:
            day = found.setdefault(window.partner_id.id, {}).setdefault(int(window.weekday), [])
            day.append((window.hour_from, window.hour_to))
        return {
            partner_id: {weekday: demand.spans(own) for weekday, own in week.items()}
            for partner_id, week in found.items()
        }

    def _fold(self, destination):
        """Of the windows of merged contacts those stay that the destination's leave room for.

        A weekday of which the destination has hours is the destination's; of the others that of
        the first contact which has any. Called with all rights.
        """
        taken, doubled = {}, self.browse()
        ranked = self.sorted(lambda each: (each.partner_id != destination, each.partner_id.id))
        for window in ranked:
            owner = taken.setdefault(window.weekday, window.partner_id)
            if owner != window.partner_id:
                doubled |= window
        doubled.unlink()
