from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from odoo import Command
from odoo.tests import tagged

from .common_random import RandomOrdersCase, examples, headers, items, prices

CENT = Decimal("0.01")
# Of an order, its lines and its discounts: what is stored and follows from something else.
WORKED_OUT = (
    ("header_discount_factor", "amount_untaxed"),
    ("special_price_id", "pricelist_discount", "discount", "price_unit", "price_subtotal"),
)
methods = st.sampled_from(["round_globally", "round_per_line"])


def cents(document):
    """Untaxed, tax and total of an order or invoice, to the cent."""
    amounts = (document.amount_untaxed, document.amount_tax, document.amount_total)
    return [Decimal(str(amount)).quantize(CENT) for amount in amounts]


@tagged("post_install", "-at_install")
class TestEquality(RandomOrdersCase):
    """What an order comes to is what is invoiced and what is given back, whatever its discounts."""

    @examples(12)
    @given(items(), headers, st.integers(0, 50_00).map(lambda number: number / 100), methods)
    def test_order_is_invoice_is_refund(self, drawn, percents, amount, method):
        with self.taken_back():
            self.company.tax_calculation_rounding_method = method
            order = self.make_random(drawn, percents, amount)
            # what is shown below the lines adds up
            self.assertAlmostEqual(sum(order._get_discount_footer()), order.amount_untaxed)
            order.action_confirm()
            self.deliver_part(order, [item.quantity for item in drawn])
            invoice = self.invoice(order)
            self.assertEqual(cents(invoice), cents(order))
            self.assertEqual(
                invoice.invoice_line_ids.mapped("discount"), order.order_line.mapped("discount")
            )
            self.assertEqual(order.order_line.mapped("untaxed_amount_to_invoice"), [0] * len(drawn))
            refund = invoice._reverse_moves()
            refund.action_post()
            self.assertEqual(cents(refund), cents(order))

    @examples(8)
    @given(items(max_size=3), headers, methods, st.data())
    def test_deliveries_and_returns_in_any_split(self, drawn, percents, method, data):
        with self.taken_back():
            self.company.tax_calculation_rounding_method = method
            order = self.make_random(drawn, percents)
            order.action_confirm()
            # given deliveries in up to four parts, each with its invoice
            pickings, invoices = self._deliver_in_parts(order, drawn, data)
            self.assert_sum(invoices, order)
            self.assertEqual(order.invoice_status, "invoiced")
            self.assertEqual(order.order_line.mapped("untaxed_amount_to_invoice"), [0] * len(drawn))
            # when everything comes back, in parts too, then everything is given back
            for picking, quantities in pickings:
                self._return_in_parts(picking, quantities, data, invoices)
            left = [line.qty_delivered for line in order.order_line]
            self.assertEqual(left, [0] * len(drawn))
            self.assert_sum(invoices, None, order)

    def _deliver_in_parts(self, order, drawn, data):
        open_ones, pickings, invoices = [item.quantity for item in drawn], [], []
        parts = data.draw(st.integers(1, 4), "parts")
        for part in range(parts):
            last = part == parts - 1
            wanted = open_ones if last else self._draw_some(data, open_ones)
            if not any(wanted):
                continue
            pickings.append((self.deliver_part(order, wanted), wanted))
            invoices.append(self.invoice(order))
            open_ones = [most - some for most, some in zip(open_ones, wanted, strict=True)]
        return pickings, invoices

    def _return_in_parts(self, picking, quantities, data, invoices):
        first = self._draw_some(data, quantities)
        rest = [most - some for most, some in zip(quantities, first, strict=True)]
        for wanted in (first, rest):
            if any(wanted):
                self.bring_back(picking, wanted)
                invoices.append(self.invoice(picking.sale_id))

    def _draw_some(self, data, most):
        return [data.draw(st.integers(0, number)) for number in most]

    def assert_sum(self, invoices, order, priced=None):
        """The invoices come to the order, or to nothing.

        Each document rounds once a tax, under `round_per_line` once a line, so each may be half a
        cent off; one invoice of all is not.
        """
        wanted = cents(order) if order else [Decimal(0)] * 3
        came = [Decimal(0)] * 3
        for invoice in invoices:
            sign = -1 if invoice.move_type == "out_refund" else 1
            for place, amount in enumerate(cents(invoice)):
                came[place] += sign * amount
        if len(invoices) == 1:
            self.assertEqual(came, wanted)
            return
        lines = len((order or priced).order_line)
        most = CENT / 2 * lines * (len(invoices) + 1)
        for found, due, roundings in zip(came, wanted, (1, 1, 2), strict=True):
            self.assertLessEqual(abs(found - due), most * roundings)


@tagged("post_install", "-at_install")
class TestSameOrder(RandomOrdersCase):
    """Two ways to write one order."""

    @examples(15)
    @given(items(st.integers(1, 20)), headers, methods)
    def test_a_dozen_is_twelve_units(self, drawn, percents, method):
        with self.taken_back():
            self.company.tax_calculation_rounding_method = method
            dozens = self.make_random(drawn, percents)
            units = dozens.copy()
            for line in dozens.order_line:
                line.product_uom_id = self.dozen
            for line in units.order_line:
                line.product_uom_qty *= 12
            self.assertEqual(cents(dozens), cents(units))
            for shown, other in zip(dozens.order_line, units.order_line, strict=True):
                self.assertEqual(shown.discount, other.discount)
                self.assertAlmostEqual(shown.price_subtotal, other.price_subtotal)
            self.assertEqual(dozens._get_discount_footer(), units._get_discount_footer())

    @examples(12)
    @given(items(), headers, st.integers(2, 500_000).map(lambda number: number / 10_000))
    def test_a_currency_changes_nothing_but_the_rounding(self, drawn, percents, rate):
        with self.taken_back():
            pricelist = self._make_pricelist(rate)
            home = self.make_random(drawn, percents)
            away = home.copy({"pricelist_id": pricelist.id})
            away.action_update_prices()
            self.assertEqual(away.currency_id, pricelist.currency_id)
            self.assertEqual(away.order_line.mapped("discount"), home.order_line.mapped("discount"))
            for ours, theirs in zip(home.order_line, away.order_line, strict=True):
                # the unrounded price of one is that of the other times the rate
                self.assertAlmostEqual(theirs.price_unit / (ours.price_unit * rate), 1, 6)
            # half a cent at home times the rate, half a cent away, for each rate of VAT
            most = Decimal(str(rate)) * CENT / 2 * 4 + CENT / 2 * 4
            for ours, theirs in zip(cents(home), cents(away), strict=True):
                exact = ours * Decimal(str(rate))
                self.assertLessEqual(abs(theirs - exact), most + abs(exact) / 10**6)
            away.action_confirm()
            self.deliver_part(away, [item.quantity for item in drawn])
            self.assertEqual(cents(self.invoice(away)), cents(away))

    def _make_pricelist(self, rate):
        currency = self.env["res.currency"].create(
            {
                "name": "XTS",
                "symbol": "T",
                "rounding": 0.01,
                "rate_ids": [
                    Command.create(
                        {"name": "2020-01-01", "rate": rate, "company_id": self.company.id}
                    )
                ],
            }
        )
        rate_of_company = self.company.currency_id.with_company(self.company).rate
        self.assertEqual(rate_of_company, 1)
        return self.env["product.pricelist"].create({"name": "T", "currency_id": currency.id})


@tagged("post_install", "-at_install")
class TestTwice(RandomOrdersCase):
    """What was worked out once is not written again."""

    @examples(10)
    @given(items(st.integers(1, 30), max_size=4), headers, prices, st.integers(1, 24))
    def test_a_second_time_writes_nothing(self, drawn, percents, price, threshold):
        with self.taken_back():
            order = self.make_random(drawn, percents)
            special = self._agree(order.order_line[0].product_id, price)
            self._promise(order.order_line[-1].product_id, threshold)
            order.action_update_prices()
            order.action_refresh_promotions()
            self.env.flush_all()
            self.assertEqual(order.order_line[0].special_price_id, special)
            gets_free = drawn[-1].quantity >= threshold
            self.assertEqual(bool(order.order_line.filtered("promotion_id")), gets_free)
            before = cents(order)
            with self.spied_writes() as written:
                order.action_refresh_promotions()
                self._work_out_again(order)
                self.env.flush_all()
            self.assertEqual(written, [])
            self.assertEqual(cents(order), before)

    def _work_out_again(self, order):
        """All that follows from the lines, as after a change that changes nothing."""
        parts = (order, order.order_line)
        for records, names in zip(parts, WORKED_OUT, strict=True):
            for name in names:
                self.env.add_to_compute(records._fields[name], records)
        for records, names in zip(parts, WORKED_OUT, strict=True):
            records.mapped(names[0])
        order._compute_discount_footer()
        order.header_discount_ids._compute_taken()

    def _agree(self, product, price):
        agreed = self.env["crm.special.price"].create(
            {
                "partner_id": self.customer.id,
                "product_id": product.id,
                "company_id": self.company.id,
                "value": price,
            }
        )
        agreed.action_approve()
        return agreed

    def _promise(self, product, threshold):
        promotion = self.env["crm.promotion"].create(
            {
                "name": "Autumn",
                "stack_with_special_price": True,
                "company_id": self.company.id,
                "condition_ids": [Command.create({"product_ids": [Command.set(product.ids)]})],
                "tier_ids": [
                    Command.create({"threshold": threshold, "effect": "free_goods", "qty": 1})
                ],
            }
        )
        promotion.action_approve()
        promotion.action_start()
