from datetime import datetime, timedelta

from freezegun import freeze_time

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import Form, tagged

from .common import NEAR, ActionCase

ELSEWHERE = (43.36, -5.85)


@tagged("-at_install", "post_install")
@freeze_time("2026-10-15 10:00:00")
class TestIntegrity(ActionCase):
    """A report says what happened, and nobody makes it say something else."""

    def _refused(self, call, *words):
        with self.assertRaises(UserError) as refusal, self.env.cr.savepoint():
            call()
        for word in words:
            self.assertIn(word, str(refusal.exception))
        self.env.invalidate_all()

    # -- status ------------------------------------------------------------------------------

    def test_nothing_goes_back_to_planned_by_hand(self):
        done, open_visit, cancelled = self._plan(), self._plan(), self._plan()
        done.close({"outcome_id": self.order.id})
        open_visit.check_in({})
        cancelled.cancel("Holiday")
        for action in (done, open_visit, cancelled):
            for user in (self.nora, self.max):
                self._refused(lambda a=action, u=user: a.with_user(u).write({"state": "planned"}))

    def test_defaults_of_the_caller_make_no_report(self):
        actions = self.env["crm.action"].with_user(self.nora)
        forged = actions.with_context(
            default_state="done",
            default_outcome_id=self.order.id,
            default_done_at="2026-10-14 09:00:00",
            default_checkin_verdict="verified",
            default_checkin_at="2026-10-14 09:00:00",
        ).create({"type_id": self.visit_type.id, "partner_id": self.customer.id})
        self.assertRecordValues(
            forged,
            [
                {
                    "state": "planned",
                    "outcome_id": False,
                    "checkin_at": False,
                    "checkin_verdict": False,
                }
            ],
        )

    def test_an_open_visit_keeps_its_customer_rep_and_hour(self):
        bar = self.env["res.partner"].create({"name": "Bar"})
        visit = self._plan()
        visit.check_in(self._fix(NEAR, 25))
        for vals in (
            {"partner_id": bar.id},
            {"type_id": self.call_type.id},
            {"start": datetime(2026, 10, 16, 9)},
        ):
            self._refused(lambda v=vals: visit.write(v), "no longer change")
        self._refused(lambda: visit.with_user(self.lea).write({"user_id": self.nils.id}))
        visit.summary = "What it is about may be said better"

    def test_a_position_stays_its_reps_whoever_has_the_action(self):
        visit = self._plan()
        visit.check_in(self._fix(NEAR, 25))
        visit.with_user(self.max).user_id = self.nils
        self.env.flush_all()
        positions = self.env["crm.action.geo"].search([("action_id", "=", visit.id)])
        self.assertEqual(positions.user_id, self.nora)
        self.assertFalse(positions.with_user(self.nils).search([("id", "in", positions.ids)]))

    def test_what_was_visited_is_not_planned_again(self):
        visit = self._plan()
        visit.check_in(self._fix(ELSEWHERE, 25))
        visit.cancel("Wrong door")
        self._refused(visit.action_replan, "Plan a new one")
        self.assertEqual(visit.checkin_verdict, "far")
        self.assertTrue(visit.sudo().geo_ids)

    def test_what_somebody_else_planned_is_cancelled_not_deleted(self):
        planned = self._plan(self.lea, user_id=self.nora.id)
        self._refused(planned.with_user(self.nora).unlink, "Lea", "cancel it")
        planned.with_user(self.nora).cancel("They moved")
        own = self._plan()
        own.unlink()
        self.assertFalse(own.exists())

    def test_the_team_is_the_reps(self):
        planned = self._plan()
        self._refused(lambda: planned.write({"team_id": False}), "sales team")
        self.assertEqual(self._plan(team_id=False).team_id, self.north)
        with self.assertRaises(AccessError), self.env.cr.savepoint():
            self._plan(self.lea, user_id=self.sara.id, team_id=self.north.id)
        planned.with_user(self.max).team_id = self.south

    def test_a_manager_leaves_a_trace_on_an_old_report(self):
        visit = self._plan()
        visit.close({"outcome_id": self.order.id})
        before = visit.message_ids
        with freeze_time("2026-10-17 10:00:00"):
            visit.with_user(self.max).note = "<p>As it was</p>"
        self.assertIn("24 hours", (visit.message_ids - before).body)

    def test_photos_close_with_their_report(self):
        visit = self._plan()
        photo = self.env["ir.attachment"].with_user(self.nora).create({"name": "a", "raw": b"1"})
        visit.close({"outcome_id": self.order.id, "photo_ids": photo.ids})
        photo.raw = b"2"
        with freeze_time("2026-10-16 10:00:01"):
            self._refused(lambda: photo.write({"raw": b"3"}), "24 hours")
            self._refused(photo.unlink, "24 hours")

    def test_a_photo_from_the_sheet_survives_the_sheet(self):
        visit = self._plan()
        sheet = self.env["crm.action.close.wizard"].with_user(self.nora)
        sheet = sheet.create({"action_id": visit.id, "outcome_id": self.order.id})
        photo = self.env["ir.attachment"].with_user(self.nora)
        photo = photo.create(
            {"name": "a", "raw": b"1", "res_model": sheet._name, "res_id": sheet.id}
        )
        sheet.photo_ids = photo
        sheet.action_apply()
        sheet.sudo().unlink()
        self.assertEqual(visit.photo_ids, photo.exists())
        self.assertEqual(photo.res_model, "crm.action")

    # -- who ---------------------------------------------------------------------------------

    def test_nobody_checks_in_for_another(self):
        visit = self._plan()
        self._refused(lambda: visit.with_user(self.lea).check_in(self._fix(NEAR, 5)), "Only Nora")
        visit.check_in({})
        # a forgotten visit can be ended, but the leader's phone is not the rep's
        visit.with_user(self.lea).check_out(self._fix(NEAR, 5))
        self.assertFalse(visit.sudo().geo_ids)
        self.assertEqual(visit.checkout_verdict, "unknown")

    def test_a_call_keeps_no_position(self):
        call = self._plan(type_id=self.call_type.id)
        call.check_in(self._fix(NEAR, 5))
        self.assertFalse(call.sudo().geo_ids)

    def test_the_sheet_shows_nothing_of_a_colleagues_visit(self):
        visit = self._plan(self.nils)
        visit.check_in(self._fix(NEAR, 5))
        sheets = self.env["crm.action.close.wizard"].with_user(self.nora)
        with self.assertRaises(AccessError):
            sheets.create({"action_id": visit.id, "outcome_id": self.order.id})
        with self.assertRaises(AccessError):
            sheets.onchange({"action_id": visit.id}, ["action_id"], {"partner_id": {}})

    def test_a_leader_works_on_actions_whose_opportunity_is_the_reps(self):
        opportunity = self._opportunity(partner_id=False)
        visit = self._plan(partner_id=False, opportunity_id=opportunity.id).with_user(self.lea)
        self.env.invalidate_all()
        self.assertEqual(visit.display_name, "Winter breakfasts · Visit")
        self.assertTrue(visit.close({"outcome_id": self.order.id})["next_missing"])

    def test_a_rep_of_one_company_plans_in_another(self):
        other = self.env["res.company"].create({"name": "Portugal"})
        self.north.company_id = self.env.company
        self.nora.company_ids += other
        self.customer.company_id = other
        visit = self._plan()
        self.assertEqual(visit.company_id, other)
        self.assertFalse(visit.team_id)

    def test_dates_of_another_company_are_not_told(self):
        other = self.env["res.company"].create({"name": "Portugal"})
        self.env["crm.action"].create(
            {
                "type_id": self.visit_type.id,
                "partner_id": self.customer.id,
                "user_id": self.env.ref("base.user_root").id,
                "company_id": other.id,
                "start": datetime(2026, 10, 20, 9),
            }
        )
        self.assertFalse(self.customer.with_user(self.nora).next_step_at)

    # -- customer's place ---------------------------------------------------------------------

    def test_a_rep_does_not_move_a_located_customer(self):
        customer = self.customer.with_user(self.nora)
        self._refused(
            lambda: customer.write({"partner_latitude": 43.36, "partner_longitude": -5.85}),
            "Set location here",
        )
        self._refused(lambda: customer.write({"geo_precision": "city"}))
        with self.assertRaises(AccessError):
            customer.crm_geo_radius_m = 50_000
        with self.assertRaises(AccessError):
            customer.read(["geo_proposed_latitude"])

    def test_a_new_address_is_no_way_around_the_manager(self):
        # given a rep far away who adds a full stop to the street of a located customer
        self.customer.with_user(self.nora).street = "C/ del Muelle 8."
        visit = self._plan()
        self.assertEqual(visit.check_in(self._fix(ELSEWHERE, 10))["verdict"], "unlocated")
        # when he says that the customer is here, then it waits: it is far from where it was
        visit.action_set_customer_location()
        self.assertEqual(self.customer.geo_precision, "none")
        self.assertEqual(self.customer.geo_proposed_by_id, self.nora)

    def test_the_new_address_is_in_the_calendar(self):
        visit = self._plan()
        self.customer.street = "C/ Nueva 1"
        self.assertIn("Nueva", visit.calendar_event_id.location)

    def test_merging_contacts_keeps_place_and_precision_together(self):
        empty = self.env["res.partner"].create({"name": "Hotel"})
        wizard = self.env["base.partner.merge.automatic.wizard"].create({})
        wizard._merge((self.customer | empty).ids, empty)
        self.assertEqual(empty.geo_precision, "manual")
        self.assertAlmostEqual(empty.partner_latitude, 41.3870)

    def test_merging_opportunities_of_an_archived_customer(self):
        one, other = self._opportunity(), self._opportunity()
        self._plan(opportunity_id=one.id)
        self._plan(opportunity_id=other.id)
        self.customer.active = False
        (one | other).with_user(self.max).merge_opportunity()
        self.assertEqual(len((one | other).exists()), 1)

    # -- next step -----------------------------------------------------------------------------

    def _without_next_step(self):
        search = self.env.ref("crm_actions.crm_action_view_search").arch
        domain = search.split('name="filter_without_next_step"')[1].split('domain="')[1]
        domain = domain.split('"')[0].replace("&lt;", "<")
        return self.env["crm.action"].search(eval(domain))

    def test_the_list_without_next_step_empties_as_steps_are_planned(self):
        visit = self._plan(opportunity_id=self._opportunity().id)
        visit.close({"outcome_id": self.interested.id})
        self.assertIn(visit, self._without_next_step())
        self._plan(opportunity_id=visit.opportunity_id.id, start=datetime(2026, 10, 20, 9))
        self.assertNotIn(visit, self._without_next_step())

    def test_an_all_day_step_of_today_is_a_step(self):
        opportunity = self._opportunity()
        self._plan(opportunity_id=opportunity.id, allday=True, start="2026-10-15")
        visit = self._plan(opportunity_id=opportunity.id)
        self.assertFalse(visit.close({"outcome_id": self.interested.id})["next_missing"])

    def test_a_refusal_proposes_no_visit(self):
        sheet = self.env["crm.action.close.wizard"].with_user(self.nora)
        form = Form(sheet.with_context(**self._plan().action_open_close()["context"]))
        form.outcome_id = self.env.ref("crm_actions.crm_action_outcome_refused")
        self.assertEqual(form.follow_up, "none")
        form.outcome_id = self.interested
        self.assertEqual(form.follow_up, "next")

    def test_closing_says_nothing_of_a_place_that_nobody_asked_for(self):
        visit = self._plan()
        visit.check_in(self._fix(NEAR, 25))
        visit.close({"outcome_id": self.order.id})
        self.assertTrue(visit.checkout_at)
        self.assertFalse(visit.checkout_verdict)

    def test_starting_a_call(self):
        call = self._plan(type_id=self.call_type.id)
        call.action_start()
        self.assertEqual(call.state, "in_progress")
        self.assertFalse(call.checkin_at)

    # -- values --------------------------------------------------------------------------------

    def test_moments_that_are_none_are_refused_in_words(self):
        visit = self._plan()
        for call in (
            lambda: visit.check_in({"device_at": "2026-10-15T25:00"}),
            lambda: visit.close({"outcome_id": self.order.id, "done_at": "yesterday"}),
            lambda: visit.close({"outcome_id": self.order.id, "next": {"start": "tomorrow"}}),
            lambda: visit.write({"start": "soon"}),
        ):
            with self.assertRaises(ValidationError), self.env.cr.savepoint():
                call()
        with self.assertRaises(ValidationError):
            visit.close({"outcome_id": 999_999_999})
        with self.assertRaises(ValidationError):
            visit.check_in({**self._fix(NEAR, 0), "accuracy_m": float("inf")})
        visit.check_in({})
        with self.assertRaises(ValidationError):
            visit.close({"outcome_id": self.order.id, "done_at": datetime(2001, 1, 1)})

    def test_several_actions_become_all_day_each_on_its_day(self):
        actions = self._plan() | self._plan(start=datetime(2026, 10, 20, 9))
        actions.write({"allday": True})
        self.assertEqual(
            actions.mapped("start"), [datetime(2026, 10, 15, 8), datetime(2026, 10, 20, 8)]
        )

    def test_a_shorter_retention_holds_for_what_is_kept(self):
        visit = self._plan()
        visit.check_in(self._fix(NEAR, 25))
        self.env.company.crm_geo_retention_days = 10
        position = visit.sudo().geo_ids
        self.assertEqual(position.purge_on - position.taken_at.date(), timedelta(days=10))

    def test_a_proposed_place_is_forgotten_with_the_positions(self):
        self.customer._set_or_propose_location(42.0, 2.17)
        with freeze_time("2027-01-13"), self.enter_registry_test_mode():
            self.env.ref("crm_actions.ir_cron_purge_positions").method_direct_trigger()
        self.assertFalse(self.customer.geo_proposed_by_id)
        self.assertFalse(self.customer.geo_proposed_latitude)
