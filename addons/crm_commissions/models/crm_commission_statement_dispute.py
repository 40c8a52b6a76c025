from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError

from ..engine.disputes import answer_by
from .crm_commission_dispute import OPEN
from .crm_commission_statement_flow import MANAGER

DISPUTABLE = ("sent", "acknowledged", "disputed")
_LONGEST_TEXT = 2000
_LONGEST_NAME = 100


class CrmCommissionStatement(models.Model):
    """What a payee does not agree with, and how the statement goes on meanwhile.

    It is *disputed* while somebody has to decide; with the last decision it is sent again, since
    its figures may be others. Who does not want to wait approves the rest:
    what is disputed goes on the payee's next statement.
    """

    # one file for each purpose
    _inherit = "crm.commission.statement"  # pylint: disable=consider-merging-classes-inherited

    dispute_ids = fields.One2many(
        "crm.commission.dispute", "statement_id", string="Disputes", readonly=True
    )
    # stored: two who decide two disputes of one statement meet on this row
    open_dispute_count = fields.Integer(
        string="Open disputes",
        compute="_compute_open_dispute_count",
        store=True,
        precompute=True,
    )
    can_dispute = fields.Boolean(compute="_compute_can_dispute")
    can_approve_rest = fields.Boolean(compute="_compute_can_dispute")

    @api.depends("dispute_ids.state")
    def _compute_open_dispute_count(self):
        for statement in self:
            disputes = statement.dispute_ids
            statement.open_dispute_count = sum(each.state in OPEN for each in disputes)

    @api.depends("state", "user_id", "payee_id", "period_state", "previous_id.state")
    @api.depends_context("uid")
    def _compute_can_dispute(self):
        manages = self._has(MANAGER)
        for statement in self:
            own = statement._is_of(self.env.user)
            statement.can_dispute = statement.state in DISPUTABLE and (own or manages)
            statement.can_approve_rest = (
                statement.state == "disputed"
                and manages
                and not own
                and not statement._find_problem()
            )

    def _has_open_disputes(self):
        """Whether something is disputed that nobody has decided."""
        self.ensure_one()
        return bool(self._get_open_disputes())

    def _get_open_disputes(self):
        # sudo: what is disputed is so, seen or not
        return self.sudo().dispute_ids.filtered(lambda dispute: dispute.state in OPEN)

    # -- steps -----------------------------------------------------------------------------------

    def open_dispute(self, values):
        """Say that something is wrong, as the payee or as a manager on his behalf.

        :param values: dict with ``key``, the row of `get_drill` or `get_drill_rows` that is wrong,
            or, of what is missing, ``move_id`` of `find_disputable` or ``document`` in words;
            ``reason``, ``note`` and perhaps ``amount``, what it should be
        :return: id of the dispute
        :raise AccessError: it is somebody else's
        :raise UserError: what it is about is missing, or is disputed already
        """
        self.ensure_one()
        self.check_access("read")
        if not (self._is_of(self.env.user) or self._has(MANAGER)):
            raise AccessError(
                self.env._("A statement is disputed by who is paid, or by a manager for him.")
            )
        self._check_step(*DISPUTABLE)
        own = self.sudo()  # sudo: payees may open a dispute, and write nothing else
        dispute = own.env["crm.commission.dispute"]._by_flow().create(own._get_dispute(values))
        dispute.message_subscribe(dispute._get_payee_partners().ids)
        dispute._by_flow().write({"user_id": dispute._find_decider().id})
        dispute._ask_decider()
        self._by_flow().write({"state": "disputed"})
        return dispute.id

    def _get_dispute(self, values):
        """Values of a dispute out of what a person has sent, which may be anything."""
        values = values if isinstance(values, dict) else {}
        reasons = dict(self.env["crm.commission.dispute"]._fields["reason"].selection)
        reason, note = values.get("reason"), _text(values.get("note"), _LONGEST_TEXT)
        if reason not in reasons:
            raise UserError(self.env._("Choose a reason."))
        if not note:
            raise UserError(self.env._("Say in a few words what is wrong."))
        today = self.company_id._crm_today()
        return {
            **self._get_disputed(values),
            "statement_id": self.id,
            "company_id": self.company_id.id,
            "period_id": self.period_id.id,
            "currency_id": self.currency_id.id,
            "payee_id": self.payee_id.id,
            "payee_user_id": self.user_id.id,
            "opened_by_id": self.env.uid,
            "opened_at": fields.Datetime.now(),
            "reason": reason,
            "note": note,
            "amount_claimed": self._read_claim(values.get("amount")),
            "sla_date": self._get_sla_date(today),
        }

    @api.model
    def _read_claim(self, amount):
        """What it should be; nothing is 0."""
        if amount in (None, False, ""):
            return 0
        try:
            claim = float(amount)
        except (TypeError, ValueError):
            claim = float("nan")
        if not abs(claim) < 1e9:  # nor what is no number
            raise UserError(self.env._("What it should be has to be an amount."))
        return claim

    def _get_sla_date(self, today):
        days_off = self.company_id._crm_days_off(today, fields.Date.add(today, days=60))
        return answer_by(today, days_off)

    def _get_disputed(self, values):
        """The entry or the document that a dispute is about."""
        key = values.get("key")
        if key:
            entry, move = self._find_disputed(str(key))
            if entry in self._get_open_disputes().mapped(lambda each: each.entry_id):
                raise UserError(self.env._("This entry is being disputed already."))
            return {"entry_id": entry.id, "move_id": move.id, "document": move.name}
        number = values.get("move_id")
        if number:
            move = self.env["account.move"].search(
                [*self._get_documents_domain(), ("id", "=", number if _is_id(number) else 0)]
            )
            if not move:
                raise UserError(self.env._("This invoice is not of one of your customers."))
            return {"move_id": move.id, "document": move.name}
        document = _text(values.get("document"), _LONGEST_NAME)
        if not document:
            raise UserError(self.env._("Say which invoice or order is missing."))
        return {"document": document}

    def _find_disputed(self, key):
        """The entry of a row, and the invoice of a sale that fills a tier."""
        kind, _dash, number = key.partition("-")
        if kind == "fact":
            # a sale counts for the tier whose row it was shown in: fact-<fact>-entry-<entry>
            number, _dash, key = number.partition("-")
        entry = self._find_entry_of(key)
        move = entry.credit_id.move_id
        if kind == "fact" and number.isdecimal():
            facts = entry._get_facts_of_window().filtered(lambda fact: fact.id == int(number))
            move = facts.credit_id.move_id
        return entry, move

    # -- invoices that may be missing ------------------------------------------------------------

    @api.readonly
    def find_disputable(self, term):
        """Invoices of the payee's customers by number, of which one may be missing.

        :return: list of dicts with id, name, partner and date; eight at most
        """
        self.ensure_one()
        self.check_access("read")
        own = self.sudo()  # sudo: payees need not be able to open what they sold
        term = _text(term, _LONGEST_NAME)
        if len(term) < 3:
            return []
        moves = own.env["account.move"].search(
            [*own._get_documents_domain(), ("name", "ilike", term)], order="date desc", limit=8
        )
        return [
            {
                "id": move.id,
                "name": move.name,
                "partner": move.commercial_partner_id.name or "",
                "date": fields.Date.to_string(move.invoice_date or move.date),
            }
            for move in moves
        ]

    def _get_documents_domain(self):
        """Posted invoices of customers whom the payee has, or has been paid for."""
        customers = self.env["crm.commission.credit"]._read_group(
            [("participant_id.payee_id", "=", self.payee_id.id)], ["partner_id"]
        )
        ids = [partner.id for (partner,) in customers if partner]
        user = self.user_id or self.payee_id.user_ids[:1]
        domain = [("commercial_partner_id", "in", ids)]
        if user:
            domain = [
                "|",
                ("invoice_user_id", "=", user.id),
                "|",
                ("commercial_partner_id.user_id", "=", user.id),
                *domain,
            ]
        return [
            ("company_id", "=", self.company_id.id),
            ("state", "=", "posted"),
            ("move_type", "in", ("out_invoice", "out_refund", "out_receipt")),
            *domain,
        ]


def _text(value, longest):
    """What somebody has sent as a text."""
    return value.strip()[:longest] if isinstance(value, str) else ""


def _is_id(value):
    return isinstance(value, int) and 0 < value < 2**31
