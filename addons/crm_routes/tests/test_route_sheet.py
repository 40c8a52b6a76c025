import io
from datetime import date, datetime, time, timedelta

import openpyxl

from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.tests import Form, HttpCase, freeze_time, tagged
from odoo.tools import mute_logger

from odoo.addons.crm_actions.tests.common_pdf import PdfMixin
from odoo.addons.crm_actions.tests.common_queries import QueryBudgetMixin

from .common_outcome import MONDAY, OutcomeCase, at

HEADER = "Objective and last visit"


@tagged("-at_install", "post_install")
@freeze_time("2026-11-22 10:00:00")
class TestRouteSheet(QueryBudgetMixin, PdfMixin, OutcomeCase):
    """What a rep takes along on paper."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.reps[0].write({"lunch_from": 14, "lunch_to": 15.5})
        cls.company.country_id = cls.spain
        cls.bar.write(
            {"street": "C/ Ñuño 3", "zip": "33201", "city": "Gijón", "phone": "+34 985 000 111"}
        )
        cls._hours(cls.bar, (0, 9, 14), (0, 16, 20.5), (1, 9, 14))
        cls._hours(cls.shops[0], (1, 9, 14))
        cls.route = cls._route(
            (cls.bar, at(23, 9)), (cls.shops[0], at(23, 11, 30)), (cls.shops[1], at(23, 15)),
            km=123.4, driving_minutes=185,
        )  # fmt: skip

    def _text(self, record=None, user=None):
        return "\n".join(self._plain_pages(record or self.route, user or self.nora))

    def _plain_pages(self, record, user):
        """The pages as text; where a line was broken is of no matter."""
        return [" ".join(page.split()) for page in self._pages(record, "route", user)]

    # -- a page ----------------------------------------------------------------------------------

    def test_a_day_on_a_page(self):
        # given an objective, and what was said last time
        visits = self.route.stop_ids.action_id.sorted("start")
        visits[0].with_user(self.nora).summary = "Autumn cheese board"
        with freeze_time("2026-11-05 09:00:00"):
            last = self._plan(partner_id=self.bar.id, start=at(5, 9))
            last.close({"outcome_id": self.order.id, "note": "<p>Ask for <b>Begoña</b></p>"})
        [page] = self._plain_pages(self.route, self.nora)
        for words in (
            # whose day it is, from when to when, how far and how long
            "Nora · Monday, November 23, 2026", "8:30 AM", "6:00 PM", "123 km, 3:05 h", "8:00 h",
            # the stops: hour on Nora's clock, address, phone, objective, note, slack, hours
            "10:00 AM", "10:20 AM", "Bar Ñandú", "C/ Ñuño 3, 33201 Gijón", "+34 985 000 111",
            "Autumn cheese board", "Nov 5, 2026: Ask for Begoña", "10.0 km", "15 min", "20 min",
            "slack 35 min", "09:00 AM –", "02:00 PM,", "04:00 PM –", "08:30 PM", "closed",
            "Never visited",
            "Lunch", "2:00 PM", "3:30 PM", "Page 1 of 1",
        ):  # fmt: skip
            self.assertIn(words, page)
        # at home nobody writes the country: it stands in the letterhead alone
        self.assertEqual(page.count("Spain"), 1)
        # and lunch stands between the second stop and the third, the way back at the end
        places = [page.index(words) for words in ("Shop 1", "Lunch", "Shop 2", "Back: ")]
        self.assertEqual(places, sorted(places))

    def test_hours_are_those_of_the_rep_whoever_prints(self):
        self.pia.tz = "Pacific/Honolulu"
        self.assertIn("10:00 AM", self._text(user=self.pia))

    def test_in_the_language_of_the_reader(self):
        self.nora.lang = "es_ES"
        self.env = self.env(context={})
        self.assertIn("Lunes, 23 de noviembre de 2026", self._text())
        self.assertIn("Monday, November 23, 2026", self._text(user=self.lea))

    def test_forty_stops_break_pages_well(self):
        # given forty customers of long names, a visit each ten minutes
        shops = [
            self._shop(f"Panadería y confitería Núm. {number:02d}", place=(43.3 + n / 90, -5.8))
            for n, number in enumerate(range(1, 41))
        ]
        hour = at(24, 7)
        route = self._route(
            *((shop, hour + timedelta(minutes=10 * n)) for n, shop in enumerate(shops))
        )
        pages = self._plain_pages(route, self.nora)
        self.assertIn(len(pages), (3, 4))
        for number, page in enumerate(pages, 1):
            self.assertIn(f"Page {number} of {len(pages)}", page)
            self.assertIn(HEADER, page)
            self.assertIn("Nora", page)
        text = "\n".join(pages)
        for number in range(1, 41):
            self.assertEqual(text.count(f"Núm. {number:02d}"), 1)

    def test_the_way_back_does_not_stand_alone_on_a_page(self):
        # given as many stops as it takes to fill a page, one more at a time
        shops = [self._shop(f"Núm. {number:02d}", street="C/ 1") for number in range(1, 15)]
        for count in range(5, 15):
            monday = at(23, 7) + timedelta(days=7 * count)
            hours = [monday + timedelta(minutes=20 * n) for n in range(count)]
            route = self._route(*zip(shops, hours, strict=False))
            last = self._plain_pages(route, self.nora)[-1]
            self.assertIn("Back: ", last)
            self.assertIn(f"Núm. {count:02d}", last)

    def test_a_route_without_stops_and_a_customer_without_anything(self):
        self.route.stop_ids.sudo().unlink()
        self.route.stop_ids.action_id.sudo().unlink()
        self.env["crm.action"].search([("user_id", "=", self.nora.id)]).sudo().unlink()
        self.assertIn("Nobody is visited on this day.", self._text())
        bare = self.env["res.partner"].create({"name": "=1+1", "is_company": True})
        self.assertIn("=1+1", self._text(self._route((bare, at(26, 9)))))

    # -- what became of it since -----------------------------------------------------------------

    def test_the_sheet_follows_the_agenda(self):
        # given one was called off, one moved to the afternoon, one to Tuesday, one given to Nils,
        # and one came in
        route = self._route(*((shop, at(25, 8 + n)) for n, shop in enumerate(self.shops)))
        off, later, tuesday, given = route.stop_ids.action_id.sorted("start")
        off.with_user(self.nora).cancel("Closed")
        later.with_user(self.nora).write({"start": at(25, 16), "stop": at(25, 16, 20)})
        tuesday.with_user(self.nora).write({"start": at(26, 9), "stop": at(26, 9, 20)})
        given.sudo().user_id = self.nils
        self._plan(partner_id=self.bar.id, start=at(25, 12), stop=at(25, 12, 30))
        text = self._text(route)
        for words in (
            "Called off",
            "Moved to Thu 26 Nov",
            "Taken over by Nils",
            "Added",
            "5:00 PM",
        ):
            self.assertIn(words, text)
        self.assertNotIn("10:00 AM", text)
        # two are left: the one of the afternoon and the one that came in
        [sheet] = route.with_user(self.nora)._read_sheets()
        self.assertEqual([stop.customer for stop in sheet.visited], ["Shop 2", "Bar Ñandú"])
        self.assertIn("hour of return are those of the plan", text)
        self.assertNotIn("those of the plan", self._text())
        # at an hour that was changed nobody knows the slack
        self.assertIsNone(sheet.visited[0].slack_minutes)

    def test_a_proposal_is_printed_as_it_was_proposed(self):
        self.route.stop_ids.action_id.sudo().write({"state": "cancelled"})
        self.plan.sudo().state = "proposed"
        text = self._text(user=self.lea)
        self.assertNotIn("Called off", text)

    # -- several ---------------------------------------------------------------------------------

    def test_several_routes_have_a_page_each(self):
        routes = self.route | self._route((self.bar, at(24, 9)))
        routes |= self._route((self.his(), at(23, 9)), user=self.nils)
        action = routes.with_user(self.lea).action_print_sheet()
        wizard = self._opened(action)
        pages = self._plain_pages(wizard, self.lea)
        self.assertEqual(len(pages), 3)
        for page, words in zip(pages, ("Nils · Monday", "Nora · Monday", "Nora · Tuesday"),
                               strict=True):  # fmt: skip
            self.assertIn(words, page)

    def his(self):
        return self._shop("His shop", self.nils)

    def _opened(self, action):
        """The wizard behind an address."""
        number = action["url"].split("?")[0].rsplit("/", 1)[1]
        return self.env["crm.route.sheet.wizard"].browse(int(number))

    def test_the_week_of_a_plan(self):
        self._route((self.bar, at(27, 9)))
        wizard = (
            self.env["crm.route.sheet.wizard"]
            .with_user(self.lea)
            .with_context(default_plan_id=self.plan.id)
            .create({})
        )
        self.assertLessEqual(wizard.date_from, MONDAY)
        self.assertEqual(wizard.user_choice_ids, self.nora)
        self.assertEqual(len(self._plain_pages(wizard, self.lea)), 2)
        wizard.date_to = date(2026, 11, 26)
        self.assertEqual(len(self._plain_pages(wizard, self.lea)), 1)

    def test_this_week_and_the_next(self):
        # given Thursday 26 November, and routes of this Monday and of the next one
        self.nora.lang = "es_ES"
        later = self._route((self.bar, at(30, 9)))
        with freeze_time("2026-11-26 10:00:00"):
            # the browser's language is the reader's own
            wizards = self.env["crm.route.sheet.wizard"].with_user(self.nora)
            wizards = wizards.with_context({})  # pylint: disable=context-overridden
            for period, route in (("week", self.route), ("next", later)):
                found = wizards.create({"period": period})._get_routes()
                self.assertEqual(found.with_env(self.env), route)
            form = Form(wizards)
            self.assertEqual(str(form.date_from), "2026-11-23")
            form.period = "next"
            self.assertEqual((str(form.date_from), str(form.date_to)), ("2026-11-30", "2026-12-06"))
            form.period = "days"
            form.date_to = date(2026, 12, 1)
            self.assertEqual((str(form.date_from), str(form.date_to)), ("2026-11-30", "2026-12-01"))

    def test_without_a_plan_it_is_what_is_in_the_agenda(self):
        # given an older plan whose route was replaced
        old = self._published_plan(name="Old")
        replaced = self._route((self.bar, at(24, 9)), plan=old)
        replaced.stop_ids.in_force = False
        replaced._count_outcome()
        values = {"date_from": MONDAY, "date_to": date(2026, 11, 27)}
        wizard = self.env["crm.route.sheet.wizard"].with_user(self.nora).create(values)
        self.assertEqual(wizard._get_routes().with_env(self.env), self.route)
        wizard.write({"date_from": date(2026, 11, 24)})
        with self.assertRaisesRegex(UserError, "no routes on these days"):
            wizard.action_print()

    # -- rights and cost -------------------------------------------------------------------------

    def test_who_may_print_what(self):
        for user in (self.nora, self.lea, self.pia, self.max):
            self.assertIn("Bar Ñandú", self._text(user=user))
        for user in (self.nils, self.sara, self.lou):
            with self.assertRaises(AccessError):
                self._text(user=user)
        # nor by a wizard that names it, nor by the wizard of another
        wizards = self.env["crm.route.sheet.wizard"]
        with self.assertRaises(AccessError):
            wizards.with_user(self.nils).create({"route_ids": [Command.set(self.route.ids)]})
        mine = wizards.with_user(self.nora).create({"route_ids": [Command.set(self.route.ids)]})
        with self.assertRaises(AccessError):
            self._text(mine, self.nils)
        # and what is not the rep's any more is not printed
        self.route.sudo().user_id = self.nils
        with self.assertRaisesRegex(UserError, "that you may see"):
            mine.action_print()

    def test_as_many_queries_for_many_stops_and_days_as_for_a_few(self):
        def measure(count):
            routes = self.env["crm.route"]
            plan = self._published_plan(name=f"Plan {count}")
            for day in range(count):
                stops = [
                    (self._shop(f"{count} {day} {n}", phone="1", street="C/ 1"), hour)
                    for n, hour in enumerate((at(24, 9), at(24, 11)))
                ]
                later = timedelta(days=7 * day)
                routes |= self._route(*((shop, hour + later) for shop, hour in stops), plan=plan)
            reader = routes.with_user(self.nora)
            with self.count_queries() as counter:
                sheets = reader._read_sheets()
            self.assertGreaterEqual(sum(len(sheet.stops) for sheet in sheets), 2 * count)
            return counter.count

        self.assert_same_queries(measure, few=5, many=30, slack=2)


@tagged("-at_install", "post_install")
@freeze_time("2026-11-22 10:00:00")
class TestRouteWorkbook(OutcomeCase, HttpCase):
    """The same routes as a spreadsheet, over the web."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.bar.write({"name": "=HYPERLINK(1)", "phone": "+34 985 000 111", "city": "Gijón"})
        cls.route = cls._route((cls.bar, at(23, 9)), (cls.shops[0], at(23, 11, 30)), km=123.4)
        cls.other = cls._route((cls.shops[1], at(24, 9)), user=cls.nils)

    def _download(self, routes, user):
        action = routes.with_user(user).action_export_sheet()
        self.authenticate(user.login, user.login)
        with mute_logger("odoo.http"):
            return self.url_open(action["url"], allow_redirects=False)

    def test_one_sheet_a_rep_with_real_dates_hours_and_numbers(self):
        answer = self._download(self.route | self.other, self.lea)
        self.assertEqual(answer.status_code, 200)
        self.assertIn("Route%20sheet", answer.headers["Content-Disposition"])
        self.assertEqual(answer.headers["Cache-Control"], "private, no-store")
        book = openpyxl.load_workbook(io.BytesIO(answer.content))
        self.assertEqual(book.sheetnames, ["Days", "Nils", "Nora"])
        days = [[cell.value for cell in row] for row in book["Days"].iter_rows()]
        self.assertEqual(days[0][:6], ["Rep", "Day", "Sets out", "Is back", "Visits", "Kilometres"])
        self.assertEqual(
            days[1][:6], ["Nora", datetime(2026, 11, 23), time(8, 30), time(18), 2, 123.4]
        )
        nora = book["Nora"]
        line = {head.value: cell for head, cell in zip(nora[1], nora[2], strict=True)}
        self.assertEqual((line["From"].value, line["Until"].value), (time(10), time(10, 20)))
        self.assertEqual((line["Way (km)"].value, line["Slack (min)"].value), (10, 35))
        self.assertEqual((line["Customer"].value, line["Customer"].data_type),
                         ("=HYPERLINK(1)", "s"))  # fmt: skip
        self.assertEqual(line["Phone"].value, "+34 985 000 111")
        self.assertEqual(nora.freeze_panes, "A2")

    def test_a_rep_gets_the_own_ones_alone(self):
        with self.assertRaises(AccessError):
            self.other.with_user(self.nora).action_export_sheet()
        answer = self._download(self.route, self.nora)
        book = openpyxl.load_workbook(io.BytesIO(answer.content))
        self.assertEqual(book.sheetnames, ["Days", "Nora"])

    def test_the_wizard_of_another_is_not_found(self):
        wizard = self.env["crm.route.sheet.wizard"].with_user(self.nora).create(
            {"route_ids": [Command.set(self.route.ids)]}
        )  # fmt: skip
        self.authenticate("lea", "lea")
        for number in (wizard.id, 2147483000):
            with mute_logger("odoo.http"):
                answer = self.url_open(f"/crm/routes/xlsx/{number}", allow_redirects=False)
            self.assertEqual(answer.status_code, 404)
        self.authenticate(None, None)
        answer = self.url_open(f"/crm/routes/xlsx/{wizard.id}", allow_redirects=False)
        self.assertEqual(answer.status_code, 303)
