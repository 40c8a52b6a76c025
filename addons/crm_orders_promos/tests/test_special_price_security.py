from odoo.exceptions import AccessError, UserError

from .common_special_roles import SpecialPriceRolesCase

VERBS = ("read", "write", "create", "unlink")
# Whose prices each role reads, writes, creates and deletes.
MATRIX = {
    "nuria": "own own own own",
    "lola": "team team team team",
    "ana": "all all all all",
    "ramon": "all all all all",
    "portal": "- - - -",
    "employee": "- - - -",
}
# The same of what holds for a tag or a segment.
OF_GROUPS = {
    "nuria": "yes - - -",
    "lola": "yes - - -",
    "ana": "yes yes yes yes",
    "ramon": "yes yes yes yes",
    "portal": "- - - -",
    "employee": "- - - -",
}


class RollBackError(Exception):
    """Ends a savepoint that is not to be kept."""


class TestSpecialPriceSecurity(SpecialPriceRolesCase):
    """Every cell of role and verb."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.make_user("portal", "base.group_portal")
        cls.make_user("employee", "base.group_user")
        cls.prices = {
            rep: cls.env["crm.special.price"].create(cls.values(rep))
            for rep in (cls.nuria, cls.nilo, cls.sara)
        }
        cls.tag = cls.env["res.partner.category"].create({"name": "HORECA"})
        cls.of_tag = cls.agree(approve=False, **cls.values_of_tag())

    @classmethod
    def values_of_tag(cls):
        return {"scope": "tag", "partner_tag_id": cls.tag.id, "product_id": cls.olives.id}

    def may(self, login, verb, price, values):
        user = self.env["res.users"].search([("login", "=", login)])
        price = price.with_user(user)
        attempts = {
            "read": lambda: price.read(["value"]),
            "write": lambda: price.write({"value": 8.5}),
            "create": lambda: price.create(values),
            "unlink": price.unlink,
        }
        try:
            with self.env.cr.savepoint():
                attempts[verb]()
                self.env.flush_all()
                raise RollBackError
        except RollBackError:
            return True
        except AccessError:
            return False
        finally:
            self.env.invalidate_all()

    def test_prices_of_customers(self):
        whose = {
            "own": {self.nuria},
            "team": {self.nuria, self.nilo},
            "all": {self.nuria, self.nilo, self.sara},
            "-": set(),
        }
        for login, cells in MATRIX.items():
            for verb, cell in zip(VERBS, cells.split(), strict=True):
                for rep, price in self.prices.items():
                    with self.subTest(login, verb=verb, of=rep.login):
                        expected = rep in whose[cell]
                        self.assertEqual(self.may(login, verb, price, self.values(rep)), expected)

    def test_prices_of_tags_and_segments(self):
        for login, cells in OF_GROUPS.items():
            for verb, cell in zip(VERBS, cells.split(), strict=True):
                with self.subTest(login, verb=verb):
                    allowed = self.may(login, verb, self.of_tag, self.values_of_tag())
                    self.assertEqual(allowed, cell == "yes")

    def test_a_customer_who_changes_hands_takes_the_price_along(self):
        price = self.prices[self.nuria]
        self.customers[self.nuria].user_id = self.sara
        self.assertEqual(price.team_id, self.south)
        with self.assertRaises(AccessError):
            price.with_user(self.nuria).read(["value"])
        self.assertEqual(price.with_user(self.sara).value, 8.4)
        self.assertEqual(price.with_user(self.luis).value, 8.4)

    def test_another_company_sees_none(self):
        other = self.env["res.company"].create({"name": "Other"})
        price = self.prices[self.nuria]
        self.ramon.company_ids += other
        seen = price.with_user(self.ramon).with_context(allowed_company_ids=other.ids)
        with self.assertRaises(AccessError):
            seen.read(["value"])
        with self.assertRaises(UserError):
            price.company_id = other
            price.partner_id = self.env["res.partner"].create(
                {"name": "Theirs", "company_id": self.company.id}
            )

    def test_the_price_of_an_order_does_not_depend_on_who_writes_it(self):
        self.prices[self.sara].action_approve()
        customer = self.customers[self.sara]
        # Nuria stands in for Sara and cannot read the agreement
        order = (
            self.env["sale.order"]
            .with_user(self.nuria)
            .create(
                {
                    "partner_id": customer.id,
                    "user_id": self.nuria.id,
                    "order_line": [(0, 0, {"product_id": self.olives.id, "product_uom_qty": 2})],
                }
            )
        )
        self.assertEqual(order.order_line.price_unit, 8.4)
        order.order_line.product_uom_qty = 3
        order.action_confirm()
        self.assertAlmostEqual(order.amount_untaxed, 25.2)
        # the form of the order names the agreement to whoever sees the order
        self.env.invalidate_all()
        shown = order.order_line.web_read({"special_price_id": {"fields": {"display_name": {}}}})
        self.assertIn("Olives", shown[0]["special_price_id"]["display_name"])
