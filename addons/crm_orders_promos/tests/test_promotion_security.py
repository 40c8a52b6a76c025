from odoo import Command
from odoo.exceptions import AccessError
from odoo.tests import new_test_user

from .common_promotions import PromotionsCase

VERBS = ("read", "write", "create", "unlink")
EVERYTHING = {"running of all", "running of mine", "draft of mine", "running of others"}
# Which promotions each role reads; nobody but a manager writes, creates or deletes one.
READS = {
    "rep": {"running of all", "running of mine"},
    "leader": {"running of all", "running of mine", "draft of mine"},
    "all documents": EVERYTHING,
    "manager": EVERYTHING,
}
# Whose rows of orders each role reads; nobody writes them.
ROWS = {
    "rep": {"own"},
    "leader": {"own", "team"},
    "all documents": {"own", "team", "other"},
    "manager": {"own", "team", "other"},
}


class TestPromotionSecurity(PromotionsCase):
    """Every cell of role, model and verb."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.roles = {
            role: cls.make_user(login, group)
            for role, login, group in (
                ("rep", "nora", "sales_team.group_sale_salesman"),
                ("leader", "lea", "crm_actions.group_team_leader"),
                ("all documents", "ann", "sales_team.group_sale_salesman_all_leads"),
                ("manager", "max", "sales_team.group_sale_manager"),
            )
        }
        cls.colleague = cls.make_user("nils", "sales_team.group_sale_salesman")
        cls.stranger = cls.make_user("sara", "sales_team.group_sale_salesman")
        cls.mine = cls.make_team("North", cls.roles["leader"], cls.roles["rep"] | cls.colleague)
        cls.others = cls.make_team("South", cls.roles["manager"], cls.stranger)
        ten = [cls.percent(10)]
        north, south = ([Command.link(team.id)] for team in (cls.mine, cls.others))
        cls.promotions = {
            "running of all": cls.make_promotion(ten),
            "running of mine": cls.make_promotion(ten, team_ids=north),
            "draft of mine": cls.make_promotion(ten, team_ids=north, start=False),
            "running of others": cls.make_promotion(ten, team_ids=south),
        }

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

    def reached(self, user, records, verb):
        return {name for name, record in records.items() if record.with_user(user).has_access(verb)}

    def test_promotions_with_their_conditions_and_tiers(self):
        for role, user in self.roles.items():
            for verb in VERBS:
                wanted = READS[role] if verb == "read" else set()
                wanted = EVERYTHING if role == "manager" else wanted
                for part in ("id", "condition_ids", "tier_ids"):
                    records = {
                        name: promotion if part == "id" else promotion[part]
                        for name, promotion in self.promotions.items()
                    }
                    with self.subTest(role=role, verb=verb, part=part):
                        self.assertEqual(self.reached(user, records, verb), wanted)

    def test_what_orders_got(self):
        for role, user in self.roles.items():
            rows = {
                "own": self.make_rows(user, self.mine),
                "team": self.make_rows(self.colleague, self.mine),
                "other": self.make_rows(self.stranger, self.others),
            }
            for verb in VERBS:
                with self.subTest(role=role, verb=verb):
                    wanted = ROWS[role] if verb == "read" else set()
                    self.assertEqual(self.reached(user, rows, verb), wanted)

    def make_rows(self, user, team):
        order = self.refreshed((self.mussels, 1), user_id=user.id, team_id=team.id)
        return order.promotion_application_ids

    def test_a_company_does_not_see_another_s(self):
        elsewhere = self.env["res.company"].create({"name": "Elsewhere"})
        promotion = self.promotions["running of all"]
        row = self.make_rows(self.roles["rep"], self.mine)[:1]
        manager = new_test_user(
            self.env,
            "mia",
            "sales_team.group_sale_manager",
            company_id=elsewhere.id,
            company_ids=[Command.set(elsewhere.ids)],
        )
        for record in (promotion, promotion.tier_ids, promotion.condition_ids, row):
            with self.subTest(model=record._name):
                theirs = record.with_user(manager).with_context(allowed_company_ids=elsewhere.ids)
                self.assertFalse(theirs.has_access("read"))

    def test_a_rep_gets_for_an_order_what_he_may_not_read(self):
        # given a promotion for the team of the order, which is not the rep's own
        order = self.make_order(
            (self.mussels, 10), user_id=self.roles["rep"].id, team_id=self.others.id
        )
        as_rep = order.with_user(self.roles["rep"])
        as_rep.action_refresh_promotions()
        # then 10 % of all and 10 % of that team
        self.assertAlmostEqual(order.amount_untaxed, 81)
        self.assertFalse(as_rep.promotions_outdated)

    def test_who_may_only_read_an_order_does_not_refresh_it(self):
        order = self.make_order((self.mussels, 10), user_id=self.stranger.id)
        reader = self.make_user("rita", "account.group_account_readonly")
        for name in ("action_refresh_promotions", "action_take_promotion_hint"):
            for user in (reader, self.roles["rep"]):
                with self.subTest(name=name, user=user.login), self.assertRaises(AccessError):
                    getattr(order.with_user(user), name)()

    def test_who_approves(self):
        draft = self.make_promotion([self.percent(5)], start=False)
        draft.action_draft()
        for role in ("rep", "leader", "all documents"):
            with self.subTest(role=role), self.assertRaises(AccessError):
                draft.with_user(self.roles[role]).action_approve()
        draft.with_user(self.roles["manager"]).action_approve()
        draft.with_user(self.roles["manager"]).action_start()
        self.assertEqual(draft.state, "running")
