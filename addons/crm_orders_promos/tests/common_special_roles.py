from odoo import Command
from odoo.tests import new_test_user

from .common_special import SpecialPriceCase

SALESMAN = "sales_team.group_sale_salesman"
LEADER = "crm_actions.group_team_leader"
ALL_LEADS = "sales_team.group_sale_salesman_all_leads"
MANAGER = "sales_team.group_sale_manager"


class SpecialPriceRolesCase(SpecialPriceCase):
    """Two teams: Nuria and Nilo are Lola's, Sara is Luis's; Ramón is the manager."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.nuria, cls.nilo, cls.sara = (
            cls.make_user(login, SALESMAN) for login in ("nuria", "nilo", "sara")
        )
        cls.lola, cls.luis = (cls.make_user(login, LEADER) for login in ("lola", "luis"))
        cls.ana = cls.make_user("ana", ALL_LEADS)
        cls.ramon = cls.make_user("ramon", MANAGER)
        cls.north = cls.make_team("North", cls.lola, cls.nuria | cls.nilo)
        cls.south = cls.make_team("South", cls.luis, cls.sara)
        cls.customers = {
            rep: cls.env["res.partner"].create(
                {"name": f"Bar of {rep.name}", "is_company": True, "user_id": rep.id}
            )
            for rep in (cls.nuria, cls.nilo, cls.sara)
        }
        cls.olives.standard_price = 5

    @classmethod
    def make_user(cls, login, group):
        return new_test_user(
            cls.env,
            login,
            group,
            company_id=cls.company.id,
            company_ids=[Command.set(cls.company.ids)],
        )

    @classmethod
    def make_team(cls, name, leader, members):
        return cls.env["crm.team"].create(
            {
                "name": name,
                "user_id": leader.id,
                "member_ids": [Command.set(members.ids)],
                "company_id": cls.company.id,
            }
        )

    @classmethod
    def values(cls, rep, **values):
        return {
            "partner_id": cls.customers[rep].id,
            "product_id": cls.olives.id,
            "value": 8.4,
            "company_id": cls.company.id,
            **values,
        }

    @classmethod
    def propose(cls, rep, **values):
        price = cls.env["crm.special.price"].with_user(rep).create(cls.values(rep, **values))
        price.action_propose()
        return price
