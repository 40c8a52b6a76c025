from datetime import date
from decimal import Decimal
from typing import NamedTuple

from odoo import models
from odoo.tools import SQL, format_date

_BATCH = 500  # rows that are held at a time
_OF_WINDOW = ("participant_id", "plan_id", "window_key", "origin_period_id")


class Line(NamedTuple):
    """An entry of a statement, as it is printed; ``amount`` and ``base`` are exact."""

    id: int
    date: date
    document: str
    partner: str
    product: str
    plan: str
    title: str
    words: str
    origin: str
    base: Decimal
    rate: str
    amount: Decimal
    is_sale: bool


class Sale(NamedTuple):
    """A sale that fills the tiers of a window, and what it counts."""

    window: str
    date: date
    document: str
    partner: str
    product: str
    plan: str
    base: Decimal


class CrmCommissionStatement(models.Model):
    """The statement line by line, for paper and spreadsheets: read in batches, however long."""

    # one file for each purpose
    _inherit = "crm.commission.statement"  # pylint: disable=consider-merging-classes-inherited

    def _iter_lines(self):
        """Each entry as a `Line`, by plan and date.

        Called with all rights, for whoever may read the statement.
        """
        self.ensure_one()
        Entry = self.env["crm.commission.entry"]
        order = "plan_id, event_date, window_key, bracket, id"
        ids = Entry.search([("statement_id", "=", self.id)], order=order).ids
        for start in range(0, len(ids), _BATCH):
            entries = Entry.browse(ids[start : start + _BATCH])
            exact = self._read_exact(entries)
            for entry in entries:
                yield self._get_line(entry, *exact[entry.id])
            entries.invalidate_recordset()

    def _read_exact(self, entries):
        """Amounts as the ledger has them: the fields give them as floats."""
        self.env.flush_all()
        query = SQL(
            "SELECT id, base::text, amount::text FROM crm_commission_entry WHERE id IN %s",
            entries._ids,
        )
        return {
            number: (Decimal(base or 0), Decimal(amount))
            for number, base, amount in self.env.execute_query(query)
        }

    def _get_line(self, entry, base, amount):
        origin = entry.origin_period_id
        month = origin != self.period_id and format_date(
            self.env, origin.date_from, date_format="MMMM y"
        )
        return Line(
            entry.id,
            entry.event_date,
            entry._get_document_name(),
            entry.partner_id.name or "",
            entry.product_id.display_name or "",
            entry.plan_id.display_name or "",
            entry._get_title(),
            entry.explanation,
            month or "",
            base,
            entry._get_rate_words(),
            amount,
            bool(entry.credit_id),
        )

    def _iter_sales(self):
        """The sales that fill the tiers of the statement, each `Sale` once a window.

        Called with all rights, for whoever may read the statement.
        """
        self.ensure_one()
        groups = self.env["crm.commission.entry"]._read_group(
            [("statement_id", "=", self.id), ("kind", "in", ("tier", "override"))],
            _OF_WINDOW,
            ["id:max"],
            having=[("bracket:max", ">", 0)],
            order="plan_id, window_key, origin_period_id, participant_id",
        )
        for *_keys, number in groups:
            yield from self._iter_sales_of(self.env["crm.commission.entry"].browse(number))

    def _iter_sales_of(self, entry):
        window = format_date(self.env, entry.origin_period_id.date_from, date_format="MMMM y")
        ids = entry._get_facts_of_window().sorted("event_date").ids
        for start in range(0, len(ids), _BATCH):
            facts = self.env["crm.commission.fact"].browse(ids[start : start + _BATCH])
            for fact in facts:
                credit = fact.credit_id
                yield Sale(
                    window,
                    fact.event_date,
                    (credit.move_id.name or credit.order_id.name) or "",
                    credit.partner_id.name or "",
                    credit.product_id.display_name or "",
                    entry.plan_id.display_name or "",
                    Decimal(f"{fact.base:.6f}") * Decimal(f"{credit.share:.6f}") / 100,
                )
            facts.invalidate_recordset()
