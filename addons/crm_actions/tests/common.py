from datetime import datetime

from odoo.tests import TransactionCase, new_test_user

SALESMAN = "sales_team.group_sale_salesman"
LEADER = "crm_actions.group_team_leader"
MANAGER = "sales_team.group_sale_manager"
GEO = "crm_actions.group_geo"

# Scenarios A1 to A3: the customer and three places where the phone may be
CUSTOMER = (41.3870, 2.1700)
NEAR = (41.3879, 2.1699)  # 100.4 m away
NEXT_STREET = (41.3905, 2.1700)  # 389.2 m away


class ActionCase(TransactionCase):
    """A small sales force.

    ==========  ===========  =====================================
    team        leader       members
    ==========  ===========  =====================================
    North       lea          nora, nils
    South       lou          sara
    ==========  ===========  =====================================

    ``max`` is the manager, without the group of positions.
    """

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env = cls.env(context=dict(cls.env.context, tracking_disable=False))
        cls.nora = cls._user("nora", SALESMAN)
        cls.nils = cls._user("nils", SALESMAN)
        cls.sara = cls._user("sara", SALESMAN)
        cls.lea = cls._user("lea", LEADER)
        cls.lou = cls._user("lou", LEADER)
        cls.max = cls._user("max", MANAGER)
        cls.north = cls._team("North", cls.lea, cls.nora | cls.nils)
        cls.south = cls._team("South", cls.lou, cls.sara)
        cls.visit_type = cls.env.ref("crm_actions.crm_action_type_visit")
        cls.call_type = cls.env.ref("crm_actions.crm_action_type_call")
        cls.email_type = cls.env.ref("crm_actions.crm_action_type_email")
        cls.order = cls.env.ref("crm_actions.crm_action_outcome_order")
        cls.interested = cls.env.ref("crm_actions.crm_action_outcome_interested")
        cls.absent = cls.env.ref("crm_actions.crm_action_outcome_absent")
        cls.no_answer = cls.env.ref("crm_actions.crm_action_outcome_no_answer")
        cls.customer = cls.env["res.partner"].create(
            {
                "name": "Hotel Ría Mansa",
                "is_company": True,
                "street": "C/ del Muelle 8",
                "city": "Ribadesella",
                "email": "hotel@example.com",
                "partner_latitude": CUSTOMER[0],
                "partner_longitude": CUSTOMER[1],
            }
        )

    @classmethod
    def _user(cls, login, groups):
        return new_test_user(
            cls.env,
            login=login,
            name=login.capitalize(),
            groups=f"base.group_user,{groups}",
            tz="Europe/Madrid",
            lang="en_US",
            email=f"{login}@example.com",
        )

    @classmethod
    def _team(cls, name, leader, members):
        team = cls.env["crm.team"].create({"name": name, "user_id": leader.id})
        team.member_ids = members
        return team

    @classmethod
    def _plan(cls, user=None, **values):
        """A visit to the customer on Thursday 15 October 2026, 09:00 to 09:30 UTC."""
        user = user or cls.nora
        return (
            cls.env["crm.action"]
            .with_user(user)
            .create(
                {
                    "type_id": cls.visit_type.id,
                    "partner_id": cls.customer.id,
                    "start": datetime(2026, 10, 15, 9),
                    **values,
                }
            )
        )

    @classmethod
    def _opportunity(cls, user=None, **values):
        user = user or cls.nora
        return cls.env["crm.lead"].create(
            {
                "name": "Winter breakfasts",
                "type": "opportunity",
                "partner_id": cls.customer.id,
                "user_id": user.id,
                "team_id": user.sale_team_id.id,
                **values,
            }
        )

    @staticmethod
    def _fix(place, accuracy):
        return {"latitude": place[0], "longitude": place[1], "accuracy_m": accuracy}
