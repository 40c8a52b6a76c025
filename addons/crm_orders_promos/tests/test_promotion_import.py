from datetime import date

from odoo.addons.crm_actions.tests.common_imports import ImportCase

PROMOTIONS = "crm.import.promotion"
HEADER = (
    "External key;Promotion code;Promotion;From;Until;Segment;Product;Product category;"
    "Measured by;From quantity or amount;Discount (%);Net price of a unit;Free units;Budget\n"
)


class TestPromotionImport(ImportCase):
    """The promotions with which a company arrives: a row for each tier."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.olives = cls.env["product.product"].create({"name": "Olives", "default_code": "OLI"})
        cls.drinks = cls.env["product.category"].create({"name": "Drinks of autumn"})

    def promotions(self):
        return self.env["crm.promotion"].search([("create_uid", "=", self.max.id)], order="id")

    def test_a_good_file(self):
        run = self._import(
            PROMOTIONS,
            HEADER + "1;OLI12;Olives 12+1;19/10/2026;30/11/2026;GOLD;OLI;;;12;;;1;500,50\n"
            "2;OLI12;Olives 12+1;19/10/2026;30/11/2026;GOLD;OLI;;;24;;;3;\n"
            "3;DRINKS;Drinks;;;;;Drinks of autumn;Amount;100;7,5;;;\n",
        )
        self.assertEqual(self._errors(run), [])
        self.assertEqual(self._counts(run), (3, 0, 0, 0))
        olives, drinks = self.promotions().sorted("code", reverse=True)
        self.assertEqual(olives.mapped("state"), ["draft"])
        self.assertEqual((olives.date_from, olives.budget_amount), (date(2026, 10, 19), 500.5))
        self.assertEqual((olives.segment_ids, olives.condition_ids.product_ids),
                         (self.gold, self.olives))  # fmt: skip
        self.assertEqual(
            [(tier.threshold, tier.qty) for tier in olives.tier_ids], [(12, 1), (24, 3)]
        )
        self.assertEqual(drinks.condition_ids.category_ids, self.drinks)
        self.assertEqual((drinks.condition_ids.metric, drinks.tier_ids.percent), ("amount", 7.5))
        olives.with_user(self.max).action_approve()

    def test_the_same_file_twice_makes_nothing(self):
        rows = HEADER + "1;OLI12;Olives;;;;OLI;;;12;;;1;\n2;OLI12;Olives;;;;OLI;;;24;;;3;\n"
        self.assertEqual(self._counts(self._import(PROMOTIONS, rows)), (2, 0, 0, 0))
        self.assertEqual(self._counts(self._import(PROMOTIONS, rows)), (0, 0, 2, 0))
        # and a correction changes the tier
        run = self._import(PROMOTIONS, rows.replace("24;;;3", "24;;;4"))
        self.assertEqual(self._counts(run), (0, 1, 1, 0))
        self.assertEqual(self.promotions().tier_ids.mapped("qty"), [1, 4])

    def test_what_is_wrong_is_said_by_line(self):
        approved = self.env["crm.promotion"].create(
            {
                "name": "Old", "code": "OLD", "company_id": self.env.company.id,
                "tier_ids": [(0, 0, {"effect": "chain_percent", "percent": 5})],
            }
        )  # fmt: skip
        approved.action_approve()
        run = self._import(
            PROMOTIONS,
            HEADER + "1;A;A;;;;NOPE;;;12;;;1;\n"
            "2;A;A;;;;;;;12;5;;1;\n"
            "3;A;A;;;;;;;much;5;;;\n"
            "4;A;A;;;;;;;;;;1;\n"
            "5;A;A;;;;;;;;120;;;\n"
            "6;A;A;30/11/2026;01/11/2026;;;;;;5;;;\n"
            "7;A;A;;;;OLI;Drinks of autumn;;;5;;;\n"
            "8;OLD;Old;;;;;;;10;8;;;\n",
        )
        self.assertEqual(self._counts(run), (0, 0, 0, 8))
        self.assertEqual([line for line, _column, _message in self._errors(run)], [*range(2, 10)])
        self.assertFalse(self.promotions())
