"""How rows of this addon's models are made that point at a contact and carry a text."""


def _make_participant(env, partner, text):
    plan = env["crm.commission.plan"].create({"name": "Agents", "rate": 5})
    return env["crm.commission.participant"].create({"plan_id": plan.id, "payee_id": partner.id})


def _make_split(env, partner, text):
    _make_participant(env, partner, text)
    order = env["sale.order"].create({"partner_id": partner.id, "user_id": env.uid})
    return env["crm.commission.split"].create(
        {"order_id": order.id, "payee_id": partner.id, "percent": 60}
    )


EXAMPLES = {
    "crm.commission.participant": _make_participant,
    "crm.commission.split": _make_split,
}
