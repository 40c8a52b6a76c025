from odoo import Command

from .common_work import WorkCase


class LinksCase(WorkCase):
    """An order of ten boxes of twelve that was delivered and invoiced; Ana has all rights to it."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env["account.chart.template"].try_loading(
            "generic_coa", company=cls.company, install_demo=False
        )
        groups = ("stock.group_stock_user", "sales_team.group_sale_salesman_all_leads",
                  "account.group_account_invoice")  # fmt: skip
        cls.ana.group_ids = [Command.link(cls.env.ref(group).id) for group in groups]
        cls.box = cls.env.ref("uom.product_uom_dozen")
        cls.tomato = cls.env["product.product"].create(
            {"name": "Tomato", "is_storable": True, "list_price": 2, "taxes_id": [Command.clear()]}
        )
        cls.warehouse = cls.env["stock.warehouse"].search(
            [("company_id", "=", cls.company.id)], limit=1
        )
        cls.env["stock.quant"]._update_available_quantity(
            cls.tomato, cls.warehouse.lot_stock_id, 1000
        )
        cls.order = cls._sell(cls.contact, 10)
        cls.picking = cls.order.picking_ids

    @classmethod
    def _sell(cls, partner, boxes):
        order = cls.env["sale.order"].create(
            {
                "partner_id": partner.id,
                "company_id": cls.company.id,
                "warehouse_id": cls.warehouse.id,
                "order_line": [
                    Command.create(
                        {
                            "product_id": cls.tomato.id,
                            "product_uom_qty": boxes,
                            "product_uom_id": cls.box.id,
                            "price_unit": 20,
                            "tax_ids": [Command.clear()],
                        }
                    )
                ],
            }
        )
        order.action_confirm()
        for move in order.picking_ids.move_ids:
            move.quantity = move.product_uom_qty
        order.picking_ids.move_ids.picked = True
        order.picking_ids.button_validate()
        return order
