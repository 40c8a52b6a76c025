"""How rows of this addon's models are made that point at a contact and carry a text."""

from datetime import datetime


def _make_action(env, partner, text):
    action = env["crm.action"].create(
        {
            "type_id": env.ref("crm_actions.crm_action_type_visit").id,
            "partner_id": partner.id,
            "summary": text,
            "start": datetime(2026, 10, 15, 9),
        }
    )
    photo = env["ir.attachment"].create({"name": f"{text}.png", "raw": b"x"})
    action.check_in({"latitude": 41.4, "longitude": 2.2, "accuracy_m": 20})
    action.close(
        {
            "outcome_id": env.ref("crm_actions.crm_action_outcome_order").id,
            "note": f"<p>{text}</p>",
            "photo_ids": photo.ids,
        }
    )
    action.message_post(body=text)
    return action


def _make_assignment(env, partner, text):
    return env["crm.portfolio.assignment"].create(
        {"partner_id": partner.commercial_partner_id.id, "user_id": env.user.id}
    )


def _make_plan(env, partner, text):
    return env["crm.action.plan"].create(
        {"partner_id": partner.id, "name": text, "summary": text, "tue": True, "user_id": env.uid}
    )


def _make_skip(env, partner, text):
    return env["crm.action.plan.skip"].create(
        {
            "plan_id": _make_plan(env, partner, text).id,
            "partner_id": partner.id,
            "plan_date": "2026-10-20",
        }
    )


def _make_operation(env, partner, text):
    number = env["crm.action.sync.op"].search_count([])
    return env["crm.action.sync.op"].create(
        {
            "op_uuid": f"example-{number}",
            "user_id": env.uid,
            "partner_id": partner.id,
            "kind": "close",
            "status": "rejected",
            "message": text,
            "payload": {"vals": {"note": text}},
        }
    )


EXAMPLES = {
    "crm.action": _make_action,
    "crm.action.plan": _make_plan,
    "crm.action.plan.skip": _make_skip,
    "crm.action.sync.op": _make_operation,
    "crm.portfolio.assignment": _make_assignment,
}
FOLDED = {"crm.portfolio.assignment": "one owner a customer a day"}
NOT_FOR_LEADERS = {"crm.action.geo": "positions have a group of their own"}
