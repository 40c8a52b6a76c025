"""Soporte and Calidad, an agent, and a request as in H1: it came on a Friday at 17:30.

The Monday after it is a holiday, so that four working hours end on Tuesday at 11:30. The Friday is
the last one but one, whatever day the journey is made on.
"""

from __future__ import annotations

from tests import support

SUBJECT = "Dos cajas de tomate llegaron rotas"
HOLIDAY = "Fiesta Nacional"

_SCRIPT = """
from datetime import datetime, time, timedelta
from unittest.mock import patch
from odoo import Command, fields
from odoo.addons.crm_helpdesk.engine.instants import to_utc

ZONE = "Europe/Madrid"
today = fields.Date.today()
friday = today - timedelta(days=(today.weekday() - 4) % 7 + 7)
monday = friday + timedelta(days=3)
wall = lambda day, hour, minute=0: to_utc(datetime.combine(day, time(hour, minute)), ZONE)

ane = env["res.users"].with_context(no_reset_password=True).create({
    "name": "Ane Goiri", "login": "ane", "password": "ane", "lang": "es_ES", "tz": ZONE,
    "tour_enabled": False, "email": "ane@example.com", "notification_type": "inbox",
    "group_ids": [Command.set([env.ref("base.group_user").id,
                               env.ref("crm_helpdesk.group_helpdesk_agent").id])],
})
env.company.partner_id.tz = ZONE
hours = env["resource.calendar"].create({
    "name": "Norte", "tz": ZONE,
    "attendance_ids": [Command.clear()] + [
        Command.create({"name": str(day), "dayofweek": str(day), "hour_from": first,
                        "hour_to": last, "day_period": period})
        for day in range(5)
        for first, last, period in ((9, 14, "morning"), (16, 19, "afternoon"))],
})
env["resource.calendar.leaves"].create({
    "name": HOLIDAY, "calendar_id": hours.id, "company_id": env.company.id,
    "date_from": wall(monday, 0), "date_to": wall(monday, 23, 59),
})
support, quality = env["crm.helpdesk.team"].create(
    [{"name": name, "calendar_id": hours.id} for name in ("Soporte", "Calidad")])
env["crm.helpdesk.member"].create(
    [{"team_id": team.id, "user_id": ane.id} for team in support | quality])
env["crm.helpdesk.sla.policy"].create({"name": "Cuatro horas", "resolution_hours": 4})
customer = env["res.partner"].create(
    {"name": "Hostelería Peña Blanca", "is_company": True, "email": "pena@example.com"})
came = wall(friday, 17, 30)
with patch.object(fields.Datetime, "now", staticmethod(lambda *_args: came)):
    env["crm.helpdesk.ticket"].create(
        {"name": SUBJECT, "team_id": support.id, "partner_id": customer.id, "channel": "email"})
    env.flush_all()
env.cr.commit()
"""


def prepare(database: str) -> None:
    """Make the departments, the agent and the request."""
    script = f"SUBJECT, HOLIDAY = {SUBJECT!r}, {HOLIDAY!r}\n{_SCRIPT}"
    support.run_in_shell(database, script, "Preparing a helpdesk")
