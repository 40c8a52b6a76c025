from collections import defaultdict

from odoo import api, models

from odoo.addons.crm_actions.engine.import_cells import CHOICE, HOUR, Column
from odoo.addons.crm_actions.models.crm_action_plan import WEEKDAYS

from ..engine import demand


class CrmImportOpeningHours(models.AbstractModel):
    """Opening hours of customers: a line a window of a weekday.

    A window is known again by its customer, weekday and beginning, or by its key.
    """

    _name = "crm.import.opening.hours"
    _inherit = ["crm.import.template"]
    _description = "Import of Opening Hours"
    _import_target = "crm.opening.hours"
    _import_sequence = 44

    @api.model
    def _get_title(self):
        return self.env._("Opening hours of customers")

    @api.model
    def _get_columns(self):
        words = self._get_weekday_words()
        return [
            self._get_key_column(),
            self._get_customer_column(required=True),
            Column(
                "weekday",
                (self.env._("Weekday"),),
                CHOICE,
                required=True,
                choices=words,
                example=words["mon"][0],
            ),
            Column("hour_from", (self.env._("From"),), HOUR, required=True, example="9:00"),
            Column(
                "hour_to",
                (self.env._("Until"),),
                HOUR,
                required=True,
                help=self.env._("A day with a siesta has two lines, at most three."),
                example="14:00",
            ),
        ]

    @api.model
    def _get_lookups(self):
        return {"partner_id": self._look_up_customers}

    @api.model
    def _match_by_nature(self, work):
        rows = work.good()
        ids = [work.found[row.line, "partner_id"] for row in rows]
        known = {
            (each.partner_id.id, each.weekday, round(each.hour_from * 60)): each.id
            for each in self._get_target().search([("partner_id", "in", ids)])
        }
        places = {row.line: self._get_identity(row, work) for row in rows}
        return {line: known[place] for line, place in places.items() if place in known}

    @api.model
    def _get_identity(self, row, work):
        weekday = str(WEEKDAYS.index(row.values["weekday"]))
        begins = round(row.values["hour_from"] * 60)
        return work.found[row.line, "partner_id"], weekday, begins

    @api.model
    def _check_rows(self, work):
        """Lines of one customer and weekday have to go together, with what is known of it too."""
        days, told = defaultdict(dict), set(work.records.values())
        for row in work.good():
            partner_id, weekday, begins = self._get_identity(row, work)
            if begins in days[partner_id, weekday]:
                work.refuse(row, "hour_from", "window_twice")
                continue
            days[partner_id, weekday][begins] = row
        known = self._get_target().search(
            [("partner_id", "in", [partner_id for partner_id, _day in days]),
             ("id", "not in", list(told))]
        )  # fmt: skip
        others = known.grouped(lambda each: (each.partner_id.id, each.weekday))
        for place, rows in days.items():
            windows = [(each.hour_from, each.hour_to) for each in others.get(place, ())]
            for row in rows.values():
                windows.append((row.values["hour_from"], row.values["hour_to"]))
                if problem := demand.hours_problem(windows):
                    windows.pop()
                    work.refuse(row, "hour_from", f"window_{problem}")

    @api.model
    def _prepare_values(self, row, work):
        partner_id, weekday, _begins = self._get_identity(row, work)
        return {
            "partner_id": partner_id,
            "weekday": weekday,
            "hour_from": row.values["hour_from"],
            "hour_to": row.values["hour_to"],
        }

    # -- words -----------------------------------------------------------------------------------

    def _word_window_twice(self, _value, _args):
        return self.env._("Another line of this customer and weekday begins at the same hour.")

    def _word_window_crowded(self, _value, _args):
        return self.env._("This customer has three windows on that weekday already.")

    def _word_window_overlap(self, _value, _args):
        return self.env._("It overlaps with another window of this customer and weekday.")

    def _word_window_backwards(self, _value, _args):
        return self.env._("It ends before it begins.")
