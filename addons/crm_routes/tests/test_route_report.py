from odoo.exceptions import AccessError
from odoo.fields import Command
from odoo.tests import freeze_time, tagged

from odoo.addons.crm_actions.tests.common import SALESMAN

from .common_outcome import FRIDAY_EVENING, OutcomeCase, at


@tagged("-at_install", "post_install")
@freeze_time(FRIDAY_EVENING)
class TestRouteReport(OutcomeCase):
    """Planned against done, each figure with its own denominator."""

    def test_a_week_of_four_visits(self):
        # given one kept, one a day late, one by a colleague an hour late, one not made, one added
        self._week()
        self.assertEqual(
            self._results(),
            {
                self.bar: "on_day",
                self.shops[0]: "other_day",
                self.shops[1]: "on_day",
                self.shops[2]: "missed",
                self.shops[3]: "added",
            },
        )
        for name, expected in (
            ("planned_count", 4), ("due_count", 4), ("done_count", 3), ("missed_count", 1),
            ("added_count", 1), ("checked_count", 3),
        ):  # fmt: skip
            self.assertEqual(self._figure(f"{name}:sum"), expected, name)
        # of the four that were due two were made on their day, one of them by a colleague
        self.assertEqual(self._figure("on_day:avg"), 0.5)
        # of the three with a check-in one came within half an hour: the others a day, an hour late
        self.assertAlmostEqual(self._figure("on_time:avg"), 1 / 3)
        # of the three that were made two were made by Nora
        self.assertAlmostEqual(self._figure("by_rep:avg"), 2 / 3)
        self.assertEqual(self._figure("missed:avg"), 0.25)
        self.assertEqual(self._figure("verified:avg"), 1)
        self.assertAlmostEqual(self._figure("days_late:avg"), 1 / 3)
        # 4 stops of 10 km; none has a way from another stop of its day
        self.assertEqual(self._figure("planned_km:sum"), 40)
        self.assertFalse(self._figure("between_km:sum"))
        # on Wednesday from Avilés to Carreño, 18.3 km as the crow flies
        self.assertAlmostEqual(self._figure("driven_km:sum"), 23.8, 1)

    def test_half_an_hour_to_the_minute(self):
        early, late, later = self.shops[:3]
        route = self._route((early, at(23, 9)), (late, at(23, 11)), (later, at(23, 13)))
        for stop, hour in zip(
            route.stop_ids, (at(23, 8, 30), at(23, 11, 30), at(23, 13, 31)), strict=True
        ):
            self._make(stop.action_id, hour)
        self.assertAlmostEqual(self._figure("on_time:avg"), 2 / 3)

    def test_what_is_to_come_is_not_due(self):
        self._route((self.bar, at(27, 18)))
        self.assertEqual(self._results(), {self.bar: "open"})
        self.assertEqual(self._figure("due_count:sum"), 0)
        self.assertFalse(self._figure("on_day:avg"))

    def test_what_was_called_off_was_due(self):
        route = self._route((self.bar, at(23, 9)))
        route.stop_ids.action_id.cancel("Closed for works")
        self.assertEqual(self._results(), {self.bar: "called_off"})
        self.assertEqual(self._figure("missed:avg"), 1)

    def test_no_visits(self):
        self.assertEqual(self._results(), {})
        self.assertFalse(self._figure("planned_count:sum"))

    def test_visits_of_people_without_a_plan_are_not_in_it(self):
        # given visits of who is in no plan, of the week before, and of the morning before it was
        # published
        self.plan.rep_ids = [Command.set(self.reps[:2].ids)]
        self.plan.published_at = at(23, 12)
        self._add(self.bar, at(24, 9), self.sara)
        self._add(self.shops[0], at(20, 9))
        self._add(self.shops[1], at(23, 9))
        self.assertEqual(self._results(), {})
        self._add(self.shops[2], at(23, 13))
        self.assertEqual(self._results(), {self.shops[2]: "added"})

    # -- who -------------------------------------------------------------------------------------

    def test_who_sees_what(self):
        self._week()
        sara = self._route((self.bar, at(27, 9)), user=self.sara)
        everything = {self.bar, *self.shops}
        for user, expected in (
            (self.nora, everything),
            (self.nils, set()),
            (self.lea, everything),
            (self.sara, {self.bar}),
            (self.lou, {self.bar}),
            (self.pia, everything),
            (self.max, everything),
        ):
            self.assertEqual(set(self._results(user)), expected, user.login)
        self.assertEqual(sara.stop_ids.user_id, self.sara)
        # which plan it was is the leader's and the planner's to know
        report = self.env["crm.route.report"]
        self.assertTrue(report.with_user(self.lea).search([]).read(["plan_id"]))
        mine = report.with_user(self.nora).search([])
        with self.assertRaises(AccessError):
            mine.read(["plan_id"])
        with self.assertRaises(AccessError):
            report.with_user(self._user("erik", "base.group_user")).search([])

    def test_a_rep_reads_what_the_list_shows(self):
        self._week()
        views = self.env["crm.route.report"].with_user(self.nora).get_views(
            [(False, "list"), (False, "pivot"), (False, "search")]
        )  # fmt: skip
        names = list(views["models"]["crm.route.report"]["fields"])
        rows = self.env["crm.route.report"].with_user(self.nora).search([]).read(names)
        self.assertEqual(len(rows), 5)

    def test_other_companies_are_other_reports(self):
        self._route((self.bar, at(23, 9)))
        other = self.env["res.company"].create({"name": "Other"})
        self.pia.company_ids += other
        report = self.env["crm.route.report"].with_user(self.pia)
        self.assertEqual(len(report.with_context(allowed_company_ids=other.ids).search([])), 0)
        both = (self.company | other).ids
        self.assertEqual(len(report.with_context(allowed_company_ids=both).search([])), 1)
        olga = self._user("olga", f"{SALESMAN}_all_leads")
        olga.write({"company_ids": [Command.set(other.ids)], "company_id": other.id})
        self.assertFalse(self.env["crm.route.report"].with_user(olga).search([]))

    # -- opened ----------------------------------------------------------------------------------

    def test_a_row_opens_the_visit_else_the_customer(self):
        self._week()
        rows = {row.partner_id: row for row in self.env["crm.route.report"].search([])}
        opened = rows[self.shops[3]].action_open()
        self.assertEqual((opened["res_model"], opened["res_id"]), ("crm.action", self.added.id))
        opened = rows[self.shops[2]].action_open()
        self.assertEqual((opened["res_model"], opened["res_id"]), ("res.partner", self.shops[2].id))

    def test_the_plan_opens_its_rows(self):
        self._week()
        action = self.plan.with_user(self.pia).action_view_outcome()
        self.assertEqual(self.env[action["res_model"]].search_count(action["domain"]), 4)


@tagged("-at_install", "post_install")
@freeze_time(FRIDAY_EVENING)
class TestVisitPolicyReport(OutcomeCase):
    """Who is visited as often as the policy asks."""

    def _figure_of(self, aggregate, **where):
        report = self.env["crm.visit.policy.report"].with_user(self.pia)
        domain = [("partner_id", "in", (self.bar | self.shops).ids)]
        domain += [(name, "=", value) for name, value in where.items()]
        return report.formatted_read_grouping_sets(domain, [[]], [aggregate])[0][0][aggregate]

    def test_overdue_by_segment_and_zone(self):
        # given A customers every week and B customers every two, and today Friday 27
        self._policy()
        self._policy(segment_ids=[Command.set(self.b.ids)], frequency="weeks", number=2)
        self._visited(self.bar, 19)  # due on the 26th, a day ago
        self._visited(self.shops[0], 13)  # due today: in time
        self._visited(self.shops[1], 10)  # due on the 24th
        self._visited(self.shops[2], 20)
        # and the last one was never visited
        self.env["crm.visit.demand"]._refresh(self.company, self.bar | self.shops)
        self.assertEqual(self._figure_of("customer_count:sum"), 5)
        self.assertEqual(self._figure_of("in_time:avg"), 0.4)
        self.assertEqual(self._figure_of("overdue_count:sum"), 2)
        self.assertEqual(self._figure_of("never_count:sum"), 1)
        # one is a day overdue, the other three
        self.assertEqual(self._figure_of("overdue_days:avg"), 2)
        rows = self.env["crm.visit.policy.report"].search(
            [("partner_id", "in", (self.bar | self.shops).ids)]
        )
        # who has waited longest comes first
        self.assertEqual(rows.partner_id[:2], self.shops[1] | self.bar)
        self.assertEqual(self._figure_of("overdue_count:sum", crm_segment_id=self.b.id), 1)
        self.assertEqual(self._figure_of("in_time:avg", crm_segment_id=self.b.id), 0.5)
        self.assertEqual(self._figure_of("overdue_count:sum", crm_zone_id=self.zone.id), 1)
        # tomorrow one more is overdue, though the list is as old as it is
        with freeze_time("2026-11-28 12:00:00"):
            self.assertEqual(self._figure_of("overdue_count:sum"), 3)
        # and without a policy nobody is in it
        self.env["crm.visit.policy"].search([("segment_ids", "in", self.b.ids)]).active = False
        self.env["crm.visit.demand"]._refresh(self.company, self.bar | self.shops)
        self.assertEqual(self._figure_of("customer_count:sum"), 1)
