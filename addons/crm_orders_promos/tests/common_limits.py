from odoo import Command
from odoo.tests import new_test_user

from .common import OrdersCase


class LimitCase(OrdersCase):
    """A rep gives up to 15 %, the leader up to 25 %, a manager anything."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.rep = cls.make_user("nuria", "sales_team.group_sale_salesman")
        cls.leader = cls.make_user("lola", "crm_actions.group_team_leader")
        cls.manager = cls.make_user("ramon", "sales_team.group_sale_manager")
        cls.team = cls.env["crm.team"].create(
            {
                "name": "North",
                "user_id": cls.leader.id,
                "member_ids": [Command.link(cls.rep.id)],
                "company_id": cls.company.id,
            }
        )
        cls.env["crm.discount.limit"].create(
            [
                {
                    "group_id": cls.env.ref("sales_team.group_sale_salesman").id,
                    "max_discount": 15,
                },
                {
                    "group_id": cls.env.ref("crm_actions.group_team_leader").id,
                    "max_discount": 25,
                },
                {
                    "group_id": cls.env.ref("sales_team.group_sale_manager").id,
                    "max_discount": 100,
                },
            ]
        )
        cls.product = cls.make_product("Olives", 20)

    @classmethod
    def make_user(cls, login, group):
        return new_test_user(
            cls.env,
            login,
            group,
            company_id=cls.company.id,
            company_ids=[Command.set(cls.company.ids)],
        )
