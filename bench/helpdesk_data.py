"""A helpdesk of the size that benches ask for. Runs inside Odoo's shell.

Requests and their logs are made by a handful of statements; their clocks follow from the logs, as
they do after every step.
"""

from __future__ import annotations

import json

from bench import company

_STATES = ("new", "open", "open", "pending_customer", "open")


def fill(env, *, tickets: int, agents: int = 30, customers: int = 2_000) -> None:
    """Three departments with agents, a service level, customers and so many open requests."""
    env["res.company"].search([]).partner_id.tz = "Europe/Madrid"
    company.make_customers(env, customers)
    teams = _make_teams(env)
    _make_agents(env, teams, agents)
    env["crm.helpdesk.sla.policy"].create(
        {
            "name": "Standard",
            "first_response_hours": 4,
            "next_response_hours": 8,
            "resolution_hours": 40,
            "department_hours": 24,
        }
    )
    env.flush_all()
    _make_tickets(env, teams, tickets)
    _make_logs(env, teams)
    env.cr.commit()
    env.cr.execute("ANALYZE")
    env.cr.commit()


def read_clocks(env) -> int:
    """The clocks of all requests, as their logs give them; how many requests."""
    found = env["crm.helpdesk.ticket"].search([], order="id").ids
    for start in range(0, len(found), 2_000):
        env["crm.helpdesk.ticket"].browse(found[start : start + 2_000])._refresh_clocks()
        env.cr.commit()
        env.invalidate_all()
    env.cr.execute("ANALYZE")
    env.cr.commit()
    return len(found)


def _make_teams(env):
    calendar = env["resource.calendar"].create(
        {
            "name": "Office",
            "tz": "Europe/Madrid",
            "attendance_ids": [(5, 0, 0)]
            + [
                (0, 0, {"name": f"{day}", "dayofweek": str(day), "hour_from": first,
                        "hour_to": last, "day_period": period})
                for day in range(5)
                for first, last, period in ((9, 14, "morning"), (16, 19, "afternoon"))
            ],
        }
    )  # fmt: skip
    return env["crm.helpdesk.team"].create(
        [{"name": name, "calendar_id": calendar.id} for name in ("Support", "Logistics", "Quality")]
    )


def _make_agents(env, teams, count: int) -> None:
    users = env["res.users"].with_context(no_reset_password=True, tracking_disable=True)
    group = env.ref("crm_helpdesk.group_helpdesk_agent")
    base = env.ref("base.group_user")
    agents = users.create(
        [
            {"name": f"Agent {number}", "login": f"agent{number}", "tz": "Europe/Madrid",
             "group_ids": [(6, 0, [base.id, group.id])]}
            for number in range(count)
        ]
    )  # fmt: skip
    env["crm.helpdesk.member"].create(
        [
            {"team_id": teams[number % len(teams)].id, "user_id": agent.id}
            for number, agent in enumerate(agents)
        ]
    )
    supervisor = env.ref("crm_helpdesk.group_helpdesk_supervisor")
    users.create(
        {"name": "Supervisor", "login": "supervisor0", "tz": "Europe/Madrid",
         "group_ids": [(6, 0, [base.id, supervisor.id])]}
    )  # fmt: skip


def _make_tickets(env, teams, count: int) -> None:
    """Requests of the last ten days, in the departments by turns, most of them somebody's."""
    stages = {
        state: env["crm.helpdesk.stage"]._get_for(state, teams[0]).id for state in set(_STATES)
    }
    env.cr.execute(
        """
        CREATE TEMPORARY TABLE bench_turns AS
               SELECT number - 1 AS number, stage, state
                 FROM unnest(%s, %s) WITH ORDINALITY AS turn (stage, state, number);
        CREATE TEMPORARY TABLE bench_agents AS
               SELECT row_number() OVER (ORDER BY member.id) - 1 AS number, member.user_id,
                      member.team_id
                 FROM crm_helpdesk_member member
        """,
        [[stages[state] for state in _STATES], list(_STATES)],
    )
    team_ids = "ARRAY[" + ",".join(map(str, teams.ids)) + "]"
    company.insert(
        env,
        "crm_helpdesk_ticket",
        {
            "number": "'B-' || n",
            "name": "'Request ' || n",
            "kind": "'incident'",
            "priority": "(n % 4)::text",
            "channel": "'email'",
            "company_id": str(env.company.id),
            "team_id": f"({team_ids})[1 + n % {len(teams)}]",
            "user_id": "CASE WHEN turn.state <> 'new' THEN agent.user_id END",
            "stage_id": "turn.stage",
            "state": "turn.state",
            "partner_id": "customer.id",
            "commercial_partner_id": "customer.id",
            "create_date": "now() - interval '60 hours' + n % 3500 * interval '1 minute'",
            "answer_count": "CASE WHEN turn.state = 'new' THEN 0 ELSE 1 END",
            "reopen_count": "0",
            "color": "0",
        },
        count,
        f"""JOIN bench_turns turn ON turn.number = n % {len(_STATES)}
            CROSS JOIN (SELECT count(*) AS many FROM bench_customers) customers
            JOIN bench_customers customer ON customer.number = n % customers.many
            CROSS JOIN (SELECT count(*) AS many FROM bench_agents) agents
            JOIN bench_agents agent ON agent.number = n % agents.many""",  # noqa: S608
    )


def _make_logs(env, teams) -> None:
    """The beginning of each request, an answer unless it is new, and a pause of those that wait."""
    promises = env["crm.helpdesk.ticket"].search([("team_id", "in", teams.ids)], limit=1)
    data = json.dumps({"promises": promises._get_promises()[promises]})
    env.cr.execute(
        """
        INSERT INTO crm_helpdesk_sla_event (ticket_id, at, kind, team_id, data, create_uid,
                                            write_uid, create_date, write_date)
             SELECT id, date_trunc('second', create_date), 'start', team_id, %s::jsonb, 1, 1,
                    now(), now()
               FROM crm_helpdesk_ticket ORDER BY id;
        INSERT INTO crm_helpdesk_sla_event (ticket_id, at, kind, create_uid, write_uid,
                                            create_date, write_date)
             SELECT ticket.id, date_trunc('second', ticket.create_date) + after.minutes, after.kind,
                    1, 1, now(), now()
               FROM crm_helpdesk_ticket ticket
               JOIN (VALUES ('answer', interval '30 minutes'), ('pause', interval '60 minutes'))
                    AS after (kind, minutes)
                 ON ticket.state = 'pending_customer' OR after.kind = 'answer'
              WHERE ticket.state <> 'new' ORDER BY ticket.id, after.minutes
        """,
        [data],
    )
