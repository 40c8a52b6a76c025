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
    from bench import company_days

    # in use for long, so that opportunities have all colours
    env["res.company"].search([]).crm_followup_start = "2020-01-01"
    people = make_people(env, reps)
    make_customers(env, customers)
    make_opportunities(env, opportunities, people)
    _make_activities(env, opportunities // 5)
    company_days.make_actions(env, actions, people)
    company_days.make_events(env)
    company_days.store_touches(env)
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
    insert(env, "res_partner", columns, count)
    env.cr.execute(
        """
        UPDATE res_partner SET commercial_partner_id = id WHERE ref LIKE 'bench-%';
        -- a table to join: an array of so many would be unpacked for each row anew
        CREATE TEMPORARY TABLE bench_customers AS
               SELECT row_number() OVER (ORDER BY id) - 1 AS number, id, name, street
                 FROM res_partner WHERE ref LIKE 'bench-%';
        CREATE UNIQUE INDEX ON bench_customers (number);
        ANALYZE bench_customers
        """
    )


def make_opportunities(env, count: int, people) -> None:
    """Opportunities, of which seven in ten are open; number n is the rep's number n modulo reps."""
    _remember(env, people)
    insert(
        env,
        "crm_lead",
        {
            "name": "'Opportunity ' || n",
            "type": "'opportunity'",
            "user_id": "people.user_id",
            "team_id": "people.team_id",
            "company_id": str(env.company.id),
            "partner_id": "customer.id",
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
           CROSS JOIN (SELECT count(*) AS many FROM bench_customers) customers
           JOIN bench_customers customer ON customer.number = n % customers.many
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
    insert(
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


def insert(env, table: str, columns: dict[str, str], count: int, joins: str = "") -> None:
    """Insert rows 0 to ``count`` - 1; ``columns`` are expressions of ``n`` and the joins."""
    stamps = {"create_uid": "1", "write_uid": "1", "create_date": "now()", "write_date": "now()"}
    columns = {**stamps, **columns}
    env.cr.execute(
        f"INSERT INTO {table} ({', '.join(columns)}) SELECT {', '.join(columns.values())} "  # noqa: S608
        f"FROM generate_series(0, {count - 1}) n {joins} ORDER BY n"
    )
    # else foreign keys to it are checked by reading all of it, as when it was small
    env.cr.execute(f"ANALYZE {table}")
