from odoo import api, models

from ..engine.import_cells import CHOICE, CHOICES, DATE, HOUR, INTEGER, REFERENCE, Column
from ..engine.plans import MONTH_DAY, MONTH_WEEKDAY, WEEK
from .crm_action_plan import WEEKDAYS

CYCLE = "cycle"
RULE = ("segment_ids", "zone_ids", "category_ids", "owner_id")
"""Columns that say for which customers a plan without a customer of its own is."""


class CrmImportPlan(models.AbstractModel):
    """Visit plans: of one customer each, or of all of a segment, zone, tag or salesperson."""

    _name = "crm.import.plan"
    _inherit = ["crm.import.template"]
    _description = "Import of Visit Plans"
    _import_target = "crm.action.plan"
    _import_sequence = 40

    @api.model
    def _get_title(self):
        return self.env._("Visit plans")

    @api.model
    def _get_columns(self):
        return [
            self._get_key_column(required=True),
            *self._get_customer_columns(),
            *self._get_rhythm_columns(),
            *self._get_interval_columns(),
            *self._get_hour_columns(),
            *self._get_detail_columns(),
        ]

    @api.model
    def _get_customer_columns(self):
        code = self.env._("For all customers with that code; several conditions hold together.")
        return [
            self._get_customer_column(),
            Column("segment_ids", (self.env._("Segment"),), REFERENCE, help=code),
            Column("zone_ids", (self.env._("Zone"),), REFERENCE, help=code),
            Column(
                "category_ids",
                (self.env._("Tag"),),
                REFERENCE,
                help=self.env._("Name of a tag of customers."),
            ),
            Column(
                "owner_id",
                (self.env._("Customers of"),),
                REFERENCE,
                help=self.env._("Login or e-mail: only customers of this salesperson."),
            ),
            Column(
                "user_id",
                (self.env._("Rep"),),
                REFERENCE,
                help=self.env._(
                    "Login or e-mail of who visits. Empty: the salesperson of each customer."
                ),
                example="nuria@example.com",
            ),
        ]

    @api.model
    def _get_rhythm_columns(self):
        rhythms = {
            WEEK: (self.env._("Weekly"),),
            MONTH_DAY: (self.env._("Monthly, on a date"),),
            MONTH_WEEKDAY: (self.env._("Monthly, on a weekday"),),
            CYCLE: (self.env._("Cycle"),),
        }
        return [
            Column(
                "rhythm",
                (self.env._("Rhythm"),),
                CHOICE,
                required=True,
                choices=rhythms,
                help=self.env._("Cycle: some days after the last visit."),
                example=rhythms[WEEK][0],
            ),
            Column(
                "weekdays",
                (self.env._("Weekdays"),),
                CHOICES,
                choices=self._get_weekday_words(),
                help=self.env._("One or several, with commas; of a cycle, the preferred ones."),
                example=self._get_weekday_words()["tue"][0],
            ),
        ]

    @api.model
    def _get_interval_columns(self):
        return [
            self._get_number_column(
                "interval", self.env._("Every"), 1, 1, 52, self.env._("Weeks or months.")
            ),
            self._get_number_column(
                "month_day",
                self.env._("Day of the month"),
                1,
                1,
                31,
                self.env._("31 is the last day."),
            ),
            Column(
                "month_week",
                (self.env._("Week of the month"),),
                CHOICE,
                choices=self._get_selection_words("month_week"),
                default="1",
            ),
            self._get_number_column(
                "cycle_days",
                self.env._("Days after the last visit"),
                0,
                0,
                730,
                self.env._("Of a cycle. Empty or 0: the visit cycle of the customer's segment."),
            ),
        ]

    @api.model
    def _get_hour_columns(self):
        return [
            Column(
                "hour",
                (self.env._("Hour"),),
                HOUR,
                help=self.env._("Empty: at any hour."),
                example="10:30",
            ),
            Column(
                "minutes",
                (self.env._("Duration (minutes)"),),
                INTEGER,
                default=30,
                minimum=1,
                maximum=1440,
                example="30",
            ),
        ]

    @api.model
    def _get_detail_columns(self):
        return [
            Column("date_from", (self.env._("From"),), DATE, required=True, example="2026-01-01"),
            Column(
                "date_to",
                (self.env._("Until"),),
                DATE,
                help=self.env._("Last day; empty: it does not end."),
            ),
            Column(
                "holiday_policy",
                (self.env._("On a day off"),),
                CHOICE,
                choices=self._get_selection_words("holiday_policy"),
                default="next",
                help=self.env._(
                    "What becomes of a visit on a day on which the company does not work."
                ),
            ),
            Column(
                "summary",
                (self.env._("Objective"),),
                help=self.env._("What each visit is meant to achieve."),
            ),
        ]

    @api.model
    def _get_lookups(self):
        return {
            "partner_id": self._look_up_customers,
            "segment_ids": lambda texts: self._look_up_codes("crm.segment", texts),
            "zone_ids": lambda texts: self._look_up_codes("crm.zone", texts),
            "category_ids": self._look_up_tags,
            "owner_id": self._look_up_users,
            "user_id": self._look_up_users,
        }

    @api.model
    def _check_rows(self, work):
        for row in work.good():
            values = row.values
            rhythm = values["rhythm"]
            ruled = next((name for name in RULE if values.get(name)), None)
            if values.get("partner_id") and ruled:
                work.refuse(row, ruled, "customer_and_rule")
            elif not values.get("partner_id") and not ruled:
                work.refuse(row, "partner_id", "customer_or_rule")
            elif rhythm in (WEEK, MONTH_WEEKDAY) and not values.get("weekdays"):
                work.refuse(row, "weekdays", "no_weekday")
            elif values.get("date_to") and values["date_to"] < values["date_from"]:
                work.refuse(row, "date_to", "ends_before")

    @api.model
    def _prepare_values(self, row, work):
        given = row.values
        rhythm = given["rhythm"]
        values = {
            "target": "partner" if given.get("partner_id") else "rule",
            "mode": "cycle" if rhythm == CYCLE else "fixed",
            "date_from": given["date_from"],
        }
        if rhythm != CYCLE:
            values["repeat"] = rhythm
        for name in ("partner_id", "owner_id", "user_id"):
            if name in given:
                values[name] = work.found.get((row.line, name), False)
        for name in ("segment_ids", "zone_ids", "category_ids"):
            if name in given:
                ids = [work.found[row.line, name]] if given[name] else []
                values[name] = [(6, 0, ids)]
        for name in ("interval", "month_day", "month_week", "cycle_days", "minutes", "date_to",
                     "holiday_policy", "summary"):  # fmt: skip
            if name in given:
                values[name] = given[name] or (False if given[name] is None else given[name])
        if "weekdays" in given:
            values.update({day: day in (given["weekdays"] or ()) for day in WEEKDAYS})
        if "hour" in given:
            values["allday"] = given["hour"] is None
            values["hour"] = given["hour"] or 0.0
        return values

    @api.model
    def _get_target(self):
        # hundreds of plans at once: their visits are made in the background
        return super()._get_target().with_context(crm_plan_later=True)

    @api.model
    def _create_records(self, vals_list):
        """What the form would look up and do for each plan is done once for all."""
        target = self._get_target()
        defaults = target.default_get(["type_id"])
        plans = target.with_context(tracking_disable=True).create(
            [{**defaults, **values} for values in vals_list]
        )
        for rep, own in plans.grouped("user_id").items():
            own.message_subscribe(rep.partner_id.ids)
        return plans
