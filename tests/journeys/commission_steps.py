"""A distributor whose rep has invoiced 62,500.00 in March, paid in tiers of 2, 3 and 5 %."""

from __future__ import annotations

from tests import support

# Nora sells in the team that Lea leads, Ana keeps the accounts, Max manages commissions.
_SCRIPT = """
from odoo import Command

group = lambda *names: [Command.link(env.ref(name).id) for name in names]
def make_user(name, *groups):
    return env["res.users"].with_context(no_reset_password=True).create({
        "name": name, "login": name.lower(), "password": name.lower(), "lang": "es_ES",
        "tz": "Europe/Madrid", "tour_enabled": False, "email": name.lower() + "@example.com",
        "group_ids": group("base.group_user", *groups),
    })

company = env.company
company.resource_calendar_id.tz = "Europe/Madrid"
company.partner_id.tz = "Europe/Madrid"
salesman = "sales_team.group_sale_salesman"
nora = make_user("Nora", salesman)
lea = make_user("Lea", salesman, "crm_actions.group_team_leader")
ana = make_user("Ana", "crm_commissions.group_commission_accountant",
                "account.group_account_invoice")
max = make_user("Max", "crm_commissions.group_commission_manager")
team = env["crm.team"].create({"name": "Norte", "user_id": lea.id})
team.member_ids = nora

Account, Journal = env["account.account"], env["account.journal"]
company.write({
    "commission_entry_journal_id": Journal.search(
        [("type", "=", "general"), ("company_id", "=", company.id)], limit=1).id,
    "commission_salary_account_id": Account.create(
        {"name": "Sueldos y salarios", "code": "640001", "account_type": "expense"}).id,
    "commission_salary_payable_account_id": Account.create(
        {"name": "Remuneraciones pendientes de pago", "code": "465001",
         "account_type": "liability_payable", "reconcile": True}).id,
})

plan = env["crm.commission.plan"].create({
    "name": "Comerciales", "trigger": "invoiced", "date_from": "2026-03-01",
    "tier_mode": "marginal", "tier_window": "month",
    "tier_ids": [Command.create({"bound_from": bound, "rate": rate})
                 for bound, rate in ((0, 2), (25000, 3), (50000, 5))],
})
env["crm.commission.participant"].create(
    {"plan_id": plan.id, "user_id": nora.id, "date_from": "2026-03-01"})
plan.action_activate()

customer = env["res.partner"].create({"name": "Hotel Ría Mansa", "is_company": True})
product = env["product.product"].create({"name": "Sidra", "list_price": 100})
def bill(amount, day, kind="out_invoice", origin=None):
    move = env["account.move"].create({
        "move_type": kind, "partner_id": customer.id, "invoice_user_id": nora.id,
        "invoice_date": day, "reversed_entry_id": origin and origin.id,
        "invoice_line_ids": [Command.create({
            "product_id": product.id, "price_unit": amount, "tax_ids": [Command.clear()]})],
    })
    return move
first = bill(40000, "2026-03-10")
(first | bill(22500, "2026-03-20")).action_post()
bill(15000, "2026-04-15", "out_refund", first)  # a draft, for later
env["crm.commission.engine"]._run(company)
env.cr.commit()
"""


def prepare(database: str) -> None:
    """Make people, a plan, two posted invoices of March and a draft refund of April."""
    support.run_in_shell(database, _SCRIPT, "Preparing commissions")
