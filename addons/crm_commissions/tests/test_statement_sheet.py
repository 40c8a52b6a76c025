from datetime import date, datetime
from decimal import Decimal

from openpyxl import load_workbook

from odoo.tests import tagged

from .common_pages import make_many
from .common_scenario import ScenarioCase


@tagged("post_install", "-at_install")
class TestStatementSheet(ScenarioCase):
    """The statement as a spreadsheet, read as people's programs read it."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env["res.lang"]._activate_lang("es_ES")
        cls.march = cls.statement("2026-03-01")

    def _load(self, statement, user=None):
        user = user or self.otto
        user.lang = user.lang or "en_US"
        with statement.with_user(user)._write_workbook() as output:
            return load_workbook(output)

    def _split(self, page):
        """Rows as dicts, and what stands below them."""
        head, *rows = page.iter_rows(values_only=True)
        entries = [dict(zip(head, row, strict=True)) for row in rows if row[0]]
        totals = {row[-2]: row[-1] for row in rows if not row[0] and row[-2]}
        return entries, totals

    def setUp(self):
        super().setUp()
        (self.otto | self.nora).lang = "en_US"

    def test_each_entry_has_a_row_and_they_are_what_is_paid(self):
        entries, totals = self._split(self._load(self.march)["Statement"])
        self.assertEqual([row["Amount"] for row in entries], [500, 750, 625])
        self.assertEqual([row["Base"] for row in entries], [25000, 25000, 12500])
        self.assertEqual([row["Rate"] for row in entries], ["2 %", "3 %", "5 %"])
        self.assertEqual(entries[0]["Date"], datetime(2026, 3, 20))
        self.assertEqual(totals, {"Exact sum": 1875, "Total of the entries": 1875, "To pay": 1875})

    def test_the_sales_behind_tiers_have_a_sheet(self):
        entries, _totals = self._split(self._load(self.march)["Sales in tiers"])
        self.assertEqual(
            [(row["Document"], row["Counts"]) for row in entries],
            [(self.invoices[0].name, 40000), (self.invoices[1].name, 22500)],
        )

    def test_amounts_have_six_decimals(self):
        self.make_plan(self.nils, name="Flat", rate=4)
        invoice = self.invoice(1234.57, day="2026-03-10", rep=self.nils)
        self.run_commissions()
        page = self._load(self.statement("2026-03-01", self.nils))["Statement"]
        [entry], totals = self._split(page)
        self.assertEqual(Decimal(str(entry["Amount"])), Decimal("49.3828"))
        self.assertEqual((entry["Document"], entry["Customer"]), (invoice.name, "Hotel Ría"))
        self.assertEqual(page.cell(2, 11).number_format, "#,##0.000000")
        self.assertEqual(totals["Rounding carried out"], -0.0028)
        self.assertEqual((totals["Total of the entries"], totals["To pay"]), (49.38, 49.38))

    def test_titles_are_in_the_language_of_the_reader(self):
        self.otto.lang = "es_ES"
        book = self._load(self.march)
        spanish = self.march.with_context(lang="es_ES")
        self.assertEqual(book.worksheets[0].cell(1, 1).value, spanish.env._("Date"))

    def test_what_people_typed_is_text(self):
        self.customer.name = "=HYPERLINK(1)"
        self.make_plan(self.nils, name="+1", rate=4)
        self.invoice(100, day="2026-03-10", rep=self.nils)
        self.run_commissions()
        page = self._load(self.statement("2026-03-01", self.nils))["Statement"]
        self.assertEqual(page.cell(2, 3).data_type, "s")
        self.assertEqual(page.cell(2, 3).value, "=HYPERLINK(1)")

    def test_three_thousand_rows_add_up(self):
        statement = make_many(self, 3000)
        entries, totals = self._split(self._load(statement)["Statement"])
        self.assertEqual(len(entries), 3000)
        exact = sum(Decimal(str(row["Amount"])) for row in entries)
        self.assertEqual(exact, Decimal("1048.9495"))
        self.assertEqual(Decimal(str(totals["Exact sum"])), exact)
        self.assertEqual(totals["To pay"], statement.amount_payable)
        self.assertEqual({row["Date"] for row in entries}, {datetime(2026, 3, 10)})

    def test_queries_do_not_grow_with_each_line(self):
        """Given 500 lines more, then a batch more is read, and not 500 documents."""
        statement = make_many(self, 500)
        few = self._count_queries(statement)
        self.assertEqual(date(2026, 3, 1), statement.date_from)
        self.assertLess(few, 60)

    def _count_queries(self, statement):
        self.env.flush_all()
        self.env.invalidate_all()
        before = self.cr.sql_log_count
        statement.with_user(self.otto)._write_workbook().close()
        return self.cr.sql_log_count - before
