"""A company whose boxes have arrived broken twice, and the people who look into it."""

from __future__ import annotations

from tests import support

# Jon answers customers, Nerea and Itziar are the quality department, Mikel keeps the warehouse.
_PEOPLE = """
group = lambda *names: [(4, env.ref(name).id) for name in names]
def make_user(name, *groups):
    return env["res.users"].with_context(no_reset_password=True).create({
        "name": name, "login": name.lower(), "password": name.lower(), "lang": "es_ES",
        "tz": "Europe/Madrid", "tour_enabled": False, "email": name.lower() + "@example.com",
        "group_ids": group("base.group_user", *groups),
    })

company = env.company
company.resource_calendar_id.tz = "Europe/Madrid"
company.partner_id.tz = "Europe/Madrid"
jon = make_user("Jon", "crm_helpdesk.group_helpdesk_agent")
make_user("Nerea", "crm_helpdesk.group_helpdesk_quality")
make_user("Itziar", "crm_helpdesk.group_helpdesk_quality")
make_user("Mikel", "crm_helpdesk.group_helpdesk_user")
team = env["crm.helpdesk.team"].create({"name": "Soporte", "company_id": company.id})
env["crm.helpdesk.member"].create({"team_id": team.id, "user_id": jon.id})
category = env["crm.helpdesk.category"].create(
    {"name": "Caja aplastada", "requires_capa": True, "team_id": team.id,
     "company_id": company.id, "sequence": 1})
for name, city in (("Mesón La Ribera", "Castro"), ("Bar El Pinar", "Laredo")):
    partner = env["res.partner"].create({"name": name, "city": city, "is_company": True})
    env["crm.helpdesk.ticket"].create({
        "name": "Cajas aplastadas en el pedido", "partner_id": partner.id,
        "team_id": team.id, "category_id": category.id,
    })
env["res.partner"].create({"name": "Hostelería Peña Blanca", "is_company": True})
env.cr.commit()
"""

# Sixty days go by without a recurrence, and the night after them.
_LATER = """
from datetime import timedelta

action = env["crm.helpdesk.capa"].search([("verdict", "=", "pending")])
action._by_flow().write({"done_at": action.done_at - timedelta(days=60)})
env.ref("crm_helpdesk.ir_cron_helpdesk_verdicts").method_direct_trigger()
env.cr.commit()
"""


def prepare(database: str) -> None:
    """Make the people, a department and two requests about the same."""
    support.run_in_shell(database, _PEOPLE, "Preparing quality")


def let_sixty_days_pass(database: str) -> None:
    """Nothing comes back."""
    support.run_in_shell(database, _LATER, "Letting sixty days pass")
