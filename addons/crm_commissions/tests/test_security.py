from freezegun import freeze_time

from odoo.exceptions import AccessError
from odoo.tests import tagged

from .common import CommissionCase

VERBS = ("read", "write", "create", "unlink")
# Whose rows each role reads, writes, creates and deletes: nora is of the north, which lea leads;
# sara of the south, which lou leads.
PLANS = {
    "nora": "nora - - -",
    "sara": "sara - - -",
    "lea": "nora - - -",
    "lou": "sara - - -",
    "max": "both both both both",
    "ana": "both - - -",
    "otto": "both - - -",
    "portal": "- - - -",
    "employee": "- - - -",
}
MATRIX = {
    "crm.commission.plan": PLANS,
    "crm.commission.rule": PLANS,
    "crm.commission.tier": PLANS,
    "crm.commission.participant": PLANS,
    "crm.commission.split": {
        **PLANS,
        "lea": "nora nora nora nora",
        "lou": "sara sara sara sara",
    },
    "crm.commission.period": {
        **dict.fromkeys(PLANS, "both - - -"),
        "max": "both both - -",
        "ana": "both both - -",
        "portal": "- - - -",
        "employee": "- - - -",
    },
}


@tagged("-at_install", "post_install")
@freeze_time("2026-10-15 10:00:00")
class TestSecurity(CommissionCase):
    """Every cell of role, model and verb."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.employee = cls._user("employee", "base.group_user")
        cls.portal = cls.env["res.users"].create(
            {
                "login": "portal",
                "name": "Portal",
                "group_ids": [(6, 0, cls.env.ref("base.group_portal").ids)],
            }
        )
        cls.rows = {model: {} for model in MATRIX}
        for rep, team in ((cls.nora, cls.north), (cls.sara, cls.south)):
            cls._make_rows(rep, team)
        cls.env.flush_all()

    @classmethod
    def _make_rows(cls, rep, team):
        plan = cls._plan_of(
            rep,
            name=rep.login,
            tier_mode="marginal",
            tier_ids=cls._tiers((0, 2)),
            rule_ids=[(0, 0, {"name": rep.login, "value": 5})],
        )
        order = cls.env["sale.order"].create(
            {"partner_id": cls.customer.id, "user_id": rep.id, "team_id": team.id}
        )
        split = cls.env["crm.commission.split"].create(
            {"order_id": order.id, "payee_id": rep.partner_id.id, "percent": 50}
        )
        period = cls._periods("2026-09-01", "2026-09-30")
        for rows in (plan, plan.rule_ids, plan.tier_ids, plan.participant_ids, split, period):
            cls.rows[rows._name][rep.login] = rows

    def test_rights(self):
        """Of rows there are: who may do what with them, by access rights and rules."""
        for model, roles in MATRIX.items():
            for login, cells in roles.items():
                user = self.env["res.users"].search([("login", "=", login)])
                for verb, cell in zip(VERBS, cells.split(), strict=True):
                    for rep, row in self.rows[model].items():
                        with self.subTest(model, login=login, verb=verb, of=rep):
                            allowed = row.with_user(user).has_access(verb)
                            self.assertEqual(allowed, cell in (rep, "both"))

    def test_a_payee_finds_the_own_plan_with_its_terms_and_no_colleague(self):
        self._take_part(self.rows["crm.commission.plan"]["nora"], self.nils)
        env = self.env(user=self.nora)
        plan = env["crm.commission.plan"].search([])
        self.assertEqual(plan.mapped("name"), ["nora"])
        self.assertEqual((plan.rule_ids.value, plan.tier_ids.rate), (5, 2))
        self.assertEqual(env["crm.commission.participant"].search([]).user_id.ids, self.nora.ids)

    def test_a_draft_is_not_shown_to_payees_yet(self):
        draft = self._plan_of(self.nora, active=False)
        self.assertFalse(draft.with_user(self.nora).has_access("read"))
        self.assertTrue(draft.with_user(self.lea).has_access("read"))

    def test_a_payee_does_not_raise_the_own_share(self):
        row = self.rows["crm.commission.participant"]["nora"].with_user(self.nora)
        with self.assertRaises(AccessError):
            row.share = 100
        with self.assertRaises(AccessError):
            row.copy({"role": "overlay"})

    def test_a_leader_does_not_share_an_order_of_another_team(self):
        order = self.rows["crm.commission.split"]["sara"].order_id
        with self.assertRaises(AccessError):
            self.env["crm.commission.split"].with_user(self.lea).create(
                {"order_id": order.id, "payee_id": self.nora.partner_id.id, "percent": 10}
            )

    def test_a_rep_does_not_see_how_an_order_is_shared(self):
        order = self.rows["crm.commission.split"]["nora"].order_id
        self.assertNotIn("commission_split_ids", order.with_user(self.nora).fields_get())
        with self.assertRaises(AccessError):
            order.with_user(self.nora).read(["commission_split_ids"])

    def test_companies_are_apart(self):
        """Given max works in two companies and only the other one is on, then he sees nothing."""
        other = self.env["res.company"].create({"name": "Other"})
        self.max.company_ids += other
        for model, rows in self.rows.items():
            row = rows["nora"].with_user(self.max)
            with self.subTest(model):
                self.assertTrue(row.has_access("read"))
                there = row.with_context(allowed_company_ids=other.ids)
                self.assertFalse(there.has_access("read"))
                self.assertFalse(there.search([("id", "=", row.id)]))

    def test_accountants_and_auditors_find_the_menu(self):
        menu = self.env.ref("crm_commissions.menu_commission_periods")
        for user, found in (
            (self.ana, True), (self.otto, True), (self.max, True), (self.nora, False)
        ):  # fmt: skip
            with self.subTest(user.login):
                visible = self.env["ir.ui.menu"].with_user(user)._visible_menu_ids()
                self.assertEqual(menu.id in visible, found)
                self.assertIn(self.env.ref("crm_actions.menu_root").id, visible)
