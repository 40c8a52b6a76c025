from odoo import api, models

from odoo.addons.crm_actions.engine.import_cells import (
    BOOLEAN,
    CHOICE,
    CHOICES,
    INTEGER,
    REFERENCE,
    Column,
)

from ..engine import demand
from .crm_visit_policy import WEEKDAYS

RULE = ("segment_ids", "zone_ids", "category_ids")
PLAIN = (
    "frequency", "number", "spacing_days", "minutes", "value_km", "growth_percent", "needs_hours",
    "takes_approximate", "sequence",
)  # fmt: skip


class CrmImportVisitPolicy(models.AbstractModel):
    """Visit policies: of one customer each, or of all of a segment, zone or tag."""

    _name = "crm.import.visit.policy"
    _inherit = ["crm.import.template"]
    _description = "Import of Visit Policies"
    _import_target = "crm.visit.policy"
    _import_sequence = 42

    @api.model
    def _get_title(self):
        return self.env._("Visit policies")

    @api.model
    def _get_columns(self):
        return [
            self._get_key_column(required=True),
            Column("name", (self.env._("Name"),), required=True, example=self.env._("Weekly")),
            *self._get_customer_columns(),
            *self._get_frequency_columns(),
            *self._get_day_columns(),
            *self._get_worth_columns(),
        ]

    @api.model
    def _get_customer_columns(self):
        code = self.env._("For all customers with that code; several conditions hold together.")
        tag = self.env._("Name of a tag of customers.")
        return [
            self._get_customer_column(),
            Column("segment_ids", (self.env._("Segment"),), REFERENCE, help=code, example="A"),
            Column("zone_ids", (self.env._("Zone"),), REFERENCE, help=code),
            Column("category_ids", (self.env._("Tag"),), REFERENCE, help=tag),
            self._get_number_column(
                "sequence",
                self.env._("Order"),
                10,
                0,
                9999,
                self.env._("Of two policies with as many conditions the lower number holds."),
            ),
        ]

    @api.model
    def _get_frequency_columns(self):
        words = self._get_selection_words("frequency")
        return [
            Column(
                "frequency",
                (self.env._("Frequency"),),
                CHOICE,
                required=True,
                choices=words,
                help=self.env._("What the number beside it counts."),
                example=words[demand.WEEK][0],
            ),
            Column(
                "number",
                (self.env._("Number"),),
                INTEGER,
                required=True,
                minimum=1,
                maximum=52,
                help=self.env._("Times a week, weeks between two visits, or times in four weeks."),
                example="1",
            ),
            self._get_number_column(
                "spacing_days",
                self.env._("Least days between visits"),
                0,
                0,
                6,
                self.env._("Between two visits of a week; 0: spread evenly."),
            ),
            self._get_number_column(
                "minutes",
                self.env._("Duration (minutes)"),
                20,
                1,
                1440,
                self.env._("Of one visit."),
            ),
        ]

    @api.model
    def _get_day_columns(self):
        several = self.env._("One or several, with commas.")
        words = self._get_weekday_words()
        return [
            Column(
                "preferred",
                (self.env._("Preferred weekdays"),),
                CHOICES,
                choices=words,
                help=several,
                example=words["tue"][0],
            ),
            Column(
                "forbidden",
                (self.env._("Forbidden weekdays"),),
                CHOICES,
                choices=words,
                help=several,
            ),
        ]

    @api.model
    def _get_worth_columns(self):
        return [
            self._get_number_column(
                "value_km",
                self.env._("Worth (km)"),
                150,
                0,
                10000,
                self.env._("The detour that a visit is worth."),
            ),
            self._get_number_column(
                "growth_percent",
                self.env._("More when overdue (%)"),
                25,
                0,
                1000,
                self.env._("For each visit that is overdue."),
            ),
            Column("needs_hours", (self.env._("Only with opening hours"),), BOOLEAN, default=False),
            Column(
                "takes_approximate", (self.env._("City centre will do"),), BOOLEAN, default=False
            ),
        ]

    @api.model
    def _get_lookups(self):
        return {
            "partner_id": self._look_up_customers,
            "segment_ids": lambda texts: self._look_up_codes("crm.segment", texts),
            "zone_ids": lambda texts: self._look_up_codes("crm.zone", texts),
            "category_ids": self._look_up_tags,
        }

    @api.model
    def _check_rows(self, work):
        for row in work.good():
            values = row.values
            ruled = next((name for name in RULE if values.get(name)), None)
            both = set(values.get("preferred") or ()) & set(values.get("forbidden") or ())
            limit = {demand.WEEK: 7, demand.MONTH: 28}.get(values["frequency"], 52)
            if values.get("partner_id") and ruled:
                work.refuse(row, ruled, "policy_and_rule")
            elif both:
                work.refuse(row, "forbidden", "wish_twice")
            elif len(values.get("forbidden") or ()) == len(WEEKDAYS):
                work.refuse(row, "forbidden", "no_weekday_left")
            elif values["number"] > limit:
                work.refuse(row, "number", "out_of_range", minimum=1, maximum=limit)

    @api.model
    def _prepare_values(self, row, work):
        given = row.values
        values = {"name": given["name"]}
        if "partner_id" in given:
            values["partner_id"] = work.found.get((row.line, "partner_id"), False)
        for name in RULE:
            if name in given:
                ids = [work.found[row.line, name]] if given[name] else []
                values[name] = [(6, 0, ids)]
        values.update({name: given[name] for name in PLAIN if name in given})
        for wish in ("preferred", "forbidden"):
            for day in WEEKDAYS:
                if day in (given.get(wish) or ()):
                    values[day] = wish
                elif wish in given:
                    values.setdefault(day, False)
        return values

    # -- words -----------------------------------------------------------------------------------

    def _word_policy_and_rule(self, _value, _args):
        return self.env._("A policy is for one customer or for those of a rule: empty one of both.")

    def _word_wish_twice(self, _value, _args):
        return self.env._("A weekday is both preferred and forbidden.")

    def _word_no_weekday_left(self, _value, _args):
        return self.env._("Leave at least one weekday for the visits.")
