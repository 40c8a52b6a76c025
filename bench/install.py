"""Installing the addons on a database that is already full, as on the day of going live.

The database has Odoo's modules alone, with contacts, opportunities and posted invoices. Measured is
one `odoo -i`, its start included. That day no opportunity may turn red for lack of set-up.
"""

from __future__ import annotations

import argparse
import time

from bench import company
from tools import database, settings, setup, templates

_LIMIT = 180
_LINES_PER_INVOICE = 5
_HAS_COLOUR = """
SELECT count(*) FROM information_schema.columns
 WHERE table_name = 'crm_lead' AND column_name = 'followup_state'
"""
_COLOURS = """
SELECT COALESCE(followup_state, 'none'), count(*) FROM crm_lead
 WHERE won_status = 'pending' AND active GROUP BY 1 ORDER BY 1
"""


def main() -> None:
    """Print the time and what it did to the opportunities."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--lines", type=int, default=200_000, help="lines of invoices")
    parser.add_argument("--contacts", type=int, default=50_000)
    parser.add_argument("--opportunities", type=int, default=50_000)
    parser.add_argument("--reps", type=int, default=40)
    options = vars(parser.parse_args())
    env = setup.ensure(development=True)
    template = templates.ensure(env, "core")
    with templates.copied(env, template, "bench_install") as name:
        company.run_inside(env, name, "install", "fill", options, "Filling the database")
        began = time.perf_counter()
        database.install(env, name, settings.addon_names(), demo=False)
        seconds = time.perf_counter() - began
        colours = _read_colours(env, name)
    _print(options, seconds, colours)


def _read_colours(env: setup.Environment, name: str) -> dict[str, int]:
    [[known]] = env.connection.query(_HAS_COLOUR, name)
    if known == "0":
        return {}
    return {colour: int(count) for colour, count in env.connection.query(_COLOURS, name)}


def _print(options: dict, seconds: float, colours: dict[str, int]) -> None:
    print("Installing all addons on a full database\n")
    for label in ("lines", "contacts", "opportunities"):
        print(f"{label:<34}{options[label]:>12,}")
    print(f"{'seconds':<34}{seconds:>12.1f}")
    for colour, count in colours.items():
        print(f"{'open opportunities: ' + colour:<34}{count:>12,}")
    print(f"\ninstallation = {seconds:.0f} s (at most {_LIMIT})")
    print(f"red opportunities = {colours.get('red', 0)} (none allowed)\n")


# -- inside Odoo ----------------------------------------------------------------------------


def fill(env, *, lines: int, contacts: int, opportunities: int, reps: int) -> None:
    """Fill a database of Odoo's modules."""
    people = company.make_people(env, reps)
    company.make_customers(env, contacts)
    company.make_opportunities(env, opportunities, people)
    _make_invoices(env, lines)
    env.cr.commit()
    env.cr.execute("ANALYZE")
    env.cr.commit()


def _make_invoices(env, lines: int) -> None:
    """Posted invoices: each has lines of products, and one of the customer's debt."""
    accounts = env["account.account"].search([])
    fixed = {
        "income": accounts.filtered(lambda one: one.account_type == "income")[:1].id,
        "debt": accounts.filtered(lambda one: one.account_type == "asset_receivable")[:1].id,
        "journal": env["account.journal"].search([("type", "=", "sale")], limit=1).id,
        "company": env.company.id,
        "currency": env.company.currency_id.id,
        "invoices": lines // _LINES_PER_INVOICE,
        "products": _LINES_PER_INVOICE - 1,
    }
    env.cr.execute(_INVOICES, fixed)
    env.cr.execute(_LINES, fixed)


_INVOICES = """
INSERT INTO account_move (name, move_type, state, auto_post, date, invoice_date, journal_id,
                          company_id, currency_id, partner_id, commercial_partner_id,
                          amount_untaxed, amount_total, amount_residual, payment_state,
                          invoice_user_id, team_id, create_uid, write_uid, create_date, write_date)
     SELECT 'BENCH/' || n, 'out_invoice', 'posted', 'no', day, day, %(journal)s, %(company)s,
            %(currency)s, ids[1 + n %% array_length(ids, 1)], ids[1 + n %% array_length(ids, 1)],
            400, 400, 400, 'not_paid', people.user_id, people.team_id, 1, 1, now(), now()
       FROM generate_series(0, %(invoices)s - 1) n
       CROSS JOIN LATERAL (SELECT current_date - (n %% 700)::int AS day) one
       CROSS JOIN (SELECT count(*) AS many FROM bench_people) reps
       JOIN bench_people people ON people.number = n %% reps.many
       CROSS JOIN (SELECT array_agg(id ORDER BY id) AS ids FROM res_partner
                    WHERE ref LIKE 'bench-%%') customers
"""
_LINES = """
INSERT INTO account_move_line (move_id, journal_id, company_id, company_currency_id, currency_id,
                               account_id, partner_id, move_name, name, parent_state, display_type,
                               date, invoice_date, debit, credit, balance, amount_currency,
                               quantity, price_unit, price_subtotal, price_total,
                               create_uid, write_uid, create_date, write_date)
     SELECT move.id, journal_id, company_id, currency_id, currency_id,
            CASE WHEN owed THEN %(debt)s ELSE %(income)s END, partner_id, move.name,
            'Line ' || n, 'posted', CASE WHEN owed THEN 'payment_term' ELSE 'product' END,
            date, invoice_date, CASE WHEN owed THEN 400 ELSE 0 END,
            CASE WHEN owed THEN 0 ELSE 400.0 / %(products)s END,
            CASE WHEN owed THEN 400 ELSE -400.0 / %(products)s END,
            CASE WHEN owed THEN 400 ELSE -400.0 / %(products)s END,
            1, 400.0 / %(products)s, 400.0 / %(products)s, 400.0 / %(products)s,
            1, 1, now(), now()
       FROM account_move move CROSS JOIN generate_series(0, %(products)s) n
       CROSS JOIN LATERAL (SELECT n = %(products)s AS owed) one
      WHERE move.name LIKE 'BENCH/%%'
"""


if __name__ == "__main__":
    main()
