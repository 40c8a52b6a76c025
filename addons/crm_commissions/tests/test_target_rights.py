from odoo import Command
from odoo.exceptions import AccessError
from odoo.tests import new_test_user

from .common_target import TargetCase

VERBS = ("read", "write", "create", "unlink")
# Targets: of Nora and of her colleague Lea, who leads them both, of the team North, of Sara, who
# leads the South, of the team South, and of the company. What each role reads, writes, creates and
# deletes of them.
OF_NORTH = "nora nils north"
ALL = "nora nils lea north sara south company"
MATRIX = {
    "nora": ("nora north", "", "", ""),
    "nils": ("nils north", "", "", ""),
    "lea": (f"{OF_NORTH} lea", OF_NORTH, OF_NORTH, OF_NORTH),
    "sara": ("sara south", "", "", ""),
    "max": (ALL, ALL, ALL, ALL),
    "ana": (ALL, "", "", ""),
    "otto": (ALL, "", "", ""),
    "employee": ("", "", "", ""),
    "portal": ("", "", "", ""),
}


class TestTargetRights(TargetCase):
    """Every cell of role, target and verb, and the same of the rows that follow from them."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.users = {
            "nora": cls.nora,
            "nils": cls.nils,
            "lea": cls.lea,
            "sara": cls.sara,
            "max": cls.make_user("max", "crm_commissions.group_commission_manager"),
            "ana": cls.make_user("ana", "crm_commissions.group_commission_accountant"),
            "otto": cls.make_user("otto", "crm_commissions.group_commission_auditor"),
            "employee": cls.make_user("employee", "base.group_user"),
            "portal": new_test_user(cls.env, login="portal.targets", groups="base.group_portal"),
        }
        cls.north.member_ids -= cls.sara
        people = {name: {"user_id": cls.users[name].id} for name in ("nora", "nils", "lea", "sara")}
        nobody = {"user_id": False}
        cls.targets = {
            name: cls.target(**values)
            for name, values in {
                **people,
                "north": {**nobody, "team_id": cls.north.id},
                "south": {**nobody, "team_id": cls.south.id},
                "company": nobody,
            }.items()
        }
        cls.env.flush_all()

    def test_who_does_what_with_which_target(self):
        for login, cells in MATRIX.items():
            for verb, cell in zip(VERBS, cells, strict=True):
                for name, target in self.targets.items():
                    with self.subTest(login=login, verb=verb, target=name):
                        allowed = target.with_user(self.users[login]).has_access(verb)
                        self.assertEqual(allowed, name in cell.split())

    def test_rows_of_days_are_read_like_their_targets_and_written_by_nobody(self):
        for login, (readable, *_others) in MATRIX.items():
            for name, target in self.targets.items():
                rows = target.attainment_ids.with_user(self.users[login])
                with self.subTest(login=login, target=name):
                    self.assertEqual(rows.has_access("read"), name in readable.split())
                    for verb in VERBS[1:]:
                        self.assertFalse(rows.has_access(verb))

    def test_a_rep_finds_what_is_his_and_no_more(self):
        found = self.env["crm.sales.target"].with_user(self.nora).search([])
        self.assertEqual(found, self.targets["nora"] | self.targets["north"])
        total = found._read_group([], [], ["amount:sum"])
        self.assertEqual(total, [(20000,)])

    def test_a_leader_does_not_move_a_target_to_himself(self):
        self.targets["lea"].unlink()
        with self.assertRaises(AccessError):
            self.targets["nora"].with_user(self.lea).user_id = self.lea

    def test_a_leader_does_not_make_a_target_for_another_team(self):
        self.targets["sara"].unlink()
        with self.assertRaises(AccessError):
            self.targets["nora"].with_user(self.lea).copy({"user_id": self.sara.id})

    def test_achieved_figures_are_written_by_nobody(self):
        """They come from sales alone, though a leader may set the target."""
        target = self.targets["nora"].with_user(self.lea)
        target.write({"value": 9000, "status": "reached"})
        self.assertEqual((target.value, target.status), (0, "behind"))
        july = target.copy({"date_from": "2026-07-01", "value": 9000})
        self.assertEqual((july.value, july.status), (0, "awaited"))

    def test_a_rep_may_have_the_own_target_counted_again(self):
        self.invoice(1000, day="2026-06-10")
        target = self.targets["nora"].with_user(self.nora)
        target.action_refresh()
        self.assertEqual(target.value, 1000)
        with self.assertRaises(AccessError):
            self.targets["sara"].with_user(self.nora).action_refresh()

    def test_companies_are_apart(self):
        other = self.make_company("Other")
        self.users["max"].company_ids += other
        there = self.targets["nora"].with_user(self.users["max"])
        self.assertTrue(there.has_access("read"))
        there = there.with_context(allowed_company_ids=other.ids)
        self.assertFalse(there.has_access("read"))
        self.assertFalse(self.targets["nora"].attainment_ids.with_env(there.env).has_access("read"))

    def test_goals_are_read_like_their_plan_and_written_by_managers_while_it_is_a_draft(self):
        goal = {"metric_id": self.metric("sales_invoiced").id, "weight": 100}
        plan = self.make_plan(
            self.nora,
            tier_mode="goals",
            on_target_pay=2000,
            goal_ids=[Command.create(goal)],
            active=False,
        )
        readers = {"nora": (False, True), "lea": (True, True), "sara": (False, False)}
        readers |= dict.fromkeys(("max", "ana", "otto"), (True, True))
        readers |= dict.fromkeys(("employee", "portal"), (False, False))
        for step in (0, 1):
            for login, cells in readers.items():
                row = plan.goal_ids.with_user(self.users[login])
                with self.subTest(login=login, active=bool(step)):
                    self.assertEqual(row.has_access("read"), cells[step])
                    for verb in VERBS[1:]:
                        self.assertEqual(row.has_access(verb), login == "max")
            if not step:
                plan.action_activate()
