from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import TransactionCase, tagged

from .common import shown
from .common_quality import QualityCase


@tagged("-at_install", "post_install")
class TestQualityVerify(QualityCase, TransactionCase):
    """Whether an action has worked say the figures, and then somebody who owns none of it."""

    def judge(self, text):
        with self.at(text):
            self.run_cron("ir_cron_helpdesk_verdicts")

    def test_h19_a_recurrence_makes_it_ineffective_and_a_second_cycle_begins(self):
        # Given an action that was done on 10 October and is watched for 60 days,
        found, action = self.watch("2026-10-10 12:00")
        self.assertEqual(str(action.verify_on), "2026-12-09")
        # when the same cause comes back on 1 December, and none is allowed,
        again = self.broken_at("2026-12-01 10:00", cause_id=self.packing.id)
        self.judge("2026-12-08 23:00")
        self.assertEqual((action.verdict, found.state), ("pending", "verification"))
        self.assertEqual(str(action.exceeded_on), "2026-12-01")
        self.judge("2026-12-09 03:00")
        # then it was ineffective, and is not closed: cycle 2
        self.assertEqual(action.verdict, "ineffective")
        self.assertEqual((found.state, found.cycle), ("ineffective", 2))
        self.assertEqual(action.recurrence_ids, again)
        self.assertEqual(again.nonconformity_id, found)
        self.assertIn(again.number, "".join(found.message_ids.mapped("body")))
        self.assertEqual(found.activity_ids.user_id, self.officer)
        with self.assertRaisesRegex(UserError, "does not follow"):
            found.with_user(self.verifier).action_verify()
        return found

    def test_the_second_cycle_has_answers_and_actions_of_its_own(self):
        found = self.test_h19_a_recurrence_makes_it_ineffective_and_a_second_cycle_begins()
        old = found.capa_ids
        with self.at("2026-12-10 10:00"):
            found.action_analyse()
            with self.assertRaisesRegex(UserError, "ask why"):
                found.action_plan()
            with self.assertRaisesRegex(UserError, "Use Analyse"):
                found.why_ids[:1].name = "Other"
            found.why_ids = [(0, 0, {"name": "Nadie mide el separador a la entrada"})]
            found.action_plan()
            with self.assertRaisesRegex(UserError, "at least one corrective"):
                found.action_execute()
            action = self.plan_action(found)
            found.action_execute()
        self.assertEqual((old.cycle, action.cycle), (1, 2))
        self.do(action, "2026-12-12 10:00")
        self.judge("2027-02-10 03:00")
        self.assertEqual((action.verdict, found.state), ("effective", "verification"))
        with self.at("2027-02-10 10:00"):
            found.with_user(self.verifier).action_verify()
        self.assertEqual((found.state, found.cycle), ("closed", 2))

    def test_effective_it_is_verified_by_somebody_else_and_closed(self):
        found, action = self.watch()
        self.judge("2026-12-09 03:00")
        self.assertEqual((action.verdict, found.state), ("effective", "verification"))
        # somebody who owns none of it is asked
        self.assertEqual(found.activity_ids.user_id, self.verifier)
        with self.at("2026-12-09 10:00"):
            for owner in (self.officer, self.warehouse):
                with self.assertRaises(AccessError):
                    found.with_user(owner).action_verify()
            self.assertFalse(found.with_user(self.officer).can_verify)
            self.assertTrue(found.with_user(self.verifier).can_verify)
            found.with_user(self.verifier).action_verify()
        self.assertEqual((found.state, found.verified_by_id), ("closed", self.verifier))
        self.assertEqual(shown(found.closed_at), "2026-12-09 10:00")
        self.assertFalse(found.activity_ids)
        with self.assertRaisesRegex(UserError, "stays as it was verified"):
            found.name = "Other"

    def test_before_the_window_is_over_nobody_closes_it(self):
        found, _action = self.watch()
        with self.at("2026-12-08 10:00"), self.assertRaisesRegex(UserError, "is known on"):
            found.with_user(self.verifier).action_verify()

    def test_what_came_after_the_night_counts_when_it_is_closed(self):
        found, _action = self.watch()
        self.judge("2026-12-09 03:00")
        self.broken_at("2026-12-09 09:00", cause_id=self.packing.id)
        with self.at("2026-12-09 10:00"):
            answer = found.with_user(self.verifier).action_verify()
        self.assertEqual(answer["tag"], "display_notification")
        self.assertEqual((found.state, found.cycle), ("ineffective", 2))

    def test_the_day_it_was_done_and_other_causes_do_not_count(self):
        found, action = self.watch("2026-10-10 12:00")
        self.broken_at("2026-10-10 18:00", cause_id=self.packing.id)
        self.broken_at("2026-11-01 10:00", cause_id=self.transport.id)
        spam = self.broken_at("2026-11-02 10:00", cause_id=self.packing.id)
        spam.action_cancel()
        self.judge("2026-12-09 03:00")
        self.assertEqual((action.verdict, found.state), ("effective", "verification"))

    def test_what_nobody_has_explained_counts_until_somebody_does(self):
        _found, action = self.watch()
        ticket = self.broken_at("2026-12-01 10:00")
        self.judge("2026-12-02 03:00")
        self.assertEqual(action.recurrence_ids, ticket)
        ticket.cause_id = self.transport
        self.judge("2026-12-09 03:00")
        self.assertFalse(action.recurrence_ids)
        self.assertEqual(action.verdict, "effective")

    def test_so_many_are_allowed_of_the_same_product(self):
        found = self.make_nonconformity(product_id=self.tomato.id)
        with self.at("2026-09-30 10:00"):
            self.analyse(found)
            action = self.plan_action(found, by_product=True, max_allowed=1)
            found.action_execute()
        self.do(action, "2026-10-10 12:00")
        for product in (self.pepper, self.tomato):
            self.broken_at("2026-11-01 10:00", cause_id=self.packing.id, product_id=product.id)
        self.judge("2026-12-09 03:00")
        self.assertEqual(action.verdict, "effective")
        with self.assertRaisesRegex(ValidationError, "no product"):
            self.plan_action(self.make_nonconformity(), by_product=True)

    def test_the_verdict_may_run_twice(self):
        found, _action = self.watch()
        self.broken_at("2026-12-01 10:00", cause_id=self.packing.id)
        for _night in range(2):
            self.judge("2026-12-09 03:00")
        self.assertEqual(found.cycle, 2)

    def test_who_will_verify_owns_none_of_it(self):
        found = self.make_nonconformity()
        with self.assertRaisesRegex(ValidationError, "somebody else"):
            found.verifier_id = self.officer
        found.verifier_id = self.verifier
        with self.assertRaisesRegex(ValidationError, "somebody else"):
            self.plan_action(found, owner_id=self.verifier.id)


@tagged("-at_install", "post_install")
class TestQualityOfRequests(QualityCase, TransactionCase):
    """A request that asks for an action is resolved once contained, and closed once verified."""

    def setUp(self):
        super().setUp()
        self.broken.requires_capa = True
        self.ticket = self.broken_at("2026-09-29 09:00").with_user(self.agent)
        self.ticket.action_open()

    def test_resolved_once_contained_and_closed_once_verified(self):
        with self.assertRaisesRegex(UserError, "containment action"):
            self.ticket.action_resolve()
        found = self.make_nonconformity()
        found.add_tickets(self.ticket)
        action = self.plan_action(found, kind="containment")
        with self.assertRaisesRegex(UserError, "containment action"):
            self.ticket.action_resolve()
        self.assertEqual(self.ticket.quality_panel["alert"]["tone"], "warning")
        self.do(action, "2026-09-29 12:00")
        self.ticket.action_resolve()
        with self.assertRaisesRegex(UserError, f"once its nonconformity {found.number}"):
            self.ticket.action_close()
        with self.at("2026-09-30 10:00"):
            self.analyse(found)
            corrective = self.plan_action(found)
            found.action_execute()
        self.ticket.invalidate_recordset()
        self.assertIn("60 days without coming back", self.ticket.quality_panel["alert"]["text"])
        self.do(corrective, "2026-10-10 12:00")
        with self.at("2026-12-09 10:00"):
            self.run_cron("ir_cron_helpdesk_verdicts")
            found.with_user(self.verifier).action_verify()
        self.ticket.action_close()
        self.assertEqual(self.ticket.state, "closed")

    def test_who_has_to_act_does_not_waive_it(self):
        with self.assertRaisesRegex(UserError, "waived by a supervisor"):
            self.ticket.requires_capa = False
        other = self.make_ticket("2026-09-29 09:00").with_user(self.agent)
        other.requires_capa = True
        with self.assertRaisesRegex(UserError, "containment action"):
            other.action_resolve()
        other.with_user(self.supervisor).requires_capa = False
        other.action_resolve()

    def test_a_request_is_added_by_its_button_and_to_one_only(self):
        with self.assertRaisesRegex(UserError, "by its button"):
            self.ticket.nonconformity_id = self.make_nonconformity()
        found, other = self.make_nonconformity(), self.make_nonconformity()
        found.add_tickets(self.ticket)
        with self.assertRaisesRegex(UserError, "already"):
            other.add_tickets(self.ticket)
        found.remove_tickets(self.ticket)
        other.add_tickets(self.ticket)
        self.assertEqual(self.ticket.nonconformity_id, other)

    def test_the_wizard_suggests_the_one_that_is_open(self):
        found = self.make_nonconformity()
        wizard = self.env["crm.helpdesk.nonconformity.wizard"].with_user(self.officer)
        wizard = wizard.with_context(
            active_model="crm.helpdesk.ticket", active_ids=self.ticket.ids
        ).create({})
        self.assertEqual(wizard.nonconformity_id, found)
        wizard.action_add()
        self.assertEqual(found.ticket_ids, self.ticket)

    def test_the_panel_tells_what_is_done_about_it(self):
        found = self.make_nonconformity()
        found.add_tickets(self.ticket)
        with self.at("2026-10-01 10:00"):
            self.plan_action(found, kind="containment", team_id=self.support.id, due_days=1)
            panel = self.ticket.quality_panel
        self.assertEqual((panel["number"], panel["progress"]["state"]), (found.number, "draft"))
        self.assertEqual(panel["actions"][0]["note"], "Containment · Soporte · due on 10/02/2026")
        steps = [step["status"] for step in panel["progress"]["steps"]]
        self.assertEqual(steps, ["later"] * 5)
