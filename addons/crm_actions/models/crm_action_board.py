from datetime import date as Date
from datetime import datetime, time, timedelta

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain
from odoo.tools import remove_accents

from ..engine import days

DAY_MINUTES = 24 * 60
USUAL_HOURS = (8, 20)
"""The board never shows less than the usual working day."""
BOARD_FIELDS = [
    "user_id", "partner_id", "opportunity_id", "summary", "type_id", "state", "allday", "start",
    "stop", "outcome_id",
]  # fmt: skip


class CrmAction(models.Model):
    """The day board: everybody's actions of one day, by rep and hour."""

    # one file for each purpose
    _inherit = "crm.action"  # pylint: disable=consider-merging-classes-inherited

    @api.model
    @api.readonly
    def get_day_board(self, date=False):
        """One day of everybody whose work the user may see.

        Hours are those that a clock on the wall shows in the user's zone, as minutes since its
        midnight, also on the two days a year that have 23 or 25 hours.

        :param date: ``'YYYY-MM-DD'``; today if empty
        :return: ``date``, ``previous`` and ``next`` as text, ``is_today``, ``tz``, ``now`` (minute
            of the user's day), ``hours`` (first and last full hour), ``reps`` (``id``, ``name``,
            ``counts``) and ``actions``, see :meth:`_prepare_board_card`
        """
        day = self._read_board_day(date)
        today = fields.Date.context_today(self)
        now = days.to_wall(fields.Datetime.now(), self._board_tz())
        actions = self.search_fetch(self._get_board_domain(day), BOARD_FIELDS, order="start, id")
        movable = actions.filtered(lambda action: action.state == "planned")
        movable = movable._filtered_access("write")
        cards = [action._prepare_board_card(day, action in movable) for action in actions]
        return {
            "date": str(day),
            "previous": str(day - timedelta(days=1)),
            "next": str(day + timedelta(days=1)),
            "is_today": day == today,
            "tz": self._board_tz(),
            "now": now.hour * 60 + now.minute,
            "hours": _hours_around(cards),
            "reps": self._prepare_board_reps(cards),
            "actions": cards,
        }

    def move_on_board(self, vals):
        """Give a planned action another rep or another time, as dropping its card does.

        An action keeps its length. One for the whole day gets an hour, and its type's length, when
        it is moved to one.

        :param dict vals: each optional: ``user_id``; ``start_minute``, minutes since midnight on
            the user's wall clock; its ``date``, ``'YYYY-MM-DD'``, by default the action's own
        :return: True
        :raise UserError: action begun or finished, foreign rep, or a time that no clock shows
        """
        self.ensure_one()
        self.check_access("write")
        if self.state != "planned":
            raise UserError(
                self.env._(
                    "%(action)s has begun or is finished, so it stays where it is.",
                    action=self.display_name,
                )
            )
        changes = {**self._read_board_rep(vals), **self._read_board_times(vals)}
        if changes:
            self.write(changes)
        return True

    # -- reading a day --------------------------------------------------------------------------

    @api.model
    def _board_tz(self):
        return str(self.env.tz)

    @api.model
    def _read_board_day(self, value):
        """The date in ``value``, today if it is empty."""
        if not value:
            return fields.Date.context_today(self)
        try:
            day = fields.Date.to_date(value)
        except (TypeError, ValueError):
            day = None
        # the first and the last day of all have no neighbour to leaf to
        if not day or not Date.min < day < Date.max:
            raise UserError(
                self.env._("“%(text)s” is not a date. Write it as in 2026-10-25.", text=value)
            )
        return day

    @api.model
    def _get_board_domain(self, day):
        return self._get_days_domain(day, day)

    @api.model
    def _get_days_domain(self, first_day, last_day):
        """What touches these dates, both included, and was not cancelled."""
        touching = self._get_touching_domain(first_day, last_day)
        return Domain("state", "!=", "cancelled") & touching

    @api.model
    def _get_touching_domain(self, first_day, last_day):
        """What touches these dates, both included.

        By instant on the user's clock, or by date for actions of a whole day.
        """
        first = days.day_span(first_day, self._board_tz())[0]
        last = days.day_span(last_day, self._board_tz())[1]
        timed = (
            Domain("allday", "=", False)
            & Domain("start", "<", last)
            & (Domain("stop", ">", first) | Domain("start", ">=", first))
        )
        whole = (
            Domain("allday", "=", True)
            & Domain("start", "<=", datetime.combine(last_day, time.max))
            & Domain("stop", ">=", datetime.combine(first_day, time.min))
        )
        return timed | whole

    def _prepare_board_card(self, day, can_move):
        """What the board shows of one action.

        :return: ids and texts for the screen; ``start_minute`` and ``stop_minute`` are clipped to
            the day, 0 and 1440 for an action of the whole day
        """
        self.ensure_one()
        # sudo: who may read the action may know with whom it is, as in any list of actions
        action = self.sudo()
        start, stop = self._get_board_minutes(day)
        states = dict(self._fields["state"]._description_selection(self.env))
        return {
            "id": self.id,
            "user_id": self.user_id.id,
            "name": action.display_name,
            "customer": action.partner_id.name or action.opportunity_id.name or False,
            "summary": self.summary,
            "type": {
                "id": self.type_id.id,
                "name": self.type_id.name,
                "code": self.type_id.code,
                "color": self.type_id.color,
            },
            "state": self.state,
            "state_label": states[self.state],
            "overdue": self.overdue,
            "allday": self.allday,
            "start_minute": start,
            "stop_minute": stop,
            "outcome": self.outcome_id.name or False,
            "contacted": self.outcome_id.contacted,
            "can_move": can_move,
        }

    def _get_board_minutes(self, day):
        if self.allday:
            return 0, DAY_MINUTES
        tz = self._board_tz()
        start = _minute_of(day, days.to_wall(self.start, tz))
        stop = _minute_of(day, days.to_wall(self.stop, tz))
        # in the hour that autumn repeats, a clock may show an end before the start
        return start, max(start, stop)

    @api.model
    def _prepare_board_reps(self, cards):
        """Columns of the board: who has something to do that day, and who could take it over."""
        # sudo: names alone, and of people whose actions or team the user sees anyway
        users = self.env["res.users"].sudo().browse({card["user_id"] for card in cards})
        users |= self._get_board_colleagues().sudo()
        return [
            {"id": user.id, "name": user.name, "counts": _count(cards, user.id)}
            for user in users.sorted(lambda user: remove_accents(user.name or "").casefold())
        ]

    @api.model
    def _get_board_colleagues(self):
        """Reps whose day the user plans: himself, the teams that he leads, or all teams."""
        user = self.env.user
        teams = Domain("crm_team_id.company_id", "in", [False, *self.env.companies.ids])
        if not self._plans_all_teams():
            if not user.has_group("crm_actions.group_team_leader"):
                return user
            teams &= Domain("crm_team_id.user_id", "=", user.id)
        colleagues = self.env["crm.team.member"].search(teams).user_id
        return colleagues if self._plans_all_teams() else colleagues | user

    @api.model
    def _plans_all_teams(self):
        return self.env.user.has_group("sales_team.group_sale_salesman_all_leads")

    # -- moving a card --------------------------------------------------------------------------

    def _read_board_rep(self, vals):
        user_id = vals.get("user_id")
        if not user_id or user_id == self.user_id.id:
            return {}
        users = self.env["res.users"]
        if self._plans_all_teams():
            users = users.search([("id", "=", user_id), ("share", "=", False)])
        else:
            users = self._get_board_colleagues()
        if user_id not in users.ids:
            raise UserError(self.env._("You can give an action only to a rep whose work you plan."))
        return {"user_id": user_id}

    def _read_board_times(self, vals):
        """Values of the new time, empty if it is the old one."""
        minute = vals.get("start_minute")
        if minute is None or minute is False:
            return {}
        if not isinstance(minute, int) or not 0 <= minute < DAY_MINUTES:
            raise UserError(
                self.env._("An action begins between 00:00 and 23:59: choose an hour of the day.")
            )
        tz = self._board_tz()
        day = self._read_board_day(vals.get("date") or days.to_wall(self.start, tz).date())
        start = days.to_utc(datetime.combine(day, time(minute // 60, minute % 60)), tz)
        if self.allday:
            return self._get_first_hour(start)
        return {} if start == self.start else {"start": start}

    def _get_first_hour(self, start):
        """Values that turn an action of a whole day into one with an hour."""
        if self.start.date() != self.stop.date():
            raise UserError(
                self.env._(
                    "%(action)s lasts several days: open it to change its dates.",
                    action=self.display_name,
                )
            )
        length = timedelta(minutes=self.type_id.default_minutes)
        return {"allday": False, "start": start, "stop": start + length}


def _minute_of(day, wall):
    """Minutes from the midnight of ``day`` to a moment on the wall clock, clipped to the day."""
    minutes = int((wall - datetime.combine(day, time.min)).total_seconds()) // 60
    return min(max(minutes, 0), DAY_MINUTES)


def _hours_around(cards):
    """First and last full hour between which all timed cards and the usual day lie."""
    timed = [card for card in cards if not card["allday"]]
    first = min([USUAL_HOURS[0], *(card["start_minute"] // 60 for card in timed)])
    last = max([USUAL_HOURS[1], *(-(-card["stop_minute"] // 60) for card in timed)])
    return [first, last]


def _count(cards, user_id):
    """Actions of a rep: still open, done, and the open ones that should be over."""
    own = [card for card in cards if card["user_id"] == user_id]
    return {
        "planned": sum(card["state"] in ("planned", "in_progress") for card in own),
        "done": sum(card["state"] == "done" for card in own),
        "overdue": sum(card["overdue"] for card in own),
    }
