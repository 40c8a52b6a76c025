from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import SQL

from ..engine.intake import GAPS, Row, balance

_PARTS = {
    "ticketed": ["accepted", "replayed"],
    "appended": ["appended", "note_only"],
    "quarantined": ["quarantined"],
    "failed": ["failed"],
    "discarded": ["discarded"],
}
_DAYS = 30


class CrmHelpdeskIntakeBalance(models.TransientModel):
    """Whether all that came in is accounted for: green, or each gap by its name.

    received = made requests + added + waiting + not read + discarded
    """

    _name = "crm.helpdesk.intake.balance"
    _description = "Balance of the Entries"

    company_id = fields.Many2one(
        "res.company", required=True, default=lambda self: self.env.company
    )
    date_from = fields.Date(
        string="From",
        required=True,
        default=lambda self: fields.Date.subtract(self.env.company._crm_today(), days=_DAYS),
    )
    date_to = fields.Date(
        string="Until", required=True, default=lambda self: self.env.company._crm_today()
    )
    light = fields.Selection(
        [
            ("green", "Nothing is lost"),
            ("amber", "Somebody has to decide"),
            ("red", "Look at this"),
        ],
        compute="_compute_balance",
    )
    received = fields.Integer(compute="_compute_balance")
    ticketed = fields.Integer(string="Made requests", compute="_compute_balance")
    appended = fields.Integer(string="Added to requests", compute="_compute_balance")
    quarantined = fields.Integer(string="Wait for a decision", compute="_compute_balance")
    failed = fields.Integer(string="Could not be read yet", compute="_compute_balance")
    discarded = fields.Integer(compute="_compute_balance")
    exhausted = fields.Integer(string="Tried in vain", compute="_compute_balance")
    gap_not_recorded = fields.Integer(
        string="Received, and nowhere in the ledger", compute="_compute_balance"
    )
    gap_recorded_too_often = fields.Integer(
        string="More in the ledger than received", compute="_compute_balance"
    )
    gap_undecided = fields.Integer(
        string="Without a verdict that is known", compute="_compute_balance"
    )
    gap_without_ticket = fields.Integer(
        string="Said to be on a request, and on none", compute="_compute_balance"
    )
    gap_discarded_by_nobody = fields.Integer(
        string="Thrown away without a person's name", compute="_compute_balance"
    )

    @api.depends("company_id", "date_from", "date_to")
    def _compute_balance(self):
        for page in self:
            found, exhausted = page._read_balance()
            gaps = {gap.code: abs(gap.count) for gap in found.gaps}
            for name in ("received", *_PARTS):
                page[name] = getattr(found, name)
            for code in GAPS:
                page[f"gap_{code}"] = gaps.get(code, 0)
            page.exhausted = exhausted
            waits = "amber" if found.quarantined or found.failed else "green"
            page.light = "red" if gaps or exhausted else waits

    def _compute_display_name(self):
        for page in self:
            page.display_name = self.env._("Balance of the Entries")

    @api.model
    def action_open(self):
        """The page, of the last thirty days."""
        page = self.create({})
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "crm_helpdesk.crm_helpdesk_intake_balance_action"
        )
        return {**action, "res_id": page.id}

    def _read_balance(self):
        """
        :return: ``(engine balance, how many were tried in vain)``
        """
        if not (self.company_id and self.date_from and self.date_to):
            return balance(0, []), 0
        rows = self._read_rows()
        received = self.env["crm.helpdesk.intake.day"]._get_received(
            self.company_id, self.date_from, self.date_to
        )
        found = balance(received, (Row(*row[:4]) for row in rows))
        return found, sum(1 for row in rows if row[1] == "failed" and row[4])

    def _read_rows(self):
        """Those of the whole company, counted by whoever may see the page."""
        self.env["crm.helpdesk.intake"].flush_model()
        return self.env.execute_query(
            SQL(
                """
                SELECT id, verdict, ticket_id, decided_by, next_try IS NULL
                  FROM crm_helpdesk_intake
                 WHERE company_id = %s AND day BETWEEN %s AND %s
                """,
                self.company_id.id,
                self.date_from,
                self.date_to,
            )
        )

    def action_open_part(self):
        """The rows of a part or of a gap: the name is in the context of the button."""
        self.ensure_one()
        name = self.env.context.get("part")
        domain = [
            ("company_id", "=", self.company_id.id),
            ("day", ">=", self.date_from),
            ("day", "<=", self.date_to),
            *self._get_part_domain(name),
        ]
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "crm_helpdesk.crm_helpdesk_intake_action"
        )
        return {**action, "domain": domain, "context": {}}

    def _get_part_domain(self, name):
        if name == "received":
            return []
        if name == "exhausted":
            return [("verdict", "=", "failed"), ("next_try", "=", False)]
        if name in _PARTS:
            return [("verdict", "in", _PARTS[name])]
        found, _exhausted = self._read_balance()
        for gap in found.gaps:
            if gap.code == name and gap.keys:
                return [("id", "in", list(gap.keys))]
        raise UserError(self.env._("There is no such part, or it has no rows any more."))
