"""How rows of this addon's models are made that point at a contact and carry a text."""

from datetime import date


def _make_participant(env, partner, text):
    plan = env["crm.commission.plan"].create({"name": "Agents", "rate": 5})
    return env["crm.commission.participant"].create({"plan_id": plan.id, "payee_id": partner.id})


def _make_split(env, partner, text):
    _make_participant(env, partner, text)
    order = env["sale.order"].create({"partner_id": partner.id, "user_id": env.uid})
    return env["crm.commission.split"].create(
        {"order_id": order.id, "payee_id": partner.id, "percent": 60}
    )


def _make_dispute(env, partner, text):
    """About what is missing on a statement without entries, as an erased one would be."""
    day = date(2026, 9, 1)
    period = env["crm.commission.period"]._ensure_periods(env.company, day, day)
    values = {
        "company_id": env.company.id,
        "payee_id": partner.id,
        "currency_id": env.company.currency_id.id,
        "period_id": period.id,
    }
    return (
        env["crm.commission.dispute"]
        ._by_flow()
        .create(
            {
                **values,
                "opened_by_id": env.uid,
                "opened_at": "2026-10-14 10:00:00",
                "reason": "missing",
                "document": text,
                "note": text,
                "resolution": text,
            }
        )
        .sudo(env.su)
    )


EXAMPLES = {
    "crm.commission.dispute": _make_dispute,
    "crm.commission.participant": _make_participant,
    "crm.commission.split": _make_split,
}
