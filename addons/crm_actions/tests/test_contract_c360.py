from odoo.tests import tagged

from .common_c360 import Customer360Case
from .common_c360_queries import PageBudgetMixin

QUERIES_OF_A_PART = 8
ROW_KEYS = {"id", "title"}


@tagged("-at_install", "post_install")
class TestContract360(PageBudgetMixin, Customer360Case):
    """Every part of every installed addon keeps the contract of ``_crm360_sections``."""

    def _pages(self):
        prospect = self._opportunity(partner_id=False)
        return [self._as(self.nora), self._as(self.nora, prospect)]

    def test_each_part_has_its_keys_once_and_a_method(self):
        for page in self._pages():
            sections = page._crm360_sections()
            for section in sections:
                with self.subTest(page=page._name, part=section.get("key")):
                    self.assertLessEqual({"key", "title", "sequence", "method"}, set(section))
                    self.assertIsInstance(section["sequence"], int)
                    self.assertTrue(section["title"])
                    self.assertTrue(section["method"].startswith("_crm360_load_"))
                    self.assertTrue(callable(getattr(page, section["method"], None)))
                    self.assertIn(section.get("mobile", "collapsed"), ("open", "collapsed"))
            keys = [section["key"] for section in sections]
            self.assertEqual(len(keys), len(set(keys)))

    def test_each_part_loads_for_a_plain_rep_cheaply(self):
        self._order(10)
        self._invoice(10, "2026-10-01")
        for page in self._pages():
            for section in page._crm360_allowed_sections():
                with self.subTest(page=page._name, part=section["key"]):
                    page.crm360_load([section["key"]])
                    with self.count_page_queries() as counter:
                        [part] = page.crm360_load([section["key"]])["sections"]
                    self.assertNotIn("error", part)
                    checks = 4  # who asks, for whom, and in which company
                    self.assertLessEqual(
                        counter.count, QUERIES_OF_A_PART + checks, counter.statements
                    )
                    for row in part["data"].get("rows", ()):
                        self.assertLessEqual(ROW_KEYS, set(row))

    def test_each_item_of_the_timeline_has_a_place(self):
        self._order(10)
        self._invoice(10, "2026-10-01")
        for page in self._pages():
            for entry in page._crm360_page()._crm360_timeline(None, 20):
                self.assertLessEqual({"date", "key", "id", "kind", "title"}, set(entry))
                self.assertEqual(entry["date"].microsecond, 0)
