"""Plays the stories of the demo company: each step is taken at its time, by whoever took it."""

from __future__ import annotations

from contextlib import contextmanager
from datetime import datetime, timedelta
from unittest.mock import patch

from odoo import fields
from odoo.tools import SQL

from .demo_past_stories import get_stories
from .demo_stories import OPEN, Story

_LONGEST = timedelta(days=400)


def play(env) -> None:
    """Make all requests of the demo company, the oldest first, so that numbers follow time."""
    player = _Player(env)
    stories = [*get_stories(), *OPEN]
    for moment, story in sorted(
        ((player.moment(story.team, story.ago), story) for story in stories),
        key=lambda pair: pair[0],
    ):
        player.tell(story, moment)
    # nobody is written to from a demo
    env["mail.mail"].sudo().search([("model", "=", "crm.helpdesk.ticket")]).unlink()


class _Player:
    def __init__(self, env):
        self.env = env(
            context=dict(
                env.context, lang="es_ES", mail_notify_force_send=False, mail_notrack=False
            )
        )
        self.now = fields.Datetime.now()
        teams = {name: self._ref(f"team_{name}") for name in ("support", "logistics", "quality")}
        self.teams = teams
        pairs = {(team.calendar_id, team.company_id) for team in teams.values()}
        tables = self.env["crm.helpdesk.timetable"]._get_current(pairs)
        self.hours = {
            name: tables[team.calendar_id, team.company_id]._get_timetable()
            for name, team in teams.items()
        }

    def _ref(self, name):
        return self.env.ref(f"crm_helpdesk.{name}")

    def moment(self, team: str, ago: float) -> datetime:
        """The last moment from which on that many working hours have passed until now."""
        hours, wanted = self.hours[team], ago * 3600
        first, last = self.now - _LONGEST, self.now
        while last - first > timedelta(seconds=1):
            middle = first + (last - first) / 2
            if hours.seconds(middle.replace(microsecond=0), self.now) >= wanted:
                first = middle
            else:
                last = middle
        return min(first + timedelta(seconds=30), self.now).replace(second=0, microsecond=0)

    @contextmanager
    def at(self, moment: datetime):
        """It is then, for the steps and for the database."""
        cr = self.env.cr
        before = cr._now
        last = self._last_message()
        with patch.object(fields.Datetime, "now", staticmethod(lambda *_args: moment)):
            cr._now = moment
            try:
                yield
                cr.flush()  # what is tracked becomes a message now, and not at the end of it all
            finally:
                cr._now = before
        cr.execute(
            SQL(
                "UPDATE mail_message SET date = %s WHERE id > %s AND model = 'crm.helpdesk.ticket'",
                moment, last,
            )
        )  # fmt: skip
        self.env["mail.message"].invalidate_model(["date"])

    def _last_message(self) -> int:
        self.env.cr.execute(SQL("SELECT COALESCE(MAX(id), 0) FROM mail_message"))
        return self.env.cr.fetchone()[0]

    def tell(self, story: Story, moment: datetime) -> None:
        """A request and all that became of it."""
        partner = self.env.ref(f"crm_actions.partner_{story.customer}")
        with self.at(moment):
            ticket = self.env["crm.helpdesk.ticket"].create(
                {
                    "name": story.subject,
                    "description": f"<p>{story.body}</p>",
                    "partner_id": partner.id,
                    "category_id": self._ref(f"crm_helpdesk_category_{story.category}").id,
                    "team_id": self.teams[story.team].id,
                    "channel": story.channel,
                    **({"priority": story.priority} if story.priority else {}),
                }
            )
            self._write(ticket, partner, story.body)
        if story.cause:
            ticket.cause_id = self._ref(f"crm_helpdesk_cause_{story.cause}")
        agent = story.agent
        for ago, what, detail in story.steps:
            with self.at(max(moment, self.moment(story.team, ago))):
                agent = self._take_step(ticket, agent, what, detail)

    def _take_step(self, ticket, agent: str, what: str, detail) -> str:
        """One step; who works on it from then on."""
        agent = detail if what == "take" and detail else agent
        user = self._ref(f"user_{agent}")
        mine = ticket.with_user(user)
        steps = {
            "take": mine.action_take,
            "answer": lambda: self._answer(mine, detail),
            "reply": lambda: self._write(ticket, ticket.partner_id, detail),
            "note": lambda: mine.message_post(body=detail, subtype_xmlid="mail.mt_note"),
            "wait": lambda: self._ask(mine, detail),
            "others": lambda: mine.action_wait_for_others(detail),
            "transfer": lambda: mine.action_transfer(self.teams[detail[0]], detail[1]),
            "resolve": lambda: mine.action_resolve(detail),
            "reopen": lambda: self._come_back(ticket, detail),
            "close": mine.action_close,
            "cancel": mine.action_cancel,
        }
        steps[what]()
        return agent

    def _answer(self, ticket, text):
        ticket.message_post(
            body=text, message_type="comment", subtype_xmlid="mail.mt_comment",
            partner_ids=ticket.partner_id.ids, force_send=False,
        )  # fmt: skip

    def _ask(self, ticket, text):
        self._answer(ticket, text)
        ticket.action_wait_for_customer()

    def _write(self, ticket, partner, text):
        """The customer writes."""
        ticket.sudo().message_post(
            body=text, message_type="email", subtype_xmlid="mail.mt_comment",
            author_id=partner.id, email_from=partner.email or "", force_send=False,
        )  # fmt: skip

    def _come_back(self, ticket, text):
        self._write(ticket, ticket.partner_id, text)
        if ticket.state in ("resolved", "closed"):
            ticket.action_reopen()
