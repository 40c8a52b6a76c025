from datetime import date

from odoo.addons.crm_actions.tests.common_imports import ImportCase

PRICES = "crm.import.special.price"
HEADER = (
    "External key;Customer;Tag;Segment;Product;Product category;Price;Discounts;Markup on cost (%);"
    "From quantity;Quota;From;Until;Net\n"
)


class TestSpecialPriceImport(ImportCase):
    """The special prices with which a company arrives."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.olives, cls.cheese = cls.env["product.product"].create(
            [
                {"name": "Olives", "default_code": "OLI", "list_price": 10},
                {"name": "Cheese", "barcode": "8412345678905", "list_price": 7},
            ]
        )
        cls.drinks = cls.env["product.category"].create({"name": "Drinks"})
        cls.env["res.partner.category"].create({"name": "HORECA"})

    def prices(self):
        return self.env["crm.special.price"].search([], order="id")

    def test_a_good_file(self):
        run = self._import(
            PRICES,
            HEADER + "1;H-1;;;OLI;;8,40;;;24;;01/10/2026;31/12/2026;yes\n"
            "2;;HORECA;;8412345678905;;;10+5;;;100;;;\n"
            "3;;;GOLD;;Drinks;;;25;;;;;\n",
        )
        self.assertEqual(self._errors(run), [])
        self.assertEqual((run.state, self._counts(run)), ("done", (3, 0, 0, 0)))
        net, chain, plus = self.prices()
        self.assertEqual(net.mapped("state"), ["approved"])
        self.assertEqual(net.approver_id, self.max)
        self.assertEqual(
            (net.partner_id, net.product_id, net.value, net.min_qty, net.exclusive),
            (self.customer, self.olives, 8.4, 24, True),
        )
        self.assertEqual((net.date_from, net.date_to), (date(2026, 10, 1), date(2026, 12, 31)))
        self.assertEqual((chain.scope, chain.kind, chain.chain), ("tag", "extra_chain", "10+5"))
        self.assertEqual((chain.product_id, chain.max_qty), (self.cheese, 100))
        self.assertEqual((plus.crm_segment_id, plus.categ_id), (self.gold, self.drinks))
        self.assertEqual((plus.kind, plus.value), ("cost_plus", 25))

    def test_the_same_file_twice_makes_nothing(self):
        rows = HEADER + "1;H-1;;;OLI;;8,4050;;;24;;;;\n2;H-1;;;8412345678905;;;5;;;;;;\n"
        self.assertEqual(self._counts(self._import(PRICES, rows)), (2, 0, 0, 0))
        self.assertEqual(self._counts(self._import(PRICES, rows)), (0, 0, 2, 0))
        # a tenth of a cent is a change
        run = self._import(PRICES, rows.replace("8,4050", "8,4060"))
        self.assertEqual(self._counts(run), (0, 1, 1, 0))
        self.assertEqual(self.prices().mapped("value")[0], 8.406)
        self.assertEqual(set(self.prices().mapped("state")), {"approved"})

    def test_what_is_wrong_is_said_by_line_and_column(self):
        run = self._run(
            PRICES,
            HEADER + "1;H-1;;;XXX;;8,40;;;;;;;\n"
            "2;H-1;HORECA;;OLI;;8,40;;;;;;;\n"
            "3;H-1;;;OLI;;;;;;;;;\n"
            "4;H-1;;;OLI;;8,40;5;;;;;;\n"
            "5;H-1;;;;;8,40;;;;;;;\n"
            "6;H-1;;;OLI;;;ten;;;;;;\n"
            "7;H-1;;;OLI;;1.234;;;;;;;\n"
            "8;H-1;;;OLI;;8,40;;;;;31/12/2026;01/12/2026;\n"
            "9;;;;OLI;;8,40;;;;;;;\n",
        )
        run.action_check()
        found = {line: (column, message) for line, column, message in self._errors(run)}
        for line, column, words in (
            (2, "E · Product", "No product has this reference"),
            (3, "C · Tag", "one of them"),
            (4, "G · Price", "Say what is given"),
            (5, "H · Discounts", "one of them"),
            (6, "E · Product", "Say of what"),
            (7, "H · Discounts", "such as 10+5"),
            (8, "G · Price", "could be thousands"),
            (9, "M · Until", "before the first day"),
            (10, "B · Customer", "Say for whom"),
        ):
            with self.subTest(line=line):
                self.assertEqual(found[line][0], column)
                self.assertIn(words, found[line][1])
        self.assertFalse(self.prices())
