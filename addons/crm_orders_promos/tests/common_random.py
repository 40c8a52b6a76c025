"""Random orders for tests of what holds for any order, each taken back after its example."""

import os
from contextlib import contextmanager
from dataclasses import dataclass
from unittest.mock import patch

from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st

from odoo import Command

from .common import OrdersCase

_SLOW = os.environ.get("HYPOTHESIS_PROFILE") == "slow"
RATES = (21, 10, 4, 0)


def examples(few):
    """So many examples in `make test`, twenty times as many in `make test-slow`."""
    return settings(
        max_examples=few * 20 if _SLOW else few,
        deadline=None,
        database=None,
        derandomize=not _SLOW,
        suppress_health_check=list(HealthCheck),
        # a smaller order that fails too takes minutes to find
        phases=[Phase.generate, *([Phase.shrink] if _SLOW else [])],
    )


@dataclass(frozen=True)
class Item:
    """A line: price of the product, how many, the chain that was typed, VAT, in it or on top."""

    price: float
    quantity: int
    chain: str
    rate: int
    included: bool


_percents = st.one_of(
    st.integers(0, 60).map(str),
    st.decimals(0, 60, places=4).map(lambda number: f"{number.normalize():f}"),
)
chains = st.lists(_percents, max_size=4).map("+".join)
prices = st.integers(1, 99_999_99).map(lambda cents: cents / 100)
headers = st.lists(st.integers(0, 2000).map(lambda number: number / 100), max_size=3)


few = st.integers(1, 40)


def items(quantities=few, max_size=5):
    """Lines of an order."""
    one = st.builds(Item, prices, quantities, chains, st.sampled_from(RATES), st.booleans())
    return st.lists(one, min_size=1, max_size=max_size)


class RandomOrdersCase(OrdersCase):
    """A product for each rate of VAT, in the price or on top, invoiced as it is delivered."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.unit = cls.env.ref("uom.product_uom_unit")
        cls.dozen = cls.env.ref("uom.product_uom_dozen")
        cls.taxes = {
            (rate, included): cls._make_tax(rate, included)
            for rate in RATES[:-1]
            for included in (False, True)
        }

    @classmethod
    def _make_tax(cls, rate, included):
        return cls.vat.copy(
            {
                "name": f"IVA {rate} % {'included' if included else 'on top'}",
                "amount": rate,
                "price_include_override": "tax_included" if included else "tax_excluded",
            }
        )

    @contextmanager
    def taken_back(self):
        """What an example writes is gone when the next one begins."""
        savepoint = self.env.cr.savepoint()
        try:
            yield
        finally:
            savepoint.close(rollback=True)
            self.env.invalidate_all()

    @contextmanager
    def spied_writes(self):
        """The statements inside ``with`` that change the database."""
        written, execute = [], type(self.env.cr).execute

        def spy(cursor, query, *args, **kwargs):
            text = query.code if hasattr(query, "code") else str(query)
            if text.split(None, 1)[0].upper() in ("INSERT", "UPDATE", "DELETE"):
                written.append(text)
            return execute(cursor, query, *args, **kwargs)

        with patch.object(type(self.env.cr), "execute", spy):
            yield written

    def make_random(self, drawn, percents=(), amount=0, **values):
        """An order of drawn lines with discounts of the whole order, in percent and an amount."""
        terms = [{"kind": "commercial", "percent": percent} for percent in percents]
        if amount:
            terms.append({"kind": "amount", "amount": amount})
        return self.make_order(
            *(self._make_line(number, item) for number, item in enumerate(drawn)),
            header_discount_ids=[
                Command.create({"sequence": place, **term}) for place, term in enumerate(terms)
            ],
            **values,
        )

    def _make_line(self, number, item):
        tax = self.taxes.get((item.rate, item.included), self.env["account.tax"])
        product = self.make_product(
            f"Product {number}",
            item.price,
            invoice_policy="delivery",
            taxes_id=[Command.set(tax.ids)],
        )
        return product, item.quantity, {"line_discounts": item.chain}

    def deliver_part(self, order, wanted):
        """Deliver of each line so much, given by its place in the order."""
        picking = order.picking_ids.filtered(
            lambda each: each.state not in ("done", "cancel") and not each.return_id
        )
        places = {line.id: place for place, line in enumerate(order.order_line)}
        for move in picking.move_ids:
            move.quantity = wanted[places[move.sale_line_id.id]]
            move.picked = True
        picking.with_context(skip_backorder=True).button_validate()
        return picking

    def bring_back(self, picking, wanted):
        """The customer sends back so much of each line, by its place in the order."""
        order = picking.sale_id
        places = {line.id: place for place, line in enumerate(order.order_line)}
        wizard = (
            self.env["stock.return.picking"]
            .with_context(active_id=picking.id, active_ids=picking.ids,
                active_model="stock.picking")
            .create({"picking_id": picking.id})
        )  # fmt: skip
        for line in wizard.product_return_moves:
            line.quantity = wanted[places[line.move_id.sale_line_id.id]]
        back = self.env["stock.picking"].browse(wizard.action_create_returns()["res_id"])
        back.move_ids.picked = True
        back.with_context(skip_backorder=True).button_validate()
        return back

    def invoice(self, order):
        """The next invoice or credit note of what was delivered or came back, posted."""
        invoice = order._create_invoices(final=True)
        invoice.action_post()
        return invoice
