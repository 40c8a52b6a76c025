"""The board of requests beside Odoo's own pipeline, over as many records.

Both are kanban views, opened as the web client opens them: the columns with their first cards, and
the bars above where there are some. Once for a supervisor, who sees all, once for an agent or rep.
"""

from __future__ import annotations

import argparse
import json
import tempfile
from pathlib import Path

from bench import company
from bench.printing import print_sides
from tools import setup, templates

_OURS, _THEIRS = "Pilares' requests", "Odoo's pipeline"
_LIMIT = 1.3


def main() -> None:
    """Print the tables."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--tickets", type=int, default=100_000, help="requests, and leads")
    parser.add_argument("--rounds", type=int, default=11, help="readings of each side, in turns")
    options = parser.parse_args()
    env = setup.ensure(development=True)
    template = templates.ensure(env, "plain")
    with (
        templates.copied(env, template, "bench_helpdesk_kanban") as name,
        tempfile.TemporaryDirectory() as folder,
    ):
        size = {"tickets": options.tickets}
        company.run_inside(env, name, "helpdesk_kanban", "fill", size, "Filling both boards")
        for who in ("supervisor", "agent"):
            wanted = {"who": who, "rounds": options.rounds, "output": f"{folder}/{who}.json"}
            company.run_inside(env, name, "helpdesk_kanban", "measure", wanted, "Opening both")
            figures = json.loads(Path(wanted["output"]).read_text(encoding="utf-8"))
            title = f"{options.tickets} records, opened by a {who}"
            print_sides(title, figures, _OURS, _THEIRS, _LIMIT)


# -- inside Odoo ----------------------------------------------------------------------------


def fill(env, *, tickets: int) -> None:
    """As many requests as opportunities, for the same customers."""
    from bench import helpdesk_data

    helpdesk_data.fill(env, tickets=tickets)
    company.make_opportunities(env, tickets, company.make_people(env, 20))
    env.cr.commit()
    helpdesk_data.read_clocks(env)


def measure(env, *, who: str, rounds: int, output: str) -> None:
    """Open both boards as one person each: those who see all, or those who see their own."""
    from bench import screens

    logins = {"supervisor": ("supervisor0", "leader0"), "agent": ("agent0", "rep0")}[who]
    ours, theirs = (env["res.users"].search([("login", "=", login)]) for login in logins)
    if who == "supervisor":
        theirs.group_ids += env.ref("sales_team.group_sale_salesman_all_leads")
        env.flush_all()
    open_states = ("new", "open", "pending_customer", "pending_third")
    sides = {
        _OURS: screens.kanban(
            env, ours, env.ref("crm_helpdesk.crm_helpdesk_ticket_action"),
            view=env.ref("crm_helpdesk.crm_helpdesk_ticket_view_kanban"),
            domain=[("state", "in", open_states)],
        ),
        _THEIRS: screens.kanban(
            env, theirs, env.ref("crm.crm_lead_action_pipeline"),
            domain=[("type", "=", "opportunity")],
        ),
    }  # fmt: skip
    screens.compare(env, sides, rounds, output)


if __name__ == "__main__":
    main()
