from datetime import date, datetime
from unittest.mock import patch

from freezegun import freeze_time

from odoo.fields import Command, Datetime
from odoo.tests import tagged

from ..search_process import SearchProcess
from .common import GIJON
from .common_planning import MONDAY, PlanningCase


@tagged("-at_install", "post_install")
@freeze_time("2026-11-27 08:00:00")
class TestRoutePlanAgain(PlanningCase):
    """The same question once more, another clock, another company."""

    def test_another_number_asks_for_another_plan(self):
        self._published(reps=self.reps[0])
        again = self._route_plan(reps=self.reps[0], seed=7)
        again.action_plan()
        asked, look = [], SearchProcess.look

        def counted(process, seconds):
            asked.append(process)
            return look(process, seconds)

        with patch.object(SearchProcess, "look", counted):
            self._work()
        self.assertEqual(again.state, "proposed")
        self.assertTrue(asked)

    def test_a_rep_has_one_published_route_a_day(self):
        # given two weeks of Nora and Nils, and a newer plan for Nora's first week
        first = self._published()
        newer = self._published(reps=self.reps[0], date_to=date(2026, 12, 4), seed=2)
        routes = self.env["crm.route"].search([("state", "=", "published")])
        # then Nora's days of that week are the newer plan's, and all others as they were
        days = [(route.user_id, route.date) for route in routes]
        self.assertEqual(len(days), len(set(days)))
        replaced = routes.filtered(
            lambda route: route.user_id == self.nora and route.date < date(2026, 12, 5)
        )
        self.assertEqual(replaced.plan_id, newer)
        self.assertEqual((routes - replaced).plan_id, first)

    def test_planned_again_in_the_middle_of_its_days_it_is_of_the_next_weeks(self):
        plan = self._published(reps=self.reps[0], name="December")
        with freeze_time("2026-11-28 08:00:00"):
            same = plan.browse(plan.action_plan_again()["res_id"])
        self.assertEqual((same.name, same.date_from), ("December", date(2026, 11, 30)))
        # given Thursday of the first week
        with freeze_time("2026-12-03 08:00:00"):
            anew = plan.browse(plan.action_plan_again()["res_id"])
        self.assertEqual((anew.date_from, anew.date_to), (date(2026, 12, 7), date(2026, 12, 18)))
        self.assertEqual((anew.name, anew.state), ("Routes from 7 Dec to 18 Dec 2026", "draft"))
        self.assertEqual(anew.rep_ids, plan.rep_ids)

    def test_the_hours_of_both_weeks_are_the_reps_when_the_clock_changes_between(self):
        # given the weeks before and after Sunday 28 March 2027, when Spain's clocks go forward
        weeks = {"date_from": date(2027, 3, 22), "date_to": date(2027, 4, 2)}
        with freeze_time("2027-03-19 08:00:00"):
            plan = self._published(reps=self.reps[0], **weeks)
            local = [
                Datetime.context_timestamp(plan.with_context(tz="Europe/Madrid"), stop.start)
                for stop in plan.stop_ids
            ]
            # then each visit is in the working hours of the calendar, eight to twelve and one to
            # five, on both sides
            self.assertEqual({each.utcoffset().seconds // 3600 for each in local}, {1, 2})
            self.assertTrue(all(8 <= each.hour < 12 or 13 <= each.hour < 17 for each in local))
            for stop, start in zip(plan.stop_ids, local, strict=True):
                self.assertEqual(stop.date, start.date())
            # and planned again nothing moves
            before = self._agenda()
            again = self._route_plan(reps=self.reps[0], **weeks)
            again.action_plan()
            with patch.object(SearchProcess, "__init__", side_effect=AssertionError("a search")):
                self._work()
            again.action_publish()
            self._work()
        self.assertEqual((again.state, self._agenda()), ("published", before))

    def _another_company(self):
        """One for which Nora works too, with a policy for the bar."""
        other = self.env["res.company"].create({"name": "Cantabria", "country_id": self.spain.id})
        other.resource_calendar_id.tz = "Europe/Madrid"
        (self.pia | self.nora).company_ids = [Command.link(other.id)]
        depot = self._shop("Depot", place=GIJON)
        self._policy(user=self.env.user, partner_id=self.bar.id, company_id=other.id)
        rep = self.env["crm.route.rep"].create(
            {"user_id": self.nora.id, "company_id": other.id, "start_id": depot.id}
        )
        return other, rep

    def test_another_company_plans_its_own_visits_of_a_customer(self):
        # given visits of one company, and a policy of another for the same customer
        self._published(reps=self.reps[0])
        before = self._agenda()
        other, rep = self._another_company()
        plan = self._published(reps=rep, company_id=other.id)
        # then it has visits of its own, and the first company's are as they were
        after = self._agenda()
        self.assertEqual({key: after[key] for key in before}, before)
        mine = self._visits(("route_plan_id", "=", plan.id))
        self.assertEqual((mine.partner_id, mine.company_id, len(mine)), (self.bar, other, 2))

    def test_what_a_rep_does_for_one_company_takes_time_in_the_plans_of_another(self):
        # given Nora, who is at a shop for the first company until noon on Monday
        start, stop = datetime(2026, 11, 30, 7), datetime(2026, 11, 30, 11)
        self._plan(partner_id=self.shops[1].id, start=start, stop=stop)
        other, rep = self._another_company()
        plan = self._published(reps=rep, company_id=other.id, date_to=MONDAY)
        # then the other one has her visit the bar after that
        [visit] = self._visits(("route_plan_id", "=", plan.id))
        self.assertGreater(visit.start, stop)
        # and its route says no more than that the time is taken
        [taken] = plan.stop_ids.filtered("is_appointment")
        self.assertEqual(taken.display_name, "In the agenda already")
        self.assertFalse(taken.partner_id | taken.action_id.partner_id)
