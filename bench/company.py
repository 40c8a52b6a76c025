"""A company of the size that benches ask for: people, customers, opportunities, actions, events.

Made by a handful of statements inside Odoo's shell, in a copy of a template; what is over is done
or was missed, what is to come is planned, and each action has its event in the calendar.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass

from tools import database, settings, setup, templates

_CALL = """
import sys
sys.path.insert(0, {root!r})
from bench import {module}
{module}.{function}(env, **{options!r})
"""
# Who does action number n, when, and what became of it: hours of UTC, on working days alone;
# one in twenty was called off, one in two hundred nobody reported.
_SLOTS = """
JOIN bench_people people ON people.number = n % {reps}
CROSS JOIN LATERAL (SELECT n / {reps} AS turn) one
CROSS JOIN LATERAL (SELECT turn / 8 - {first_day} AS day, turn % 8 AS hour) two
CROSS JOIN LATERAL (
    SELECT date_trunc('week', now()) + floor(day / 5.0) * interval '7 days'
           + (day - 5 * floor(day / 5.0)) * interval '1 day'
           + interval '7 hours' + hour * interval '70 minutes' AS start) three
CROSS JOIN LATERAL (
    SELECT CASE WHEN start > now() THEN 'planned' WHEN turn % 20 = 0 THEN 'cancelled'
                WHEN turn % 200 = 1 THEN 'planned' ELSE 'done' END AS state) four
CROSS JOIN (SELECT array_agg(id ORDER BY sequence) AS ids FROM crm_action_type) types
CROSS JOIN (SELECT min(id) AS reached FROM crm_action_outcome WHERE contacted) outcomes
CROSS JOIN (SELECT min(id) AS first, count(*) AS many FROM crm_lead) leads
CROSS JOIN (SELECT array_agg(id ORDER BY id) AS ids FROM res_partner
             WHERE ref LIKE 'bench-%') customers
"""
_PEOPLE = "base.group_user", "sales_team.group_sale_salesman"


@dataclass(frozen=True)
class Size:
    """How much there is of what."""

    actions: int = 200_000
    opportunities: int = 50_000
    customers: int = 5_000
    reps: int = 40


def add_options(parser) -> None:
    """Let a bench be run on a company of another size."""
    for name, value in asdict(Size()).items():
        parser.add_argument(f"--{name}", type=int, default=value, help=f"default {value}")


def size_of(options) -> Size:
    """The size that the command line asks for."""
    return Size(**{name: getattr(options, name) for name in asdict(Size())})


@contextmanager
def filled(env: setup.Environment, purpose: str, size: Size) -> Iterator[str]:
    """The name of a database with such a company, for as long as a bench needs it."""
    template = templates.ensure(env, "plain")
    with templates.copied(env, template, purpose) as name:
        run_inside(env, name, "company", "fill", asdict(size), "Filling the company")
        yield name


def run_inside(
    env: setup.Environment, name: str, module: str, function: str, options: dict, purpose: str
) -> None:
    """Call `bench.<module>.<function>(env, **options)` in Odoo's shell on a database."""
    script = _CALL.format(
        root=str(settings.ROOT), module=module, function=function, options=options
    )
    database.run_script(env, name, script, purpose)


# -- inside Odoo ----------------------------------------------------------------------------


def fill(env, *, actions: int, opportunities: int, customers: int, reps: int) -> None:
    """Fill the database of `env`, which has crm_actions and no demo data."""
    # in use for long, so that opportunities have all colours
    env["res.company"].search([]).crm_followup_start = "2020-01-01"
    people = make_people(env, reps)
    make_customers(env, customers)
    make_opportunities(env, opportunities, people)
    _make_activities(env, opportunities // 5)
    _make_actions(env, actions, people)
    _make_events(env)
    env.cr.commit()
    # plans of what PostgreSQL believed about empty tables would be measured otherwise
    env.cr.execute("ANALYZE")
    env.cr.commit()


def make_people(env, reps: int):
    """Reps in teams of ten, each team with a leader."""
    users = env["res.users"].with_context(no_reset_password=True, tracking_disable=True)

    def make(login: str, *groups: str):
        groups = [env.ref(group).id for group in (*_PEOPLE, *groups)]
        values = {"name": login.title(), "login": login, "tz": "Europe/Madrid"}
        return users.create({**values, "group_ids": [(6, 0, groups)]})

    people = users.browse()
    leading = ["crm_actions.group_team_leader"] if "crm.action" in env else []
    for number in range(reps):
        if number % 10 == 0:
            leader = make(f"leader{number // 10}", *leading)
            team = env["crm.team"].create({"name": f"Team {number // 10}", "user_id": leader.id})
        rep = make(f"rep{number}")
        team.member_ids = [(4, rep.id)]
        people |= rep
    env.flush_all()
    return people


def make_customers(env, count: int) -> None:
    """Companies with an address; they are told by their reference."""
    columns = {
        "name": "'Customer ' || n",
        "complete_name": "'Customer ' || n",
        "ref": "'bench-' || n",
        "street": "'Street ' || n % 900",
        "city": "'Town ' || n % 90",
        "is_company": "true",
        "active": "true",
        "type": "'contact'",
        "lang": "'en_US'",
        "autopost_bills": "'ask'",
        "partner_share": "true",
        "partner_latitude": "40 + n % 400 / 100.0",
        "partner_longitude": "-6 + n % 500 / 100.0",
    }
    if "crm.action" in env:
        columns["geo_precision"] = "'address'"
    _insert(env, "res_partner", columns, count)
    env.cr.execute("UPDATE res_partner SET commercial_partner_id = id WHERE ref LIKE 'bench-%'")


def make_opportunities(env, count: int, people) -> None:
    """Opportunities, of which seven in ten are open; number n is the rep's number n modulo reps."""
    _remember(env, people)
    _insert(
        env,
        "crm_lead",
        {
            "name": "'Opportunity ' || n",
            "type": "'opportunity'",
            "user_id": "people.user_id",
            "team_id": "people.team_id",
            "company_id": str(env.company.id),
            "partner_id": "customers.ids[1 + n % array_length(customers.ids, 1)]",
            "stage_id": "CASE WHEN turn % 10 = 7 THEN stages.won "
            "ELSE stages.ids[1 + n % array_length(stages.ids, 1)] END",
            "active": "turn % 10 < 8",
            "won_status": "CASE WHEN turn % 10 = 7 THEN 'won' WHEN turn % 10 > 7 THEN 'lost' "
            "ELSE 'pending' END",
            "probability": "CASE WHEN turn % 10 = 7 THEN 100 WHEN turn % 10 > 7 THEN 0 "
            "ELSE 10 + n % 80 END",
            "automated_probability": "10 + n % 80",
            "expected_revenue": "100 + n % 9000",
            "prorated_revenue": "(100 + n % 9000) / 2",
            "priority": "(n % 4)::text",
            "color": "0",
            "create_date": "now() - (n % 120 + 11) * interval '1 day'",
            "date_open": "now() - (n % 120 + 10) * interval '1 day'",
            "date_last_stage_update": "now() - (n % 50) * interval '1 day'",
            "date_closed": "CASE WHEN turn % 10 > 6 THEN now() - (n % 50) * interval '1 day' END",
            "date_deadline": "current_date + (n % 90)::int - 20",
        },
        count,
        """CROSS JOIN (SELECT count(*) AS many FROM bench_people) reps
           JOIN bench_people people ON people.number = n % reps.many
           CROSS JOIN LATERAL (SELECT n / reps.many AS turn) one
           CROSS JOIN (SELECT array_agg(id ORDER BY id) AS ids FROM res_partner
                        WHERE ref LIKE 'bench-%') customers
           CROSS JOIN (
               SELECT array_agg(id ORDER BY sequence) FILTER (WHERE is_won IS NOT TRUE) AS ids,
                      min(id) FILTER (WHERE is_won) AS won FROM crm_stage) stages""",
    )


def _remember(env, people) -> None:
    env.cr.execute(
        "CREATE TEMPORARY TABLE IF NOT EXISTS bench_people "
        "(number int, user_id int, partner_id int, team_id int)"
    )
    rows = [
        (number, user.id, user.partner_id.id, user.sale_team_id.id)
        for number, user in enumerate(people)
    ]
    env.cr.execute_values("INSERT INTO bench_people VALUES %s", rows)


def _make_activities(env, count: int) -> None:
    """Odoo's own activities on one opportunity in five or so: a pipeline shows them."""
    _insert(
        env,
        "mail_activity",
        {
            "res_model": "'crm.lead'",
            "res_model_id": str(env["ir.model"]._get_id("crm.lead")),
            "res_id": "leads.id",
            "user_id": "leads.user_id",
            "activity_type_id": str(env.ref("mail.mail_activity_data_call").id),
            "date_deadline": "current_date + (n % 30)::int - 5",
            "active": "true",
        },
        count,
        "JOIN (SELECT id, user_id, row_number() OVER (ORDER BY id) AS number FROM crm_lead "
        "WHERE won_status = 'pending') leads ON leads.number = n + 1",
    )


def _make_actions(env, count: int, people) -> None:
    """Eight a day and rep on working days, the last ones eight weeks from now."""
    slots = _SLOTS.format(reps=len(people), first_day=count // 8 // len(people) - 40)
    done = "CASE WHEN state = 'done' THEN {} END"
    visited = "CASE WHEN state = 'done' AND turn % 10 < 6 THEN {} END"
    _insert(
        env,
        "crm_action",
        {
            "type_id": "types.ids[CASE WHEN turn % 10 < 6 THEN 1 WHEN turn % 10 < 8 THEN 2 "
            "WHEN turn % 10 = 8 THEN 3 ELSE 4 END]",
            "partner_id": "customers.ids[1 + n % array_length(customers.ids, 1)]",
            "commercial_partner_id": "customers.ids[1 + n % array_length(customers.ids, 1)]",
            # an opportunity of the same rep for every other action
            "opportunity_id": f"CASE WHEN turn % 2 = 0 THEN leads.first + people.number "
            f"+ {len(people)} * ((turn / 2) % (leads.many / {len(people)})) END",
            "user_id": "people.user_id",
            "team_id": "people.team_id",
            "company_id": str(env.company.id),
            "summary": "'Objective ' || n % 50",
            "origin": "'manual'",
            "allday": "false",
            "start": "start",
            "stop": "start + interval '30 minutes'",
            "state": "state",
            "outcome_id": done.format("outcomes.reached"),
            "contacted": "state = 'done'",
            "done_at": done.format("start + interval '30 minutes'"),
            "reported_at": done.format("start + interval '35 minutes'"),
            "checkin_at": visited.format("start"),
            "checkout_at": visited.format("start + interval '30 minutes'"),
            "checkin_verdict": visited.format("'verified'"),
            "duration_s": visited.format("1800"),
        },
        count,
        slots,
    )


def _make_events(env) -> None:
    """The event of each action that was not cancelled, with its rep as the only attendee."""
    env.cr.execute(
        """
        INSERT INTO calendar_event (name, start, stop, duration, allday, active, user_id, privacy,
                                    show_as, crm_action_id, opportunity_id, location,
                                    create_uid, write_uid, create_date, write_date)
             SELECT 'Visit – ' || customer.name, start, stop, 0.5, false, true, action.user_id,
                    'confidential', 'busy', action.id, opportunity_id, customer.street, 1, 1,
                    now(), now()
               FROM crm_action action JOIN res_partner customer ON customer.id = partner_id
              WHERE action.state != 'cancelled';
        INSERT INTO calendar_event_res_partner_rel (calendar_event_id, res_partner_id)
             SELECT event.id, people.partner_id
               FROM calendar_event event JOIN bench_people people USING (user_id)
              WHERE event.crm_action_id IS NOT NULL;
        INSERT INTO calendar_attendee (event_id, partner_id, state, availability)
             SELECT event.id, people.partner_id, 'accepted', 'busy'
               FROM calendar_event event JOIN bench_people people USING (user_id)
              WHERE event.crm_action_id IS NOT NULL
        """
    )


def _insert(env, table: str, columns: dict[str, str], count: int, joins: str = "") -> None:
    """Insert rows 0 to ``count`` - 1; ``columns`` are expressions of ``n`` and the joins."""
    stamps = {"create_uid": "1", "write_uid": "1", "create_date": "now()", "write_date": "now()"}
    columns = {**stamps, **columns}
    env.cr.execute(
        f"INSERT INTO {table} ({', '.join(columns)}) SELECT {', '.join(columns.values())} "  # noqa: S608
        f"FROM generate_series(0, {count - 1}) n {joins} ORDER BY n"
    )
