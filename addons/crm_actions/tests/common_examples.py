"""How rows of this addon's models are made that point at a contact and carry a text."""

import json
from datetime import datetime

from ..engine import calls


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


def _make_call(env, partner, text):
    """A call that a phone system told, with notes of the person who answered it."""
    number = env["crm.call"].search_count([])
    account = env["crm.pbx.account"].sudo()
    account = account.search([("name", "=", "Example")]) or account.create({"name": "Example"})
    for kind, at in (("ringing", 1_792_054_800), ("answered", 1_792_054_810),
                     ("ended", 1_792_054_900)):  # fmt: skip
        event = {"event": kind, "linked_id": str(number), "at": at, "name": text,
                 "number": partner.phone or "985112233"}  # fmt: skip
        account._take_event(calls.parse_event(json.dumps(event)), json.dumps(event))
    call = env["crm.call"].search(
        [("pbx_account_id", "=", account.id), ("linked_id", "=", str(number))]
    )
    call.write({"partner_id": partner.id, "notes": text})
    return call


EXAMPLES = {
    "crm.action": _make_action,
    "crm.action.plan": _make_plan,
    "crm.action.plan.skip": _make_skip,
    "crm.action.sync.op": _make_operation,
    "crm.call": _make_call,
    "crm.portfolio.assignment": _make_assignment,
}


def _do_visits(case):
    """Nora makes two visits in October and one in September, Nils one; one is called off."""
    outcome = case.order
    for user, day in ((case.nora, (10, 5)), (case.nora, (10, 31)), (case.nora, (9, 30)),
                      (case.nils, (10, 6))):  # fmt: skip
        _do(case, user, case.visit_type, outcome, datetime(2026, *day, 9))
    case._plan(start=datetime(2026, 10, 20, 9)).cancel("Closed")
    return {case.nora: 2, case.nils: 1}


def _do_calls(case):
    """Nora rings once in October and reaches nobody; that is a call all the same."""
    _do(case, case.nora, case.call_type, case.no_answer, datetime(2026, 10, 5, 9))
    _do(case, case.nora, case.visit_type, case.order, datetime(2026, 10, 5, 10))
    return {case.nora: 1}


def _do(case, user, action_type, outcome, at):
    values = {"type_id": action_type.id, "start": at, "user_id": user.id, "outcome_id": outcome.id}
    case._plan(user).sudo().write({**values, "state": "done", "done_at": at})


def _win(case):
    """Of Nora's three opportunities two are won, one of them in September; Sara wins one."""
    won = case._opportunity() | case._opportunity(case.sara) | case._opportunity()
    case._opportunity()
    won.action_set_won()
    won[:2].date_closed = datetime(2026, 10, 15, 9)
    won[2:].date_closed = datetime(2026, 9, 15, 9)
    return {case.nora: 1, case.sara: 1}


def _sell(case):
    """What is open counts as of now: 1,500 of Nora's; what is won or lost does not."""
    case._opportunity(expected_revenue=1200)
    case._opportunity(expected_revenue=300)
    case._opportunity(expected_revenue=5000).action_set_lost()
    case._opportunity(expected_revenue=700).action_set_won()
    return {case.nora: 1500}


METRICS = {
    "visits_done": _do_visits,
    "calls_done": _do_calls,
    "opportunities_won": _win,
    "pipeline_value": _sell,
}
FOLDED = {"crm.portfolio.assignment": "one owner a customer a day"}
NOT_FOR_LEADERS = {"crm.action.geo": "positions have a group of their own"}
