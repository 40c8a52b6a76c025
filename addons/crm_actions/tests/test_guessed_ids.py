from datetime import datetime

from odoo.exceptions import AccessError
from odoo.tests import tagged

from .common_sync import SyncCase


@tagged("-at_install", "post_install")
class TestGuessedIds(SyncCase):
    """Whoever guesses numbers learns nothing and changes nothing."""

    def setUp(self):
        super().setUp()
        self.secret = self._opportunity(
            self.sara, name="Secret deal", expected_revenue=99_999, team_id=self.south.id
        )

    def test_no_action_on_an_opportunity_that_one_may_not_read(self):
        with self.assertRaises(AccessError):
            self._plan(opportunity_id=self.secret.id)
        with self.assertRaises(AccessError):
            self.visit.with_user(self.nora).write({"opportunity_id": self.secret.id})
        with self.assertRaises(AccessError):
            self.env["crm.action"].with_user(self.nora).with_context(
                default_opportunity_id=self.secret.id
            ).create({"type_id": self.visit_type.id, "start": datetime(2026, 10, 15, 9)})

    def test_no_replacement_on_one_either(self):
        # given an operation on an action that never was, with a guessed opportunity
        op = self._op("close", outcome_id=self.order.id, base={"lead_id": self.secret.id})
        op["action"] = {"id": 987_654_321}
        [result] = self._results(op)
        own = self.env["crm.action"].browse(result["action_id"])
        self.assertEqual((own.user_id, own.state), (self.nora, "done"))
        self.assertFalse(own.opportunity_id)

    def test_the_next_step_leaves_an_opportunity_that_was_given_away(self):
        self.visit.opportunity_id = self._opportunity(self.nora)
        self.visit.opportunity_id.write({"user_id": self.sara.id, "team_id": self.south.id})
        step = {"client_uuid": "step-9", "type_id": self.call_type.id,
                "start": "2026-10-22 09:00:00"}  # fmt: skip
        op = self._op("close", outcome_id=self.interested.id, next=step)
        self.assertEqual(self._statuses(op), ["applied"])
        self.assertFalse(self.visit.next_id.opportunity_id)
        self.assertEqual(self.visit.next_id.partner_id, self.customer)

    def test_a_context_chooses_no_team(self):
        action = (
            self.env["crm.action"]
            .with_user(self.nora)
            .with_context(default_team_id=self.south.id)
            .create(
                {
                    "type_id": self.visit_type.id,
                    "partner_id": self.customer.id,
                    "start": datetime(2026, 10, 15, 9),
                }
            )
        )
        self.assertEqual(action.team_id, self.north)
        assignments = self.env["crm.portfolio.assignment"].with_user(self.lea)
        with self.assertRaises(AccessError):
            assignments.with_context(default_team_id=self.north.id).create(
                {"partner_id": self.customer.id, "user_id": self.sara.id}
            )

    def test_a_plan_of_one_team_makes_no_visits_for_another(self):
        # given a customer of Sara, who is in another team
        self.customer.user_id = self.sara
        plan = self.env["crm.action.plan"].with_user(self.lea).create(
            {"partner_id": self.customer.id, "user_id": False, "team_id": self.north.id,
             "tue": True}
        )  # fmt: skip
        plan.generate()
        self.assertFalse(plan.action_ids)

    def test_a_context_starts_no_import(self):
        runs = self.env["crm.import.run"].with_user(self.max)
        run = runs.with_context(
            default_state="queued", default_user_id=self.env.ref("base.user_root").id,
            default_good_only=True,
        ).create({"template": "crm.import.owner"})  # fmt: skip
        self.assertEqual((run.state, run.user_id), ("draft", self.max))
        self.assertFalse(run.good_only)
        self.assertEqual(run.copy().user_id, self.max)


@tagged("-at_install", "post_install")
class TestOfficer(SyncCase):
    """A manager of one company hands out and erases nobody of another."""

    def test_a_contact_of_another_company(self):
        other = self.env["res.company"].create({"name": "Other"})
        victim = self.env["res.partner"].create({"name": "Victim", "company_id": other.id})
        wizard = self.env["crm.privacy.wizard"].with_user(self.max)
        for call in ("_crm_erase", "_crm_export", "_crm_export_files"):
            with self.assertRaises(AccessError):
                getattr(victim.with_user(self.max), call)()
        with self.assertRaises(AccessError):
            wizard.create({"partner_id": victim.id, "kind": "erasure", "confirmed": True}
                          ).action_erase()  # fmt: skip
        self.assertEqual(victim.name, "Victim")

    def test_a_plan_becomes_no_rule_by_the_back_door(self):
        plan = self.env["crm.action.plan"].with_user(self.nora).create(
            {"partner_id": self.customer.id, "tue": True, "domain": "[('signup_type', '=', 1)]"}
        )  # fmt: skip
        with self.assertRaises(AccessError):
            plan.write({"target": "rule"})

    def test_an_activity_is_a_next_step_when_closing(self):
        self.north.next_step_policy = "require"
        self.visit.opportunity_id = self._opportunity()
        self.visit.opportunity_id.activity_schedule(
            "mail.mail_activity_data_call", date_deadline="2026-10-17", user_id=self.nora.id
        )
        self.visit.with_user(self.nora).close({"outcome_id": self.interested.id})
        self.assertFalse(self.visit.next_missing)
