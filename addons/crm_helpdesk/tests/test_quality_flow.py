from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import TransactionCase, tagged

from .common_quality import QualityCase


@tagged("-at_install", "post_install")
class TestQualityFlow(QualityCase, TransactionCase):
    """From step to step, each with what has to be there first."""

    def setUp(self):
        super().setUp()
        self.found = self.make_nonconformity()

    def test_containment_is_recorded_before_the_analysis(self):
        action = self.plan_action(self.found, kind="containment", name="Retirar el lote 2609-B")
        self.do(action, "2026-09-29 12:00")
        self.assertEqual((self.found.state, action.state), ("draft", "done"))
        self.assertTrue(self.found.contained_at)
        self.found.action_contain()
        self.found.action_analyse()
        self.assertEqual(self.found.state, "analysis")

    def test_a_root_cause_is_more_than_the_symptom(self):
        self.found.action_analyse()
        with self.assertRaisesRegex(UserError, "ask why"):
            self.found.action_plan()
        self.found.why_ids = [(0, 0, {"name": "¡Las cajas llegan ROTAS!"})]
        with self.assertRaisesRegex(UserError, "only says again what is wrong"):
            self.found.action_plan()
        self.found.why_ids.name = "El palé se dobla"
        self.found.why_ids = [(0, 0, {"name": "El separador es más fino desde julio"})]
        self.found.action_plan()
        self.assertEqual(self.found.root_cause, "El separador es más fino desde julio")

    def test_without_a_family_of_causes_nothing_could_be_counted(self):
        self.found.cause_id = False
        with self.assertRaisesRegex(UserError, "family of causes"):
            self.analyse(self.found)

    def test_five_whys_are_enough(self):
        with self.assertRaisesRegex(ValidationError, "five whys"):
            self.found.why_ids = [(0, 0, {"name": f"Because {n}"}) for n in range(6)]

    def test_what_actions_stand_on_is_not_rewritten(self):
        self.analyse(self.found)
        with self.assertRaisesRegex(UserError, "Use Analyse"):
            self.found.why_ids[:1].name = "Other"
        self.found.action_analyse()
        self.found.why_ids[:1].name = "Other"

    def test_nothing_is_carried_out_without_an_action(self):
        self.analyse(self.found)
        self.plan_action(self.found, kind="containment")
        with self.assertRaisesRegex(UserError, "at least one corrective"):
            self.found.action_execute()

    def test_a_corrective_action_waits_for_the_plan(self):
        action = self.plan_action(self.found)
        with self.assertRaisesRegex(UserError, "waits until"):
            action.action_start()

    def test_done_needs_evidence_and_leads_to_verification(self):
        self.analyse(self.found)
        actions = self.plan_action(self.found) | self.plan_action(self.found, kind="preventive")
        self.found.action_execute()
        with self.assertRaisesRegex(UserError, "attach what shows"):
            actions[0].with_user(self.warehouse).action_done()
        self.do(actions[0], "2026-10-02 10:00")
        self.assertEqual(self.found.state, "execution")
        self.do(actions[1], "2026-10-03 10:00")
        self.assertEqual(self.found.state, "verification")
        # what shows it belongs to the action: whoever reads it may look
        self.assertEqual(actions[0].evidence_ids.res_id, actions[0].id)

    def test_what_is_done_stays_as_it_was(self):
        found, action = self.watch()
        for name, value in (("name", "Other"), ("window_days", 1), ("evidence_ids", [(5, 0, 0)])):
            with self.assertRaisesRegex(UserError, "stays as it was"):
                action.write({name: value})
        with self.assertRaisesRegex(UserError, "changed in the analysis"):
            found.cause_id = self.transport
        with self.assertRaisesRegex(UserError, "analyse again"):
            self.plan_action(found)
        with self.assertRaisesRegex(UserError, "cancel it"):
            action.unlink()

    def test_no_step_is_skipped_nor_written_by_hand(self):
        for step in ("action_plan", "action_execute", "action_verify"):
            with self.assertRaisesRegex(UserError, "does not follow"):
                getattr(self.found, step)()
        for values in ({"state": "closed"}, {"cycle": 3}, {"verified_by_id": self.officer.id}):
            with self.assertRaisesRegex(UserError, "steps"):
                self.found.write(values)
        with self.assertRaisesRegex(UserError, "by its buttons"):
            self.plan_action(self.found).state = "done"
        made = self.make_nonconformity(state="closed", cycle=7)
        self.assertEqual((made.state, made.cycle), ("draft", 1))

    def test_what_was_begun_with_is_not_deleted(self):
        self.found.action_contain()
        with self.assertRaisesRegex(UserError, "begun with"):
            self.found.unlink()
        self.make_nonconformity().unlink()

    # -- who ---------------------------------------------------------------------------------

    def test_the_owner_of_an_action_carries_it_out_and_plans_nothing(self):
        action = self.plan_action(self.found, kind="containment").with_user(self.warehouse)
        action.action_start()
        action.result = "40 cajas retiradas"
        with self.assertRaisesRegex(AccessError, "quality department"):
            action.due_days = 90
        with self.assertRaises(AccessError):
            action.action_cancel()
        other = self.plan_action(self.found, owner_id=self.officer.id)
        with self.assertRaises(AccessError):
            other.with_user(self.warehouse).action_start()

    def test_whoever_carries_out_must_see_it(self):
        stranger = self._make_user("nobody", "base.group_user")
        with self.assertRaisesRegex(ValidationError, "does not see actions"):
            self.plan_action(self.found, owner_id=stranger.id)

    # -- when --------------------------------------------------------------------------------

    def test_due_in_working_days_of_the_department(self):
        # on Friday 9 October five working days lead over the holiday of Monday to the 19th
        with self.at("2026-10-09 10:00"):
            action = self.plan_action(self.found, due_days=5, team_id=self.support.id)
        self.assertEqual(str(action.due_date), "2026-10-19")
        [activity] = action.activity_ids
        self.assertEqual(
            (activity.user_id, str(activity.date_deadline)), (self.warehouse, "2026-10-19")
        )

    def test_the_plan_reminds_the_owner_step_by_step(self):
        names = self.found.activity_ids.mapped("activity_type_id.name")
        self.assertEqual(names, ["Contain", "Analyse", "Plan Actions"])
        self.assertEqual(self.found.activity_ids.user_id, self.officer)
        self.analyse(self.found)
        names = self.found.activity_ids.mapped("activity_type_id.name")
        self.assertEqual(names, ["Plan Actions"])

    def test_what_is_late_is_told_to_the_quality_department_once(self):
        with self.at("2026-10-01 10:00"):
            action = self.plan_action(self.found, due_days=1)
        self.assertEqual(str(action.due_date), "2026-10-02")
        with self.at("2026-10-02 22:00"):
            self.run_cron("ir_cron_helpdesk_late_actions")
            self.assertFalse(action.told_at)
        with self.at("2026-10-03 06:00"):
            for _morning in range(2):
                self.run_cron("ir_cron_helpdesk_late_actions")
        told = self.env["mail.message"].search(
            [("model", "=", action._name), ("subject", "=", "An action is late")]
        )
        self.assertEqual(len(told), 1)
        self.assertLessEqual((self.officer | self.verifier).partner_id, told.notified_partner_ids)
        self.assertNotIn(self.agent.partner_id, told.notified_partner_ids)
