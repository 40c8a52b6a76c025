from odoo import Command
from odoo.tests import new_test_user

from .common import OrdersCase


class WarehouseCase(OrdersCase):
    """A distributor with two warehouses: Central, and North; goods are counted."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.central = cls.env["stock.warehouse"].search([("company_id", "=", cls.company.id)])
        cls.central.write({"name": "Central", "sequence": 1})
        cls.north = cls.make_warehouse("North", "NOR", sequence=2)
        cls.rep = cls.make_user("nuria", "sales_team.group_sale_salesman")
        cls.oil = cls.make_product("Oil", 10, is_storable=True)
        cls.wine = cls.make_product("Wine", 5, is_storable=True)

    @classmethod
    def make_warehouse(cls, name, code, **values):
        company = values.pop("company_id", cls.company.id)
        return cls.env["stock.warehouse"].create(
            {"name": name, "code": code, "company_id": company, **values}
        )

    @classmethod
    def make_other_company(cls):
        other = cls.env["res.company"].create({"name": "Another"})
        cls.env.user.company_ids = [Command.link(other.id)]
        return other

    @classmethod
    def make_user(cls, login, groups, **values):
        return new_test_user(
            cls.env,
            login,
            groups,
            company_id=cls.company.id,
            company_ids=[Command.set(cls.company.ids)],
            **values,
        )

    @classmethod
    def put(cls, product, **quantities):
        """Puts goods on shelves: ``put(oil, central=6, north=20)``."""
        for name, quantity in quantities.items():
            place = getattr(cls, name).lot_stock_id
            cls.env["stock.quant"]._update_available_quantity(product, place, quantity)
        cls.env.invalidate_all()

    @classmethod
    def make_rule(cls, warehouse, **values):
        return cls.env["crm.warehouse.rule"].create(
            {"warehouse_id": warehouse.id, "company_id": cls.company.id, **values}
        )

    def assert_refused(self, error, words, record, **values):
        """Writing ``values`` fails with ``words``, and changes nothing."""
        with self.subTest(record._name), self.assertRaises(error) as caught:
            record.write(values)
        self.assertRegex(str(caught.exception), words)

    def suggest(self, order, strategy):
        """The wizard as a person opens it, with a strategy chosen."""
        action = order.action_suggest_warehouse()
        wizard = order.env[action["res_model"]].browse(action["res_id"])
        wizard.strategy = strategy
        return wizard

    def shown(self, wizard):
        """What the wizard says: product, quantity, warehouse, what is missing."""
        lines = wizard._get_lines(wizard.strategy)
        return [
            (line.product_id.name, line.quantity, line.warehouse_id.name, line.missing)
            for line in lines
        ]

    def sent(self, order):
        """What goes from where by the lines of an order."""
        return [
            (line.product_id.name, line.product_uom_qty, line.warehouse_id.name)
            for line in order.order_line
        ]

    def open_deliveries(self, order):
        """What the open transfers of an order hold: ``{warehouse: {product: quantity}}``."""
        found = {}
        for move in order.picking_ids.move_ids.filtered(lambda each: each.state != "cancel"):
            place = found.setdefault(move.location_id.warehouse_id.name, {})
            product = move.product_id.name
            place[product] = place.get(product, 0) + move.product_uom_qty
        return found
