from datetime import date, datetime, timedelta

from freezegun import freeze_time

from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from .common import ActionCase

DAY = "2026-10-15"


class BoardCase(ActionCase):
    """Europe/Madrid is UTC+2 on 15 October 2026 and UTC+1 from 25 October at 03:00."""

    def _board(self, user, day=DAY):
        return self.env["crm.action"].with_user(user).get_day_board(day)

    def _card(self, action, user=None, day=DAY):
        cards = self._board(user or action.user_id, day)["actions"]
        return next((card for card in cards if card["id"] == action.id), None)

    def _columns(self, user, day=DAY):
        return [rep["id"] for rep in self._board(user, day)["reps"]]


@tagged("-at_install", "post_install")
class TestDayBoard(BoardCase):
    """What the board of a day shows, and to whom."""

    @freeze_time("2026-10-15 10:05:00")
    def test_a_card_says_who_what_when_and_how_it_went(self):
        visit = self._plan(summary="Close the winter breakfasts")
        visit.check_in({})
        visit.close({"outcome_id": self.order.id})
        self.assertEqual(
            self._card(visit),
            {
                "id": visit.id,
                "user_id": self.nora.id,
                "name": visit.display_name,
                "customer": "Hotel Ría Mansa",
                "summary": "Close the winter breakfasts",
                "type": {
                    "id": self.visit_type.id,
                    "name": "Visit",
                    "code": "visit",
                    "color": self.visit_type.color,
                },
                "state": "done",
                "state_label": "Done",
                "overdue": False,
                "allday": False,
                "start_minute": 11 * 60,
                "stop_minute": 11 * 60 + 30,
                "outcome": self.order.name,
                "contacted": True,
                "can_move": False,
            },
        )

    @freeze_time("2026-10-14 22:30:00")
    def test_without_a_date_it_is_today_on_the_users_clock(self):
        # 22:30 UTC is half past midnight of the 15th in Madrid
        board = self._board(self.nora, False)
        self.assertEqual(
            (board["date"], board["previous"], board["next"]),
            ("2026-10-15", "2026-10-14", "2026-10-16"),
        )
        self.assertTrue(board["is_today"])
        self.assertEqual(board["now"], 30)
        self.assertEqual(board["tz"], "Europe/Madrid")
        self.assertFalse(self._board(self.nora, "2026-10-14")["is_today"])

    @freeze_time("2026-10-15 10:05:00")
    def test_counts_tell_open_done_and_overdue_apart(self):
        self._plan(start=datetime(2026, 10, 15, 7))  # should be over: overdue
        self._plan(start=datetime(2026, 10, 15, 14))
        running = self._plan(start=datetime(2026, 10, 15, 10))
        running.check_in({})
        done = self._plan(start=datetime(2026, 10, 15, 6))
        done.close({"outcome_id": self.order.id})
        self._plan(start=datetime(2026, 10, 15, 15)).cancel("Closed on Thursdays")
        [nora] = self._board(self.nora)["reps"]
        self.assertEqual(nora["counts"], {"planned": 3, "done": 1, "overdue": 1})
        self.assertFalse(self._card(running)["can_move"])

    def test_hours_grow_with_what_lies_outside_the_working_day(self):
        self._plan()
        self.assertEqual(self._board(self.nora)["hours"], [8, 20])
        self._plan(start=datetime(2026, 10, 15, 4, 45))  # 06:45 in Madrid
        self._plan(start=datetime(2026, 10, 15, 18, 15))  # 20:15 to 20:45
        self.assertEqual(self._board(self.nora)["hours"], [6, 21])

    def test_an_action_over_midnight_is_clipped_to_each_of_its_days(self):
        fair = self._plan(start=datetime(2026, 10, 15, 20), stop=datetime(2026, 10, 16, 6))
        evening, morning = self._card(fair), self._card(fair, day="2026-10-16")
        self.assertEqual((evening["start_minute"], evening["stop_minute"]), (22 * 60, 24 * 60))
        self.assertEqual((morning["start_minute"], morning["stop_minute"]), (0, 8 * 60))
        self.assertIsNone(self._card(fair, day="2026-10-14"))
        self.assertIsNone(self._card(fair, day="2026-10-17"))

    def test_a_midnight_belongs_to_the_day_that_begins(self):
        instant = datetime(2026, 10, 14, 22)  # 00:00 of the 15th in Madrid
        late = self._plan(start=instant - timedelta(minutes=30))
        point = self._plan(start=instant, stop=instant)
        self.assertIsNone(self._card(late))
        self.assertEqual(self._card(point)["stop_minute"], 0)
        self.assertIsNone(self._card(point, day="2026-10-14"))

    def test_an_action_of_the_whole_day_is_compared_by_date(self):
        # far from Greenwich, 08:00 to 18:00 UTC touches two dates on the wall clock
        self.nora.tz = "Pacific/Auckland"
        whole = self._plan(allday=True, start="2026-10-15")
        self.assertTrue(self._card(whole)["allday"])
        self.assertIsNone(self._card(whole, day="2026-10-14"))
        self.assertIsNone(self._card(whole, day="2026-10-16"))

    def test_the_day_with_25_hours(self):
        # 25 October 2026: [24th 22:00 UTC, 25th 23:00 UTC), and a clock shows 02:00 to 03:00 twice
        day = "2026-10-25"
        last = self._plan(start=datetime(2026, 10, 25, 22, 30))
        morning = self._plan(start=datetime(2026, 10, 25, 9))
        twice = self._plan(start=datetime(2026, 10, 25, 0, 50))  # 02:50 to the second 02:20
        self.assertEqual(self._card(last, day=day)["start_minute"], 23 * 60 + 30)
        self.assertEqual(self._card(morning, day=day)["start_minute"], 10 * 60)
        self.assertEqual(
            (self._card(twice, day=day)["start_minute"], self._card(twice, day=day)["stop_minute"]),
            (170, 170),
        )
        self.assertIsNone(self._card(last, day="2026-10-26"))

    def test_a_text_that_is_no_date_is_refused_in_words(self):
        for text in ("yesterday", "2026-13-40", "0001-01-01"):
            with self.assertRaisesRegex(UserError, text):
                self._board(self.nora, text)

    def test_an_action_on_a_colleagues_opportunity_shows_its_name(self):
        lead = self._opportunity(self.nils, partner_id=False)
        visit = self._plan(
            self.env.user, user_id=self.nora.id, partner_id=False, opportunity_id=lead.id
        )
        self.assertEqual(self._card(visit, self.nora)["customer"], "Winter breakfasts")

    def test_the_board_takes_as_many_queries_for_100_actions_as_for_10(self):
        self._fill(10)
        few = self._count_queries()
        self._fill(90)
        self.assertEqual(self._count_queries(), few)
        self.assertEqual(len(self._board(self.max)["actions"]), 100)

    def _fill(self, number):
        partners = self.env["res.partner"].create(
            [{"name": f"Customer {i}"} for i in range(number)]
        )
        start = datetime(2026, 10, 15, 6)
        for index, partner in enumerate(partners):
            self._plan(
                (self.nora, self.nils, self.sara)[index % 3],
                partner_id=partner.id,
                start=start + timedelta(minutes=15 * (index % 48)),
                allday=index % 10 == 0,
            )

    def _count_queries(self):
        self._board(self.max)  # fills the caches of the registry, which filling the day emptied
        self.env.flush_all()
        self.env.invalidate_all()
        before = self.env.cr.sql_log_count
        self._board(self.max)
        return self.env.cr.sql_log_count - before


@tagged("-at_install", "post_install")
class TestDayBoardRights(BoardCase):
    """A rep sees himself, a leader his team, whoever sees all actions all teams."""

    def test_a_rep_sees_himself_alone(self):
        own, foreign = self._plan(self.nora), self._plan(self.nils)
        self.assertEqual(self._columns(self.nora), [self.nora.id])
        self.assertTrue(self._card(own))
        self.assertIsNone(self._card(foreign, self.nora))

    def test_a_leader_sees_his_team_and_no_other(self):
        visit, foreign = self._plan(self.nora), self._plan(self.sara)
        self.assertEqual(self._columns(self.lea), [self.lea.id, self.nils.id, self.nora.id])
        self.assertTrue(self._card(visit, self.lea)["can_move"])
        self.assertIsNone(self._card(foreign, self.lea))

    def test_a_manager_sees_all_teams_of_the_company(self):
        columns = self._columns(self.max)
        self.assertLessEqual({self.nora.id, self.nils.id, self.sara.id}, set(columns))
        self.assertNotIn(self.max.id, columns, "he has nothing to do that day")
        self._plan(self.max)
        self.assertIn(self.max.id, self._columns(self.max))

    def test_teams_of_another_company_stay_out(self):
        other = self.env["res.company"].create({"name": "Second company"})
        self.sara.write({"company_ids": [(4, other.id)]})
        self.south.write({"company_id": other.id, "user_id": False})
        self.assertNotIn(self.sara.id, self._columns(self.max))

    def test_a_rep_who_left_still_has_a_name_on_past_days(self):
        self._plan(self.nora)
        self.nora.active = False
        names = [rep["name"] for rep in self._board(self.max)["reps"]]
        self.assertIn("Nora", names)


@tagged("-at_install", "post_install")
class TestMoveOnBoard(BoardCase):
    """What dropping a card does."""

    def test_another_hour_keeps_the_length(self):
        visit = self._plan(stop=datetime(2026, 10, 15, 9, 50))
        self.assertTrue(visit.move_on_board({"start_minute": 16 * 60 + 15, "date": DAY}))
        self.assertEqual(visit.start, datetime(2026, 10, 15, 14, 15))
        self.assertEqual(visit.stop, datetime(2026, 10, 15, 15, 5))

    def test_hours_are_those_of_the_wall_clock_after_the_clocks_changed(self):
        visit = self._plan()
        visit.move_on_board({"start_minute": 10 * 60, "date": "2026-10-25"})
        self.assertEqual(visit.start, datetime(2026, 10, 25, 9))

    def test_midnight_is_an_hour_too(self):
        visit = self._plan()
        visit.move_on_board({"start_minute": 0})
        self.assertEqual(visit.start, datetime(2026, 10, 14, 22))

    def test_another_rep_keeps_the_hour_and_changes_the_team(self):
        visit = self._plan(self.nora)
        visit.with_user(self.max).move_on_board({"user_id": self.sara.id})
        visit = visit.sudo()  # it is no longer hers
        self.assertEqual((visit.user_id, visit.team_id), (self.sara, self.south))
        self.assertEqual(visit.start, datetime(2026, 10, 15, 9))
        self.assertEqual(visit.calendar_event_id.user_id, self.sara)

    def test_dropping_it_where_it_was_writes_nothing(self):
        visit = self._plan()
        self.env.flush_all()
        before = visit.write_date
        with freeze_time("2030-01-01"):
            visit.move_on_board({"user_id": self.nora.id, "start_minute": 660, "date": DAY})
        self.assertEqual(visit.write_date, before)

    def test_an_action_of_the_whole_day_gets_an_hour(self):
        task = self._plan(allday=True, start="2026-10-15")
        task.move_on_board({"start_minute": 9 * 60, "date": DAY})
        self.assertFalse(task.allday)
        self.assertEqual(task.start, datetime(2026, 10, 15, 7))
        self.assertEqual(task.stop - task.start, timedelta(minutes=30))

    def test_an_action_of_several_days_is_not_cut_to_an_hour(self):
        fair = self._plan(allday=True, start=date(2026, 10, 15), stop=date(2026, 10, 17))
        with self.assertRaisesRegex(UserError, "several days"):
            fair.move_on_board({"start_minute": 9 * 60, "date": DAY})
        self.assertTrue(fair.allday)

    def test_what_has_begun_or_is_finished_stays(self):
        running = self._plan()
        running.check_in({})
        done = self._plan(start=datetime(2026, 10, 15, 11))
        done.close({"outcome_id": self.order.id})
        for action in (running, done):
            with self.assertRaisesRegex(UserError, "stays where it is"):
                action.move_on_board({"start_minute": 600})

    def test_a_rep_gives_nothing_away_and_a_leader_only_within_his_team(self):
        visit = self._plan(self.nora)
        with self.assertRaisesRegex(UserError, "whose work you plan"):
            visit.move_on_board({"user_id": self.nils.id})
        with self.assertRaisesRegex(UserError, "whose work you plan"):
            visit.with_user(self.lea).move_on_board({"user_id": self.sara.id})
        visit.with_user(self.lea).move_on_board({"user_id": self.nils.id})
        self.assertEqual(visit.sudo().user_id, self.nils)

    def test_nobody_moves_what_he_may_not_read(self):
        visit = self._plan(self.nora)
        for stranger in (self.nils, self.lou):
            with self.assertRaises(AccessError):
                visit.with_user(stranger).move_on_board({"start_minute": 600})

    def test_values_that_make_no_sense_are_refused_and_change_nothing(self):
        visit = self._plan(self.max)
        for vals in (
            {"start_minute": -15},
            {"start_minute": 1440},
            {"start_minute": "noon"},
            {"start_minute": 600, "date": "someday"},
            {"user_id": 10**9},
        ):
            with self.assertRaises(UserError):
                visit.move_on_board(vals)
        self.assertEqual(visit.start, datetime(2026, 10, 15, 9))
        self.assertEqual(visit.user_id, self.max)
