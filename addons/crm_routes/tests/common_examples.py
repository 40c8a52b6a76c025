"""How rows of this addon's models are made that point at a contact and carry a text."""

from datetime import timedelta

from odoo import fields


def _make_policy(env, partner, text):
    return env["crm.visit.policy"].create({"name": text, "partner_id": partner.id})


def _make_hours(env, partner, text):
    return env["crm.opening.hours"].create(
        {"partner_id": partner.id, "weekday": "2", "hour_from": 9, "hour_to": 14}
    )


def _make_closing(env, partner, text):
    return env["crm.closing.days"].create(
        {"partner_id": partner.id, "date_from": "2026-08-01", "date_to": "2026-08-31"}
    )


def _make_history(env, partner, text):
    return env["crm.segment.history"].create({"partner_id": partner.id, "date": "2026-10-15"})


def _make_rep(env, partner, text):
    number = env["crm.route.rep"].search_count([])
    user = env.user
    if env["crm.route.rep"].search_count([("user_id", "=", user.id)]):
        user = user.copy({"login": f"rep-{number}", "name": f"Rep {number}"})
    return env["crm.route.rep"].create(
        {"user_id": user.id, "start_id": partner.id, "end_id": partner.id}
    )


def _make_demand(env, partner, text):
    return env["crm.visit.demand"].create(
        {
            "partner_id": partner.id,
            "company_id": env.company.id,
            "policy_id": _make_policy(env, partner, text).id,
            "user_id": env.uid,
            "team_id": env.user.sale_team_id.id,
        }
    )


def _make_route(env, user=None):
    """A route of whoever works in this environment, once published."""
    user = user or env.user
    plan = env["crm.route.plan"].create({"name": "Plan", "state": "published"})
    return env["crm.route"].create(
        {
            "plan_id": plan.id,
            "user_id": user.id,
            "team_id": user.sale_team_id.id,
            "date": "2026-10-20",
        }
    )


def _make_stop(env, partner, text):
    return env["crm.route.stop"].create(
        {
            "route_id": _make_route(env).id,
            "partner_id": partner.id,
            "start": "2026-10-20 09:00:00",
            "stop": "2026-10-20 09:20:00",
            "in_force": True,
        }
    )


def _make_left_out(env, partner, text):
    return env["crm.route.left.out"].create(
        {
            "plan_id": _make_route(env).plan_id.id,
            "partner_id": partner.id,
            "user_id": env.uid,
            "team_id": env.user.sale_team_id.id,
            "reason": "no_room",
        }
    )


def _make_example_route(env, partner, text):
    return _make_stop(env, partner, text).route_id


def _follow_routes(case):
    """Two of Nora's four stops of October were made on their day, and one of Nils's."""
    month = {"2026-10-05": True, "2026-10-06": True, "2026-10-07": False, "2026-10-08": False}
    _make_week(case, case.nora, {**month, "2026-11-02": True})
    _make_week(case, case.nils, {"2026-10-05": True})
    return {case.nora: 50, case.nils: 100}


def _make_week(case, user, days):
    """Stops of a closed plan by day, and whether each was made on it."""
    env = case.env(su=True)
    route = _make_route(env, user)
    route.plan_id.state = "closed"
    for day, made in days.items():
        route_of_day = route.copy({"date": day})
        env["crm.route.stop"].create(
            {
                "route_id": route_of_day.id,
                "partner_id": case.customer.id,
                "start": f"{day} 09:00:00",
                "stop": f"{day} 09:20:00",
                "in_force": True,
                "done_on": day if made else False,
            }
        )


def _cover_customers(case):
    """Of Nora's four customers under a policy one is in time, one due, two were never visited."""
    env = case.env(su=True)
    policy = env["crm.visit.policy"].create({"name": "All", "partner_id": case.customer.id})
    today = fields.Date.today()
    for days in (3, -3, None, None):
        partner = env["res.partner"].create({"name": f"Bar {days}", "is_company": True})
        due = today + timedelta(days=days) if days else False
        values = {"partner_id": partner.id, "company_id": env.company.id, "due_on": due}
        values.update(policy_id=policy.id, user_id=case.nora.id)
        env["crm.visit.demand"].create(values)
    return {case.nora: 25}


METRICS = {
    "route_adherence": _follow_routes,
    "visit_coverage": _cover_customers,
}
EXAMPLES = {
    "crm.route": _make_example_route,
    "crm.route.stop": _make_stop,
    "crm.route.left.out": _make_left_out,
    "crm.visit.policy": _make_policy,
    "crm.opening.hours": _make_hours,
    "crm.closing.days": _make_closing,
    "crm.segment.history": _make_history,
    "crm.route.rep": _make_rep,
    "crm.visit.demand": _make_demand,
}
FOLDED = {
    "crm.opening.hours": "one week a customer",
    "crm.visit.demand": "one row a customer and company",
}
