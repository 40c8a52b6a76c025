from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import tagged

from .common_day import MONDAY, DayCase


@tagged("-at_install", "post_install")
class TestDayProposal(DayCase):
    """The map of a route: a proposal has its stops, what was published is the agenda."""

    def setUp(self):
        super().setUp()
        self.plan = self.env["crm.route.plan"].create({"name": "Weeks"})
        job = self.env["crm.route.plan.job"].create(
            {"plan_id": self.plan.id, "user_ids": [(6, 0, self.nora.ids)]}
        )
        self.route = self.env["crm.route"].create(
            {
                "plan_id": self.plan.id,
                "job_id": job.id,
                "user_id": self.nora.id,
                "team_id": self.north.id,
                "date": MONDAY,
            }
        )
        self.near, self.far = self._stop(10, "9:30"), self._stop(20, "10:30")
        self.plan.state = "proposed"

    def _stop(self, kilometre, hour, **values):
        shop = self._shop(f"Shop {kilometre}", self.nora, self._km(kilometre))
        start = self._utc(hour)
        return self.env["crm.route.stop"].create(
            {
                "route_id": self.route.id,
                "partner_id": shop.id,
                "start": start,
                "stop": self._utc(hour.replace(":30", ":50")),
                **values,
            }
        )

    def test_the_map_of_a_proposal(self):
        shown = self._routes(self.pia).get_map(self.route.id)
        self.assertEqual((shown["source"], shown["may_edit"], shown["km"]), ("route", True, 40))
        self.assertEqual([each["id"] for each in shown["stops"]], [self.near.id, self.far.id])
        self.assertEqual(self._told(shown), [("Shop 10", "9:30"), ("Shop 20", "10:30")])

    def test_a_planner_puts_it_in_another_order(self):
        order = [self.far.id, self.near.id]
        shown = self._routes(self.pia).preview_route_order(self.route.id, order)
        self.assertEqual(self._told(shown), [("Shop 20", "9:20"), ("Shop 10", "9:50")])
        self.assertEqual(self.far.start, self._utc("10:30"))
        written = self._routes(self.pia).set_route_order(
            self.route.id, order, version=shown["version"]
        )
        self.assertEqual(self._told(written), self._told(shown))
        self.assertEqual((self.far.start, self.near.start), (self._utc("9:20"), self._utc("9:50")))
        self.assertEqual((self.far.sequence, self.near.sequence), (1, 2))
        self.assertEqual((self.route.km, self.route.departure), (40, self._utc("9:00")))

    def test_a_promise_of_a_proposal(self):
        self.far.write({"promised": True})
        third = self._stop(60, "12:30")
        order = [third.id, self.near.id, self.far.id]
        with self.assertRaisesRegex(UserError, "Shop 20"):
            self._routes(self.pia).set_route_order(self.route.id, order)
        self._routes(self.pia).set_route_order(self.route.id, order, force=True)

    def test_stale_and_no_longer_proposed(self):
        with self.assertRaisesRegex(UserError, "changed meanwhile"):
            self._routes(self.pia).set_route_order(self.route.id, [self.near.id])
        self.plan.state = "published"
        with self.assertRaisesRegex(UserError, "no longer a proposal"):
            self._routes(self.pia).set_route_order(self.route.id, [self.far.id, self.near.id])
        with self.assertRaisesRegex(UserError, "no longer there"):
            self._routes(self.pia).get_map(0)

    def test_what_is_no_route_and_no_day(self):
        routes, plans = self._routes(self.pia), self.plan.with_user(self.pia)
        for nonsense in ("1; DROP", [self.route.id, self.route.id], None, {}, True, 1.5):
            with self.subTest(nonsense):
                for ask in (routes.get_map, plans.get_map_day):
                    with self.assertRaises(ValidationError):
                        ask(nonsense)
        for number in (-1, 10**30):
            with self.assertRaisesRegex(UserError, "no longer there"):
                routes.get_map(number)
            with self.assertRaisesRegex(UserError, "not there any more"):
                plans.get_map_day(number)
        for date in ("yesterday", [1], 7):
            with self.assertRaisesRegex(UserError, "is not a date"):
                plans.get_map_day(self.plan.id, date)

    def test_a_published_route_is_driven_for_its_company(self):
        # given a planner who looks at two companies, the other one first
        other = self.env["res.company"].create({"name": "Other"})
        other.partner_id.write(self._at(self._km(90)))
        self.pia.sudo().company_ids |= other
        self._visit(30, "12:00")
        self.plan.state = "published"
        routes = self._routes(self.pia).with_context(
            allowed_company_ids=[other.id, self.company.id]
        )
        shown = routes.get_map(self.route.id)
        # then the day begins where this company's begins
        self.assertEqual((shown["start"]["label"], shown["km"]), (self.company.name, 60))

    def test_who_sees_and_who_changes_a_proposal(self):
        # the leader looks, the rep does not even look before it is published
        shown = self._routes(self.lea).get_map(self.route.id)
        self.assertFalse(shown["may_edit"])
        for user in (self.nora, self.nils, self.lou):
            with self.assertRaises(AccessError):
                self._routes(user).get_map(self.route.id)
        with self.assertRaises(AccessError):
            self._routes(self.lea).set_route_order(self.route.id, [self.far.id, self.near.id])

    def test_what_was_published_is_the_agenda(self):
        visit = self._visit(30, "12:00")
        self.plan.state = "published"
        shown = self._routes().get_map(self.route.id)
        self.assertEqual((shown["source"], shown["may_edit"]), ("day", True))
        self.assertEqual([each["id"] for each in shown["stops"]], [visit.id])
