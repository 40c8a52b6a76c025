from decimal import Decimal

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import SQL

from ..engine.disputes import difference
from ..engine.money import to_ledger
from .crm_commission_dispute import OPEN
from .crm_commission_statement import LIVE

# What makes the entries of a tier one row of the statement.
_OF_ROW = ("plan_id", "kind", "rule_id", "window_key", "bracket", "origin_period_id")


class CrmCommissionDispute(models.Model):
    """What is booked for what is disputed, and the entry that makes it right."""

    # one file for each purpose
    _inherit = "crm.commission.dispute"  # pylint: disable=consider-merging-classes-inherited

    amount_booked = fields.Float(
        string="Booked",
        digits=(16, 6),
        compute="_compute_amount_booked",
        compute_sudo=True,
        help="For the entry or the document, with what earlier disputes have added.",
    )

    @api.depends("entry_id", "move_id", "resolved_entry_id")
    def _compute_amount_booked(self):
        for dispute in self:
            dispute.amount_booked = float(dispute._read_booked())

    def _get_disputed_entries(self):
        """The entry that is disputed; of a tier all entries that make its row.

        Called with all rights.
        """
        self.ensure_one()
        entry = self.entry_id
        if not entry or entry.credit_id:
            return entry
        row = [
            (name, "=", entry[name].id if name.endswith("_id") else entry[name]) for name in _OF_ROW
        ]
        return entry.search([*row, ("statement_id", "=", entry.statement_id.id)])

    def _is_about_sale_of_tier(self):
        """Whether it came from a sale that fills a tier: what is claimed may be that of the sale,
        but what is booked is the tier."""
        entry = self.sudo().entry_id  # sudo: what the dispute is about is known to its readers
        return bool(entry.bracket and self.move_id)

    def _get_drill_values(self):
        """What a statement says of the dispute where it is unfolded.

        Called with all rights, for whoever may read the statement.
        """
        self.ensure_one()
        states = dict(self._fields["state"]._description_selection(self.env))
        return {
            "id": self.id,
            "subject": self.subject,
            "note": self.note,
            "state": self.state,
            "label": states[self.state],
            "clock": self.sla_state,
            "is_open": self.state in OPEN,
            "until": fields.Date.to_string(self.sla_date),
            "decider": self.user_id.name or "",
            "answer": self.resolution or "",
            "keys": [f"entry-{entry.id}" for entry in self._get_disputed_entries()],
        }

    def _get_counted_entries(self):
        """All that is booked for what is disputed, what earlier disputes have added included."""
        self.ensure_one()
        own = [("payee_id", "=", self.payee_id.id), ("resolved_entry_id", "!=", False)]
        if self.entry_id:
            entries = self._get_disputed_entries()
            earlier = self.search([*own, ("entry_id", "in", entries.ids)])
        elif self.move_id:
            entries = self.env["crm.commission.entry"].search(
                [
                    ("payee_id", "=", self.payee_id.id),
                    ("currency_id", "=", self.currency_id.id),
                    ("credit_id.move_id", "=", self.move_id.id),
                ]
            )
            earlier = self.search(
                [*own, ("entry_id", "=", False), ("move_id", "=", self.move_id.id)]
            )
        else:
            return self.env["crm.commission.entry"]
        return entries | earlier.resolved_entry_id

    def _read_booked(self):
        """The exact sum of what is booked."""
        entries = self._get_counted_entries()
        if not entries:
            return Decimal(0)
        self.env.flush_all()
        [(total,)] = self.env.execute_query(
            SQL("SELECT SUM(amount)::text FROM crm_commission_entry WHERE id IN %s", entries._ids)
        )
        return Decimal(total)

    def _book(self, amount):
        """Book what is right less what is booked.

        :param amount: what is right
        :return: the entry; none if that is booked already
        :raise UserError: all months are closed
        """
        self.ensure_one()
        # sudo: the ledger is written by steps alone, and this is one
        own = self.sudo()
        booked = own._read_booked()
        due = to_ledger(Decimal(str(amount)))
        missing = difference(due, booked)
        entries = own.env["crm.commission.entry"]._by_flow()
        if not missing:
            return entries
        entry = entries.create(own._get_entry_values(missing, due, booked))
        self.env["crm.commission.statement"].sudo()._refresh(own.company_id)
        return entry

    def _get_entry_values(self, missing, due, booked):
        disputed = self.entry_id or self.statement_id.entry_ids.filtered("participant_id")[:1]
        customer = self.entry_id.partner_id or self.move_id.commercial_partner_id
        period = self._find_period()
        explain = {"code": "dispute", "dispute": self.id, "due": str(due), "was": str(booked)}
        return {
            "currency_id": self.currency_id.id,
            "participant_id": disputed.participant_id.id,
            "payee_id": self.payee_id.id,
            "plan_id": disputed.plan_id.id,
            "credit_id": self.entry_id.credit_id.id,
            "partner_id": customer.id,
            "product_id": self.entry_id.product_id.id,
            "kind": "dispute",
            "event_date": self.company_id._crm_today(),
            "origin_period_id": (self.entry_id.origin_period_id or period).id,
            "period_id": period.id,
            "amount": float(missing),
            "explain": explain,
            "number": 1,
            "run_at": fields.Datetime.now(),
        }

    def _find_period(self):
        """The month of the statement while it is not approved, else the first open one after."""
        if self.statement_id.state in LIVE:
            return self.statement_id.period_id
        period = self.env["crm.commission.period"].search(
            [
                ("company_id", "=", self.company_id.id),
                ("state", "!=", "closed"),
                ("date_from", ">=", self.period_id.date_from),
            ],
            order="date_from",
            limit=1,
        )
        if not period:
            raise UserError(
                self.env._("All months are closed: run the commissions, which opens the next one.")
            )
        return period
