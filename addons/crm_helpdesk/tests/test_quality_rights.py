from odoo.exceptions import AccessError
from odoo.tests import TransactionCase, new_test_user, tagged

from .common_quality import QualityCase

MODELS = (
    "crm.helpdesk.nonconformity",
    "crm.helpdesk.nonconformity.why",
    "crm.helpdesk.capa",
    "crm.helpdesk.nonconformity.proposal",
)


@tagged("-at_install", "post_install")
class TestQualityRights(QualityCase, TransactionCase):
    """Quality and supervisors write, agents read what is of their requests."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.elsewhere = cls._make_user(
            "leire", "crm_helpdesk.group_helpdesk_agent", cls._make_team("Ventas", cls.hours)
        )

    def setUp(self):
        super().setUp()
        self.ticket = self.broken_at("2026-09-29 09:00", user_id=self.agent.id)
        self.found = self.make_nonconformity()
        self.found.add_tickets(self.ticket)
        self.found.why_ids = [(0, 0, {"name": "El palé se dobla"})]
        self.action = self.plan_action(self.found)
        self.proposal = self.make_ticket(
            "2026-09-29 09:00", user_id=self.agent.id
        )._propose_nonconformity("asked")
        self.rows = (self.found, self.found.why_ids, self.action, self.proposal)

    def reads(self, user, row):
        return bool(row.with_user(user).search_count([("id", "in", row.ids)]))

    def test_quality_and_supervisors_read_and_write_all(self):
        for user in (self.officer, self.verifier, self.supervisor):
            for row in self.rows:
                with self.subTest(user=user.name, model=row._name):
                    self.assertTrue(self.reads(user, row))
            self.found.with_user(user).name = f"Written by {user.name}"
            self.action.with_user(user).name = f"Written by {user.name}"

    def test_agents_read_what_is_of_their_requests(self):
        for row in self.rows:
            with self.subTest(model=row._name):
                self.assertTrue(self.reads(self.agent, row))
                self.assertFalse(self.reads(self.elsewhere, row))
        for row in (self.found, self.found.why_ids, self.action):
            with self.assertRaises(AccessError):
                row.with_user(self.agent).write({"name": "Other"})
        with self.assertRaises(AccessError):
            self.found.with_user(self.agent).action_contain()
        with self.assertRaises(AccessError):
            self.action.with_user(self.agent).action_start()

    def test_a_reporter_reads_what_he_carries_out(self):
        for row in self.rows[:3]:
            self.assertTrue(self.reads(self.warehouse, row))
        other = self._make_user("rep", "crm_helpdesk.group_helpdesk_user")
        for row in self.rows[:3]:
            self.assertFalse(self.reads(other, row))
        for user in (self.warehouse, other):
            with self.assertRaises(AccessError):
                self.proposal.with_user(user).read(["why"])
            with self.assertRaises(AccessError):
                self.found.with_user(user).write({"name": "Other"})
            self.assertNotIn("quality_panel", self.ticket.with_user(user).fields_get())

    def test_the_portal_and_strangers_reach_nothing(self):
        customer = new_test_user(self.env, login="customer", groups="base.group_portal")
        employee = new_test_user(self.env, login="employee", groups="base.group_user")
        for user in (customer, employee):
            for name in MODELS:
                for verb in ("read", "write", "create", "unlink"):
                    self.assertFalse(self.env[name].with_user(user).has_access(verb))

    def test_companies_are_apart(self):
        other = self.env["res.company"].create({"name": "Otra"})
        self.officer.write({"company_ids": [(4, other.id)]})
        inside = self.found.with_user(self.officer).with_context(allowed_company_ids=other.ids)
        for row in self.rows:
            found = inside.env[row._name].search_count([("id", "in", row.ids)])
            self.assertFalse(found, row._name)

    def test_verified_by_a_supervisor_or_quality_who_owns_none_of_it(self):
        """The line "CAPA verify" of the security matrix, cell by cell."""
        found, _action = self.watch()
        with self.at("2026-12-09 10:00"):
            self.run_cron("ir_cron_helpdesk_verdicts")
            for user, may in (
                (self.warehouse, False),
                (self.agent, False),
                (self.officer, False),  # who owns it
                (self.supervisor, True),
                (self.verifier, True),
            ):
                with self.subTest(user=user.name), self.env.cr.savepoint() as savepoint:
                    if may:
                        found.with_user(user).action_verify()
                        self.assertEqual(found.state, "closed")
                    else:
                        with self.assertRaises(AccessError):
                            found.with_user(user).action_verify()
                    savepoint.rollback()
                self.env.invalidate_all()
            found.owner_id = self.supervisor
            with self.assertRaises(AccessError):
                found.with_user(self.supervisor).action_verify()
