"""P5: vendor bills of a year's statements, one for each agent and month, on either side.

Ours are shown to the agents and approved before, which is not measured: OCA's settlements need no
approval. Both sides make drafts in a purchase journal of the Spanish chart.
"""

from __future__ import annotations

from datetime import date

from bench import commissions_data as data

PHASE = "P5 vendor bills"
_LAST = date(data.YEAR, 12, 31)


def measure_ours(env, probe) -> int:
    """Settle by bill what our addon has booked; how many bills that makes."""
    domain = [("date_from", "<=", _LAST)]
    env["crm.commission.period"].search(domain, order="date_from").action_calculate()
    statements = env["crm.commission.statement"].search(domain, order="date_from, id")
    # what a month leaves is carried into the next, which therefore waits for it
    for month in statements.grouped("date_from").values():
        month.action_send()
        month.action_approve()
    with probe.phase(PHASE):
        statements.action_settle()
    return len(statements.move_ids)


def measure_oca(env, probe) -> int:
    """Invoice what OCA's addons have settled; how many bills that makes."""
    settlements = env["commission.settlement"].search([("date_from", "<=", _LAST)])
    journal = env["account.journal"].search([("type", "=", "purchase")], limit=1)
    product = env["product.product"].search([("name", "=", "Product 1")])
    with probe.phase(PHASE):
        bills = settlements.make_invoices(journal, product, date=date(data.YEAR + 1, 1, 31))
    return len(bills)
