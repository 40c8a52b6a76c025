from odoo import Command
from odoo.exceptions import AccessError

from .common_warehouse import WarehouseCase

VERBS = ("read", "create", "write", "unlink")
NOBODY, READ, ALL = "", ("read",), VERBS


class TestWarehouseRights(WarehouseCase):
    """Rules are kept by sales and stock managers; a choice is made on one's own orders."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.rule = cls.make_rule(cls.north, zip_from="99")
        cls.leader = cls.make_user("lola", "crm_actions.group_team_leader")
        cls.team = cls.env["crm.team"].create(
            {
                "name": "East",
                "user_id": cls.leader.id,
                "member_ids": [Command.link(cls.rep.id)],
                "company_id": cls.company.id,
            }
        )

    def do(self, verb, user):
        rule = self.rule.with_user(user)
        if verb == "read":
            rule.invalidate_recordset()
            return rule.read(["warehouse_id", "zone_ids", "partner_tag_ids", "categ_ids"])
        if verb == "create":
            return rule.create({"warehouse_id": self.central.id, "company_id": self.company.id})
        if verb == "write":
            return rule.write({"zip_from": "39"})
        return rule.copy().with_user(user).unlink()

    def test_each_cell_of_the_rules(self):
        for group, allowed in (
            ("base.group_user", NOBODY),
            ("sales_team.group_sale_salesman", READ),
            ("crm_actions.group_team_leader", READ),
            ("sales_team.group_sale_salesman_all_leads", READ),
            ("sales_team.group_sale_manager", ALL),
            ("stock.group_stock_user", NOBODY),
            ("stock.group_stock_manager", ALL),
            ("base.group_portal", NOBODY),
        ):
            user = self.make_user(f"user of {group}", group)
            for verb in VERBS:
                with self.subTest(group=group, verb=verb):
                    if verb in allowed:
                        self.do(verb, user)
                    else:
                        with self.assertRaises(AccessError):
                            self.do(verb, user)

    def test_rules_of_another_company(self):
        other = self.make_other_company()
        theirs = self.make_warehouse("Theirs", "THE", company_id=other.id)
        rule = self.env["crm.warehouse.rule"].create(
            {"warehouse_id": theirs.id, "company_id": other.id}
        )
        manager = self.make_user("ramon", "sales_team.group_sale_manager")
        with self.assertRaises(AccessError):
            rule.with_user(manager).read(["zip_from"])

    def test_a_stock_manager_sees_the_zones_of_a_rule(self):
        zone = self.env["crm.zone"].create({"name": "Cantabria", "code": "CAN"})
        self.rule.write({"zone_ids": [Command.set(zone.ids)], "zip_from": False})
        keeper = self.make_user("keeper", "stock.group_stock_manager")
        self.env.invalidate_all()
        self.assertEqual(self.rule.with_user(keeper).display_name, "North: Cantabria")

    def order_of_the_rep(self):
        oil = self.make_product("Oil", 10, is_storable=True)
        self.put(oil, central=6, north=20)
        return self.make_order((oil, 10), user_id=self.rep.id, team_id=self.team.id)

    def test_who_sends_an_order_from_elsewhere(self):
        for login, group, allowed in (
            ("nuria", None, True),
            ("lola", None, True),
            ("ines", "sales_team.group_sale_salesman_all_leads", True),
            ("ramon", "sales_team.group_sale_manager", True),
            ("carlos", "sales_team.group_sale_salesman", False),
            ("otra", "crm_actions.group_team_leader", False),
            ("emma", "base.group_user", False),
        ):
            user = self.make_user(login, group) if group else self.find(login)
            order = self.order_of_the_rep().with_user(user)
            with self.subTest(login):
                if allowed:
                    self.suggest(order, "split").action_apply()
                    self.assertEqual(sorted(order.order_line.mapped("product_uom_qty")), [4, 6])
                    order.action_confirm()
                    order.order_line[0].warehouse_id = self.north
                    self.assertEqual(self.open_deliveries(order.sudo()), {"North": {"Oil": 10}})
                else:
                    with self.assertRaises(AccessError):
                        order.action_suggest_warehouse()
                    with self.assertRaises(AccessError):
                        order.order_line.write({"warehouse_id": self.north.id})

    def find(self, login):
        return self.env["res.users"].search([("login", "=", login)])

    def test_nobody_widens_the_own_list(self):
        self.rep.crm_allowed_warehouse_ids = self.central
        for user in (self.rep, self.leader):
            with self.assertRaises(AccessError):
                user.with_user(user).write({"crm_allowed_warehouse_ids": [Command.clear()]})

    def test_a_wizard_is_the_own_ones(self):
        order = self.order_of_the_rep()
        wizard = self.suggest(order.with_user(self.rep), "split")
        colleague = self.make_user("carlos", "sales_team.group_sale_salesman")
        self.env.invalidate_all()
        for record in (wizard, wizard.line_ids):
            with self.subTest(record._name), self.assertRaises(AccessError):
                record.with_user(colleague).read(["create_date"])
