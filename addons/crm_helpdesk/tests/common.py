from contextlib import contextmanager
from datetime import datetime
from zoneinfo import ZoneInfo

from odoo.tests import new_test_user

from odoo.addons.mail.tests.common import MailCase

MADRID = ZoneInfo("Europe/Madrid")
UTC = ZoneInfo("UTC")


def madrid(text):
    """ "2026-10-09 17:30" on a clock in Madrid, as a naive UTC instant."""
    wall = datetime.fromisoformat(text).replace(tzinfo=MADRID)
    return wall.astimezone(UTC).replace(tzinfo=None)


def shown(instant):
    """A naive UTC instant as a clock in Madrid shows it; "" for none."""
    if not instant:
        return ""
    return instant.replace(tzinfo=UTC).astimezone(MADRID).strftime("%Y-%m-%d %H:%M")


class HelpdeskCase(MailCase):
    """A company in Madrid with the departments Soporte and Calidad; mix in to a TransactionCase.

    Soporte works from Monday to Friday, 9 to 14 and 16 to 19, Calidad 8 to 15; Monday 12 October
    2026 is a holiday. Four hours are promised for a solution, of normal priority.
    """

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.company = cls.env["res.company"].create({"name": "Ormaza Alimentación"})
        cls.env.user.company_ids |= cls.company
        cls.env = cls.env(
            context=dict(
                cls.env.context, allowed_company_ids=cls.company.ids, tracking_disable=False
            )
        )
        cls.env["crm.helpdesk.team"].search([("company_id", "=", cls.company.id)]).unlink()
        cls.hours = cls._make_calendar("Norte", [(9, 14), (16, 19)])
        cls.early = cls._make_calendar("Calidad", [(8, 15)])
        cls._add_holiday("2026-10-12", "Fiesta Nacional")
        cls.support = cls._make_team("Soporte", cls.hours)
        cls.quality = cls._make_team("Calidad", cls.early)
        cls.policy = cls.env["crm.helpdesk.sla.policy"].create(
            {"name": "Four hours", "company_id": cls.company.id, "resolution_hours": 4}
        )
        cls.customer = cls.env["res.partner"].create(
            {"name": "Hostelería Peña Blanca", "is_company": True, "email": "pena@example.com"}
        )
        cls.contact = cls.env["res.partner"].create(
            {"name": "Lorea Saiz", "parent_id": cls.customer.id, "email": "lorea@example.com"}
        )
        cls.agent = cls._make_user("jon", "crm_helpdesk.group_helpdesk_agent", cls.support)
        cls.supervisor = cls._make_user("ane", "crm_helpdesk.group_helpdesk_supervisor")
        cls.officer = cls._make_user("nerea", "crm_helpdesk.group_helpdesk_quality")

    @classmethod
    def _make_calendar(cls, name, spans):
        return cls.env["resource.calendar"].create(
            {
                "name": name,
                "tz": "Europe/Madrid",
                "company_id": cls.company.id,
                "attendance_ids": [(5, 0, 0)]
                + [
                    (
                        0,
                        0,
                        {
                            "name": f"{day} {start}",
                            "dayofweek": str(day),
                            "hour_from": start,
                            "hour_to": stop,
                            "day_period": "morning" if start < 12 else "afternoon",
                        },
                    )
                    for day in range(5)
                    for start, stop in spans
                ],
            }
        )

    @classmethod
    def _add_holiday(cls, day, name, **values):
        return cls.env["resource.calendar.leaves"].create(
            {
                "name": name,
                "company_id": cls.company.id,
                "date_from": madrid(f"{day} 00:00"),
                "date_to": madrid(f"{day} 23:59"),
                **values,
            }
        )

    @classmethod
    def _make_team(cls, name, calendar):
        return cls.env["crm.helpdesk.team"].create(
            {"name": name, "company_id": cls.company.id, "calendar_id": calendar.id}
        )

    @classmethod
    def _make_user(cls, login, groups, team=None):
        user = new_test_user(
            cls.env,
            login=f"helpdesk_{login}",
            name=login.capitalize(),
            groups=f"base.group_user,{groups}",
            company_id=cls.company.id,
            company_ids=[(6, 0, cls.company.ids)],
            email=f"{login}@ormaza.example",
        )
        if team:
            cls.env["crm.helpdesk.member"].create({"team_id": team.id, "user_id": user.id})
        return user

    @contextmanager
    def at(self, text):
        """It is then on the clocks of Madrid, for the database too."""
        with self.mock_datetime_and_now(madrid(text)):
            yield

    def run_cron(self, name):
        """The real job, once."""
        self.env.flush_all()
        with self.enter_registry_test_mode():
            self.env.ref(f"crm_helpdesk.{name}").method_direct_trigger()
        self.env.invalidate_all()

    def make_ticket(self, text, **values):
        """A request that came in then."""
        with self.at(text):
            return self.env["crm.helpdesk.ticket"].create(
                {
                    "name": "Two boxes of tomato arrived broken",
                    "team_id": self.support.id,
                    "partner_id": self.contact.id,
                    **values,
                }
            )

    def clock(self, ticket, metric="resolution"):
        """The clock of the last cycle."""
        return ticket.target_ids.filtered(lambda each: each.metric == metric)[-1:]

    def answer(self, ticket, user=None, **values):
        """One of us answers, for the customer to read."""
        return ticket.with_user(user or self.agent).message_post(
            body="We look into it.",
            message_type="comment",
            subtype_xmlid="mail.mt_comment",
            partner_ids=ticket.partner_id.ids,
            **values,
        )

    def reply(self, ticket, **values):
        """The customer writes."""
        return ticket.sudo().message_post(
            body="Any news?",
            message_type="email",
            subtype_xmlid="mail.mt_comment",
            author_id=ticket.partner_id.id,
            **values,
        )
