"""What happens inside Odoo in `test_osrm.py`: a rep's customers on both banks of a river."""

from __future__ import annotations

import os
import signal
from datetime import timedelta
from unittest.mock import patch

from tools import street_map

BANKS = [(column, row) for row in (3.5, 5.5) for column in (1, 3, 5, 7, 9)]
HOME = (2, 3.5)


def plan_over_roads(env, address: str) -> None:
    """A day planned by road, then once more from what is kept."""
    env.company.write({"crm_distance_source": "osrm", "crm_osrm_url": address})
    _make_customers(env)
    plan = _planned(env)
    # then the plan says where its distances come from, and all of them are kept
    job = plan.job_ids
    assert job.distances == {"source": "osrm", "notes": []}, job.distances
    assert (
        plan.with_context(lang="en_US").distances_text
        == "Distances are by road, from the route server."
    )
    assert not plan.has_distance_notes
    assert len(plan.stop_ids) == len(BANKS)
    assert _count_kept(env) == len(BANKS) * (len(BANKS) + 1)
    # and it does a bank at a time: from home to the bridge and back is 7 km, over it 1 km twice
    route = plan.route_ids
    banks = [each.partner_id.partner_latitude > _river() for each in route.stop_ids]
    changes = sum(one != other for one, other in zip([False, *banks], [*banks, False], strict=True))
    assert changes == 2, banks
    assert route.km > 14
    # and the line on the map is the road, with more corners than there are stops
    points = [_home(), *(_place(each.partner_id) for each in route.stop_ids), _home()]
    assert len(env.company._get_shape(points)) > len(points)
    env.cr.commit()


def plan_without_the_server(env) -> None:
    """The server is gone: what is kept is enough for a plan over the same customers."""
    plan = _planned(env)
    assert plan.job_ids.distances == {"source": "osrm", "notes": []}
    env.cr.commit()


def plan_while_it_dies(env, pid: int) -> None:
    """The map is a new one, all is asked anew, and after some tables the server is killed."""
    from odoo.addons.crm_routes.osrm_client import RouteServer

    env["crm.route.distance"]._forget(env.company)
    asked, ask = [], RouteServer._ask_once

    def ask_and_die(server, path):
        asked.append(path)
        if len(asked) == 5:
            os.kill(pid, signal.SIGKILL)
        return ask(server, path)

    with patch.object(RouteServer, "_ask_once", ask_and_die):
        plan = _planned(env)
    assert len(asked) > 5
    # then all of the matrix is estimated, and the plan says why
    told = plan.job_ids.distances
    assert (told["source"], told["notes"][0]["why"]) == ("estimate", "no_answer"), told
    assert plan.with_context(lang="en_US").distances_text == (
        "Distances are estimated this time. The route server cannot be reached."
    )
    assert plan.has_distance_notes
    assert len(plan.stop_ids) == len(BANKS)
    # and what it had told before is kept for the next time
    assert 0 < _count_kept(env) < len(BANKS) * (len(BANKS) + 1)
    env.cr.commit()


def _make_customers(env) -> None:
    user = (
        env["res.users"]
        .with_context(no_reset_password=True)
        .create(
            {
                "name": "Nora",
                "login": "nora.osrm",
                "tz": "Europe/Madrid",
                "group_ids": [(4, env.ref("sales_team.group_sale_salesman").id)],
            }
        )
    )
    partners = env["res.partner"].create(
        [
            {"name": f"Bar {number}", "user_id": user.id, **_at(street_map.place(*bank))}
            for number, bank in enumerate(BANKS)
        ]
    )
    depot = env["res.partner"].create({"name": "Depot", **_at(_home())})
    env["crm.visit.policy"].create(
        [
            {"name": each.name, "partner_id": each.id, "frequency": "week", "number": 1}
            for each in partners
        ]
    )
    env["crm.route.rep"].create({"user_id": user.id, "start_id": depot.id})


def _planned(env):
    from odoo import fields

    today = fields.Date.today()
    monday = today + timedelta(days=7 - today.weekday())
    rep = env["crm.route.rep"].search([("user_id.login", "=", "nora.osrm")])
    values = {"date_from": monday, "date_to": monday, "rep_ids": [(6, 0, rep.ids)], "seconds": 2}
    plan = env["crm.route.plan"].create(values)
    plan.action_plan()
    env.cr.commit()
    env.ref("crm_routes.ir_cron_plan_routes").method_direct_trigger()
    env.cr.commit()  # what the job has committed is seen from the next transaction on
    assert plan.state == "proposed", plan.job_ids.mapped("problem_text")
    return plan


def _count_kept(env) -> int:
    env.cr.execute("SELECT count(*) FROM crm_route_distance")
    return env.cr.fetchone()[0]


def _home() -> tuple[float, float]:
    return street_map.place(*HOME)


def _river() -> float:
    return street_map.place(0, street_map.RIVER_AFTER + 0.5)[0]


def _place(partner) -> tuple[float, float]:
    return partner.partner_latitude, partner.partner_longitude


def _at(place: tuple[float, float]) -> dict[str, float]:
    return {"partner_latitude": place[0], "partner_longitude": place[1]}
