from datetime import date

from odoo import api, models

from odoo.addons.crm_actions.engine.import_cells import REFERENCE, Column
from odoo.addons.crm_actions.engine.import_rows import find_repeated

from ..settling import OF_AGENTS

_MODEL = "crm.commission.participant"
_PLAIN = ("role", "share", "exclude_own", "payee_type", "date_from", "date_to", "draw_type",
          "draw_amount")  # fmt: skip


class CrmImportCommissionParticipant(models.AbstractModel):
    """Whom plans pay: a line for each payee, plan and span of time.

    A line is known again by its key, or by plan, payee, role and first day. Who is a user is paid
    for the own sales, who is none needs none.
    """

    _name = "crm.import.commission.participant"
    _inherit = ["crm.import.commission"]
    _description = "Import of Participants of Commission Plans"
    _import_target = _MODEL
    _import_sequence = 61

    @api.model
    def _get_title(self):
        return self.env._("Participants of commission plans")

    @api.model
    def _get_columns(self):
        def column(field, **options):
            return self._get_field_column(_MODEL, field, **options)

        return [
            self._get_key_column(),
            Column(
                "plan_id",
                (self.env._("Plan"),),
                REFERENCE,
                required=True,
                help=self.env._("Code or name of a commission plan, in whatever revision it is."),
                example="REPS",
            ),
            self._get_payee_column(),
            column(
                "user_id",
                help=self.env._(
                    "Login or e-mail: whose sales are paid, where that is not the payee."
                ),
            ),
            column("role", default="direct"),
            column("team_id"),
            column("exclude_own", default=False),
            column("share", default=100.0, minimum=0, maximum=100, example="100"),
            column("payee_type", default="employee"),
            column("settlement_type"),
            column("date_from", required=True, example="2026-01-01"),
            column("date_to"),
            column("draw_type", default="none"),
            column("draw_amount", default=0.0, minimum=0),
        ]

    @api.model
    def _get_lookups(self):
        return {
            "plan_id": self._look_up_plans,
            "payee_id": self._look_up_payees,
            "user_id": self._look_up_users,
            "team_id": self._look_up_teams,
        }

    @api.model
    def _find_references(self, work):
        """A payee who is a user is paid for his own sales, unless the line says for whose."""
        result = super()._find_references(work)
        payees = {work.found[row.line, "payee_id"] for row in work.good()}
        users = self.env["res.users"].search_fetch(
            [("partner_id", "in", list(payees)), ("share", "=", False)], ["partner_id"]
        )
        own = {user.partner_id.id: user.id for user in users}
        for row in work.good():
            user_id = own.get(work.found[row.line, "payee_id"])
            if user_id and not row.values.get("user_id"):
                work.found[row.line, "user_id"] = user_id
        return result

    @api.model
    def _get_identity(self, row, work):
        plan_id, payee_id = (work.found[row.line, name] for name in ("plan_id", "payee_id"))
        return plan_id, payee_id, row.values.get("role", "direct"), row.values["date_from"]

    @api.model
    def _read_known(self, work):
        """All who take part in the plans of these lines."""
        plan_ids = {work.found[row.line, "plan_id"] for row in work.good()}
        return self._get_target().search([("plan_id", "in", list(plan_ids))])

    @api.model
    def _match_by_nature(self, work):
        known = {
            (each.plan_id.id, each.payee_id.id, each.role, each.date_from): each.id
            for each in self._read_known(work)
        }
        places = {row.line: self._get_identity(row, work) for row in work.good()}
        return {line: known[place] for line, place in places.items() if place in known}

    # -- what cannot be --------------------------------------------------------------------------

    @api.model
    def _check_rows(self, work):
        for row in work.good():
            self._check_row(row, work)
        work.refuse_all(
            find_repeated(work.good(), lambda row: self._get_identity(row, work), "payee_id")
        )
        self._check_spans(work)

    @api.model
    def _check_row(self, row, work):
        given = row.values
        kind, settled = given.get("payee_type", "employee"), given.get("settlement_type")
        if given.get("date_to") and given["date_to"] < given["date_from"]:
            work.refuse(row, "date_to", "ends_before")
        elif given.get("share") == 0:
            work.refuse(row, "share", "no_share")
        elif given.get("role") == "override" and not given.get("team_id"):
            work.refuse(row, "team_id", "no_team_led")
        elif settled and (settled in OF_AGENTS) != (kind == "external"):
            work.refuse(row, "settlement_type", "settled_otherwise")
        elif given.get("draw_type", "none") != "none" and not given.get("draw_amount"):
            work.refuse(row, "draw_amount", "required")

    @api.model
    def _check_spans(self, work):
        """Nobody takes part twice on one day in one role of a plan."""
        told = set(work.records.values())
        spans = {}
        for each in self._read_known(work).filtered(lambda each: each.id not in told):
            place = each.plan_id.id, each.payee_id.id, each.role
            spans.setdefault(place, []).append((each.date_from, each.date_to or date.max, None))
        for row in work.good():
            *place, first = self._get_identity(row, work)
            last = self._get_last_day(row, work)
            spans.setdefault(tuple(place), []).append((first, last, row))
        for own in spans.values():
            for first, row in _find_overlaps(own):
                day = first.isoformat()
                work.refuse(row, "date_from", "takes_part_already", day=day)

    @api.model
    def _get_last_day(self, row, work):
        """A file without that column leaves it as it is."""
        if "date_to" in row.values or row.line not in work.records:
            return row.values.get("date_to") or date.max
        return self._get_target().browse(work.records[row.line]).date_to or date.max

    # -- rows ------------------------------------------------------------------------------------

    @api.model
    def _prepare_values(self, row, work):
        values = {name: work.found[row.line, name] for name in ("plan_id", "payee_id")}
        for name in ("user_id", "team_id"):
            if name in row.values or (row.line, name) in work.found:
                values[name] = work.found.get((row.line, name), False)
        values.update({name: row.values[name] for name in _PLAIN if name in row.values})
        if "date_to" in values:
            values["date_to"] = values["date_to"] or False
        if row.values.get("settlement_type"):
            values["settlement_type"] = row.values["settlement_type"]
        return values

    @api.model
    def _compare(self, work):
        changes = super()._compare(work)
        for change in changes:
            if "user_id" in change.values:
                # another user would bring his own contact as payee
                change.values["payee_id"] = work.found[change.row.line, "payee_id"]
        return changes

    # -- words -----------------------------------------------------------------------------------

    def _word_no_share(self, _value, _args):
        return self.env._("A share is above 0 % and at most 100 %.")

    def _word_no_team_led(self, _value, _args):
        return self.env._("Say of which team the sales are paid.")

    def _word_settled_otherwise(self, _value, _args):
        return self.env._(
            "Agents from outside are settled by bills, employees by entries or payroll."
        )

    def _word_takes_part_already(self, _value, args):
        return self.env._(
            "This payee takes part in the plan in this role already, from %(day)s on. End that "
            "first.",
            day=self._format_day(date.fromisoformat(args["day"])),
        )


def _find_overlaps(spans):
    """Rows whose days another span has, with the first day of the other.

    :param spans: list of first day, last day and row; None as row is what is there already
    """
    latest = None
    for span in sorted(spans, key=lambda each: (each[0], each[2] is not None)):
        first, last, row = span
        if latest and first <= latest[1]:
            other, wrong = (latest[0], row) if row else (first, latest[2])
            if wrong:
                yield other, wrong
        if not latest or last > latest[1]:
            latest = span
