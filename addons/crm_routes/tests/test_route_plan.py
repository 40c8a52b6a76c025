from datetime import date, datetime, timedelta
from unittest.mock import patch

from freezegun import freeze_time

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.fields import Command
from odoo.tests import tagged

from ..engine import checker
from ..search_process import SearchFailed, SearchProcess
from .common import MADRID
from .common_planning import MONDAY, PlanningCase


@tagged("-at_install", "post_install")
@freeze_time("2026-11-27 08:00:00")
class TestRoutePlan(PlanningCase):
    """From the question to the visits in the agenda."""

    # -- planning --------------------------------------------------------------------------------

    def test_two_weeks_of_two_reps(self):
        # given eight shops that are visited each week, when two weeks are planned
        plan = self._route_plan()
        self.assertEqual((plan.state, plan.name), ("draft", "Routes from 30 Nov to 11 Dec 2026"))
        plan.action_plan()
        self.assertEqual(plan.state, "planning")
        # then each rep is a search, which waits for a planner
        self.assertEqual(plan.job_ids.mapped("state"), ["waiting"] * 2)
        self._work()
        # and the proposal has each shop twice, a week apart, on working days of its own rep
        self.assertEqual((plan.state, plan.progress), ("proposed", 100))
        self.assertEqual(len(plan.stop_ids), 16)
        for shop in self.shops | self.his:
            stops = plan.stop_ids.filtered(lambda stop, own=shop: stop.partner_id == own)
            first, second = stops.sorted("start").mapped("date")
            self.assertEqual(second - first, timedelta(days=7))
            self.assertLess(first.weekday(), 5)
            self.assertEqual(stops.user_id, shop.user_id)
        self.assertFalse(plan.left_out_ids)
        # the visits are in nobody's agenda yet
        self.assertFalse(self._visits())
        route = plan.route_ids[0]
        self.assertGreater(route.km, 0)
        self.assertLess(route.departure, route.stop_ids[0].start)
        self.assertEqual(route.visit_count, len(route.stop_ids))

    def test_figures_against_the_agenda_and_a_list_by_hand(self):
        # given one shop that is visited by an old plan of visits on Monday
        plan = self._proposed(reps=self.reps[0])
        new, naive, current = (plan.figures[name] for name in ("new", "naive", "current"))
        self.assertEqual((new["visits"], naive["visits"], current["visits"]), (12, 12, 0))
        self.assertEqual(new["coverage"], {str(self.a.id): [12, 12]})
        self.assertLessEqual(new["metres"], naive["metres"])
        self.assertAlmostEqual(new["metres"] / 1000, sum(plan.route_ids.mapped("km")), 0)
        self.assertEqual(list(new["load"]), [str(self.nora.id)])
        self.assertIn("12", plan.figures_html)

    def test_criteria_choose_the_customers(self):
        self.shops[0].crm_segment_id = self.b
        self._policy(segment_ids=[Command.set(self.b.ids)])
        plan = self._proposed(segment_ids=[Command.set(self.b.ids)])
        self.assertEqual(plan.stop_ids.partner_id, self.shops[0])
        plan = self._proposed(zone_ids=[Command.set(self.zone.ids)])
        self.assertEqual(plan.stop_ids.partner_id, self.bar)

    def test_who_is_left_out_is_told_with_the_reason(self):
        # given a shop without a position, one in Madrid and one that was visited for eight weeks
        nowhere = self._shop("Nowhere", place=None, crm_segment_id=self.a.id)
        far = self._shop("Far", place=MADRID, crm_segment_id=self.a.id)
        rare = self._shop("Rare")
        self._policy(partner_id=rare.id, frequency="weeks", number=8)
        self._visited(rare, 25)
        plan = self._proposed()
        reasons = {row.partner_id: row.reason for row in plan.left_out_ids}
        self.assertEqual(reasons, {nowhere: "no_geo", far: "too_far", rare: "not_due"})

    def test_where_the_day_is_too_short_those_worth_least_are_left_out(self):
        # given one visit a day for two days, and one shop that is worth more than the others
        self._policy(partner_id=self.shops[3].id, value_km=5000)
        self.reps.max_visits = 1
        plan = self._proposed(reps=self.reps[0], date_to=date(2026, 12, 1))
        self.assertEqual(len(plan.stop_ids), 2)
        self.assertIn(self.shops[3], plan.stop_ids.partner_id)
        self.assertEqual(set(plan.left_out_ids.mapped("reason")), {"no_room"})
        self.assertEqual(len(plan.left_out_ids), 4)

    def test_an_absence_and_a_meeting_are_respected(self):
        # given Nora away on Monday, and at a meeting on Tuesday morning
        self.reps[0].absence_ids = [
            Command.create({"date_from": "2026-11-30", "date_to": "2026-11-30"})
        ]
        meeting = self.env.ref("crm_actions.crm_action_type_meeting")
        start, stop = datetime(2026, 12, 1, 7), datetime(2026, 12, 1, 12)
        self._plan(type_id=meeting.id, partner_id=False, start=start, stop=stop)
        plan = self._proposed(reps=self.reps[0], date_to=date(2026, 12, 1))
        visits = plan.stop_ids.filtered(lambda each: not each.is_appointment)
        self.assertEqual(set(visits.mapped("date")), {date(2026, 12, 1)})
        self.assertGreaterEqual(min(visits.mapped("start")), datetime(2026, 12, 1, 11, 45))

    def test_reps_who_share_a_territory_are_one_search(self):
        self.bar.user_id = False
        self.reps.zone_ids = [Command.set(self.zone.ids)]
        self.env["crm.visit.demand"]._refresh(self.company)
        plan = self._proposed()
        self.assertEqual(len(plan.job_ids), 1)
        self.assertEqual(len(plan.stop_ids), 16)
        self.assertIn(self.bar, plan.stop_ids.partner_id)

    def test_nobody_to_visit_is_an_empty_plan(self):
        plan = self._proposed(category_ids=[Command.create({"name": "Nobody"})])
        self.assertFalse(plan.route_ids)

    # -- states ----------------------------------------------------------------------------------

    def test_days_at_the_end_of_all_calendars_are_none_to_plan(self):
        for day in (date(9999, 12, 30), date(1, 1, 2)):
            with self.assertRaisesRegex(ValidationError, "between 2000 and 2099"):
                self._route_plan(date_from=day, date_to=day)
        with self.assertRaisesRegex(ValidationError, "between 2000 and 2099: 9999-12-30"):
            self._route_plan(date_to=date(9999, 12, 30))

    def test_states_follow_one_another(self):
        plan = self._route_plan()
        with self.assertRaisesRegex(UserError, "is “Draft”"):
            plan.action_publish()
        plan.action_plan()
        with self.assertRaisesRegex(UserError, "is “Planning”"):
            plan.action_plan()
        with self.assertRaisesRegex(UserError, "not a draft any more"):
            plan.seconds = 5
        plan.action_cancel()
        self.assertEqual(plan.state, "cancelled")
        self._work()
        self.assertEqual((plan.state, len(plan.route_ids)), ("cancelled", 0))
        plan.action_draft()
        self.assertEqual((plan.state, len(plan.job_ids)), ("draft", 0))

    def test_status_and_results_are_not_written_by_hand(self):
        plan = self._route_plan()
        for vals in ({"state": "published"}, {"published_at": datetime(2026, 11, 1)}):
            with self.assertRaisesRegex(UserError, "come from planning"):
                plan.write(vals)
        with self.assertRaises(AccessError):
            self.env["crm.route.stop"].with_user(self.pia).create({"start": datetime(2026, 12, 1)})

    def test_what_cannot_be_planned_is_said_before(self):
        with self.assertRaisesRegex(UserError, "begins tomorrow at the earliest"):
            self._route_plan(date_from=date(2026, 11, 27)).action_plan()
        empty = self._route_plan()
        empty.rep_ids = False
        with self.assertRaisesRegex(UserError, "Choose the reps"):
            empty.action_plan()
        with self.assertRaisesRegex(ValidationError, "92 days"):
            self._route_plan(date_to=date(2027, 6, 1))

    def test_a_search_that_dies_fails_its_job_and_no_other(self):
        plan = self._route_plan()
        plan.action_plan()
        look = SearchProcess.look
        broken = []

        def once(process, seconds):
            if not broken:
                broken.append(process)
                raise SearchFailed("out of memory")
            return look(process, seconds)

        with patch.object(SearchProcess, "look", once):
            self._work()
        self.assertEqual(sorted(plan.job_ids.mapped("state")), ["done", "failed"])
        self.assertEqual(plan.state, "proposed")
        failed = plan.job_ids.filtered(lambda job: job.state == "failed")
        self.assertEqual(failed.problem_text, "The search ended without a result: out of memory.")

    def test_a_plan_that_breaks_a_rule_is_not_kept(self):
        # given a search that answers with a visit on the way back from the future
        plan = self._route_plan(reps=self.reps[0])
        plan.action_plan()
        look = SearchProcess.look

        def spoilt(process, seconds):
            done = look(process, seconds)
            if done:
                process.result["plan"]["routes"][0]["stops"][0]["start"] = 0
            return done

        with patch.object(SearchProcess, "look", spoilt):
            self._work()
        self.assertEqual(plan.job_ids.state, "failed")
        # then it says which rule, where, and by how much, in the reader's words
        self.assertRegex(
            plan.job_ids.problem_text,
            r"The plan breaks a rule and is not kept\. .+, 11/30/2026: the way takes longer than "
            r"there is time for it\.",
        )
        self.assertNotIn("text", plan.sudo().job_ids.problem)
        self.assertEqual((plan.state, len(plan.route_ids)), ("draft", 0))

    def test_each_rule_that_a_plan_may_break_has_its_words(self):
        job = self.env["crm.route.plan.job"].with_context(lang="en_US")

        def told(kind, **figures):
            customers = self.bar.ids
            problem = {
                "code": "violation",
                "kind": kind,
                "customers": customers,
                "day": "2026-11-30",
            }
            return job._word_problem({**problem, "figures": figures})

        found = [told(kind) for kind in checker.KINDS]
        self.assertEqual(len(set(found)), len(checker.KINDS))
        self.assertFalse([each for each in found if "log" in each])
        self.assertIn(
            "Bar Ñandú, 11/30/2026: 12 visits, and 10 at most.",
            told(checker.LIMIT, of="stops", amount=12, most=10),
        )
        self.assertIn(
            "260 km, and 200 at most", told(checker.LIMIT, of="metres", amount=260400, most=200000)
        )
        self.assertRegex(
            told(checker.HOURS, begin=13 * 3600, end=13 * 3600 + 1200),
            "it is not open from 01:00.PM to 01:20.PM",
        )
        self.assertRegex(
            told(checker.PROMISE, promised=10 * 3600, begin=11 * 3600),
            "promised for 10:00.AM, and the visit would begin at 11:00.AM",
        )
        # what an older version has written down is worded all the same
        self.assertIn(
            "breaks a rule", job._word_problem({"code": "violation", "text": "shift, late"})
        )

    def test_a_search_that_takes_too_long(self):
        job = self.env["crm.route.plan.job"].with_context(lang="en_US")
        self.assertEqual(
            job._word_problem({"code": "search", "text": "timeout"}),
            "The search did not end in time: the server has too much to do. Plan again later.",
        )

    def test_promises_that_fight_are_named(self):
        # given two shops 40 km apart that were both promised Monday at ten
        for shop in self.shops[1:3]:
            self._plan(partner_id=shop.id, start=datetime(2026, 11, 30, 9))
        plan = self._route_plan(reps=self.reps[0])
        plan.action_plan()
        self._work()
        self.assertEqual(plan.job_ids.state, "failed")
        self.assertRegex(plan.job_ids.problem_text, "Shop 1 / Shop 2 were promised hours")

    def test_a_plan_whose_days_are_over_is_closed(self):
        plan = self._published()
        with freeze_time("2026-12-12 08:00:00"):
            self._work()
        self.assertEqual(plan.state, "closed")

    # -- rights ----------------------------------------------------------------------------------

    def test_who_sees_what(self):
        plan = self._proposed()
        routes = self.env["crm.route"]
        # a proposal is the planner's and the leader's
        self.assertFalse(routes.with_user(self.nora).search([]))
        self.assertEqual(routes.with_user(self.lea).search([]), plan.route_ids)
        self.assertFalse(routes.with_user(self.lou).search([]))
        plan.action_publish()
        self._work()
        # once published, a rep sees the own routes
        mine = routes.with_user(self.nora).search([])
        self.assertEqual(mine.user_id, self.nora)
        self.assertEqual(
            self.env["crm.route.stop"].with_user(self.nora).search([]).user_id, self.nora
        )
        with self.assertRaises(AccessError):
            plan.with_user(self.nora).read(["name"])
        for user in (self.lea, self.nora):
            with self.assertRaises(AccessError):
                plan.with_user(user).action_plan()
        self.assertEqual(plan.with_user(self.lea).name, plan.name)
        with self.assertRaises(AccessError):
            plan.with_user(self.lou).read(["name"])

    def test_which_plan_a_visit_is_of_is_not_written_by_hand(self):
        self._published(reps=self.reps[0])
        visit = self._visits()[0].with_user(self.nora)
        for vals in ({"route_touched": False}, {"route_date": MONDAY}, {"route_plan_id": False}):
            with self.assertRaises(UserError):
                visit.write(vals)

    # -- queries ---------------------------------------------------------------------------------

    def test_as_many_queries_for_many_customers_as_for_a_few(self):
        plan = self._route_plan(reps=self.reps[0])
        plan.action_plan()
        job = plan.sudo().job_ids.with_env(self.env)

        def count():
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            job._read_inputs()
            self.env.flush_all()
            return self.env.cr.sql_log_count - before

        count()
        few = count()
        for number in range(60):
            self._shop(
                f"More {number}", place=(43.4 + number / 500, -5.8), crm_segment_id=self.a.id
            )
        self.assertLessEqual(count(), few + 3)
