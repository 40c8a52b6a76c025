from odoo import api, models

from odoo.addons.crm_actions.engine.pdf import tables
from odoo.addons.crm_actions.engine.pdf.geometry import MM
from odoo.addons.crm_actions.engine.pdf.parts import Column, Muted, Strong
from odoo.addons.crm_actions.hours import word_hour, word_length

from ..engine.route_sheet import rows
from ..engine.sketch_flowable import RouteSketch

SKETCH_HEIGHT = 42 * MM
MOST_ON_SKETCH = 60


class CrmPdfRouteSheet(models.AbstractModel):
    """What a rep takes along on paper: each day its page, with a sketch of the way."""

    _name = "crm.pdf.route.sheet"
    _inherit = ["crm.pdf.document"]
    _description = "Route Sheet (PDF)"
    _pdf_models = ("crm.route", "crm.route.sheet.wizard")
    _pdf_code = "route"

    # -- which routes ----------------------------------------------------------------------------

    @api.model
    def _get_routes(self, record):
        """The routes that are printed; of a wizard those that it names."""
        return record if record._name == "crm.route" else record._get_routes()

    @api.model
    def _get_company(self, record):
        companies = self._get_routes(record).company_id
        return companies if len(companies) == 1 else self.env.company

    @api.model
    def _get_title(self, record):
        routes = self._get_routes(record)
        if len(routes) == 1:
            return self.env._("Route sheet: %(route)s", route=routes.display_name)
        return self.env._("Route sheets")

    @api.model
    def _get_file_title(self, record):
        # sudo: names of reps, as on the routes
        routes = self._get_routes(record).sudo()
        reps = ", ".join(sorted({user.name or "" for user in routes.user_id}))
        days = sorted(map(str, {*routes.mapped("date")}))
        span = [days[0], days[-1]] if len(days) > 1 else days
        return " ".join(filter(None, (self.env._("Route sheet"), *span, reps)))

    # -- pages -----------------------------------------------------------------------------------

    @api.model
    def _compose(self, kit, record):
        sheets = self._get_routes(record)._read_sheets()
        if not sheets:
            kit.title(self.env._("Route sheets"))
            kit.paragraph(self.env._("There are no routes on these days."))
        for number, sheet in enumerate(sheets):
            if number:
                kit.page_break()
            self._compose_day(kit, sheet)

    @api.model
    def _compose_day(self, kit, sheet):
        kit.title(self.env._("Route sheet"), f"{sheet.rep} · {self._format_day(sheet.day)}")
        kit.information(self._get_facts(sheet))
        if sheet.is_changed:
            kit.paragraph(
                self.env._(
                    "The day has changed since it was planned: kilometres, time on the road and "
                    "the hour of return are those of the plan."
                ),
                "muted",
            )
            kit.space(2)
        self._compose_sketch(kit, sheet)
        if not sheet.stops:
            kit.paragraph(self.env._("Nobody is visited on this day."))
            return
        columns = [
            Column(self.env._("No."), 0.52, "right"),
            Column(self.env._("Hour"), 1.02),
            Column(self.env._("Customer"), 2.5),
            Column(self.env._("Objective and last visit"), 2.3),
            Column(self.env._("Way"), 0.85),
            Column(self.env._("Visit"), 1.12),
            Column(self.env._("Open"), 1.08),
        ]
        lines = rows(sheet)
        made = tables.table(kit, columns, [self._get_row(sheet, row) for row in lines])
        # lunch and the way back do not stand alone on a page
        last = max(place for place, row in enumerate(lines) if not isinstance(row, str))
        made.setStyle([("NOSPLIT", (0, last - len(lines)), (-1, -1))])
        kit.add(made)

    @api.model
    def _get_facts(self, sheet):
        """Pairs of a label and a figure of the day."""
        return [
            (self.env._("Sets out"), self._word_end(sheet.departure, sheet.start_name)),
            (self.env._("Is back"), self._word_end(sheet.back, sheet.end_name)),
            (self.env._("Working time"), self._word_span(sheet.minutes_away)),
            (self.env._("Visits"), str(len(sheet.visited))),
            (
                self.env._("On the road"),
                self.env._(
                    "%(km)s km, %(time)s",
                    km=self._format_number(sheet.km, 0),
                    time=self._word_span(sheet.driving_minutes),
                ),
            ),
            (self.env._("At customers"), self._word_span(sheet.minutes_at_customers)),
        ]

    @api.model
    def _compose_sketch(self, kit, sheet):
        shown = [
            (str(stop.number) if stop.number else "+", stop.place)
            for stop in rows(sheet)
            if not isinstance(stop, str) and stop.place and not stop.is_off
        ]
        if shown and len(shown) <= MOST_ON_SKETCH:
            kit.add(RouteSketch(kit, shown, sheet.start, sheet.end, SKETCH_HEIGHT))
            kit.space(3)

    # -- lines of the table ----------------------------------------------------------------------

    @api.model
    def _get_row(self, sheet, row):
        if row == "lunch":
            hours = [
                Strong(self._word_hour(sheet.lunch[0])),
                Muted(self._word_hour(sheet.lunch[1])),
            ]
            return ["", hours, self.env._("Lunch"), "", "", "", ""]
        if row == "back":
            return ["", Strong(self._word_hour(sheet.back)), self._word_back(sheet), "", "", "", ""]
        return [
            str(row.number) if row.number else "+",
            [Strong(self._word_hour(row.start)), Muted(self._word_hour(row.stop))],
            [
                Strong(row.customer),
                Muted(", ".join(row.address)),
                Muted(row.phone),
                Strong(row.remark) if row.is_off else row.remark,
            ],
            [row.objective, Muted(self._word_last_visit(row))],
            self._get_way(row),
            self._get_visit(row),
            Muted(row.opening),
        ]

    @api.model
    def _get_way(self, row):
        if not row.travel_km and not row.travel_minutes:
            return ""
        return [
            self.env._("%(km)s km", km=self._format_number(row.travel_km, 1)),
            Muted(self._word_minutes(row.travel_minutes)),
        ]

    @api.model
    def _get_visit(self, row):
        slack = ""
        if row.slack_minutes is not None and not row.is_off:
            slack = self.env._("slack %(minutes)s", minutes=self._word_minutes(row.slack_minutes))
        return [self._word_minutes(row.minutes), Muted(slack)]

    # -- words -----------------------------------------------------------------------------------

    @api.model
    def _word_back(self, sheet):
        if not sheet.end_name:
            return self.env._("Back")
        return self.env._("Back: %(place)s", place=sheet.end_name)

    @api.model
    def _word_last_visit(self, row):
        if not row.last_visit:
            return self.env._("Never visited")
        day = self._format_day(row.last_visit, "medium")
        return f"{day}: {row.last_note}" if row.last_note else day

    @api.model
    def _word_end(self, moment, place):
        return ", ".join(filter(None, (self._word_hour(moment), place)))

    @api.model
    def _word_hour(self, moment):
        """Hour of a moment that is already on the rep's clock."""
        return word_hour(self.env, moment.time()) if moment else ""

    @api.model
    def _word_minutes(self, minutes):
        if minutes >= 100:
            return self._word_span(minutes)
        return self.env._("%(minutes)s min", minutes=minutes)

    @api.model
    def _word_span(self, minutes):
        return self.env._("%(hours)s h", hours=word_length(minutes))
