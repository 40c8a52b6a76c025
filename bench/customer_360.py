"""The page of a customer beside Odoo's own form of the contact, with 200,000 lines of invoices.

Both are opened by a rep as the web client opens them: the page with its head and the parts that are
in sight; the form with its fields. Then both with what happened: the page's timeline, the form's
chatter.
"""

from __future__ import annotations

import argparse
import json
import tempfile
from pathlib import Path

from bench import company
from bench.printing import print_sides
from tools import setup

_OURS, _THEIRS = "Pilares' customer 360", "Odoo's contact form"
_LIMIT = 1.5
# an empty chatter against a story of two years
_STORY_LIMIT = 2.5
_LINES = 200_000


def main() -> None:
    """Print the tables."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=31, help="readings of each side, in turns")
    parser.add_argument("--lines", type=int, default=_LINES, help="lines of invoices")
    company.add_options(parser)
    options = parser.parse_args()
    size = company.size_of(options)
    env = setup.ensure(development=True)
    with (
        company.filled(env, "bench_customer_360", size) as name,
        tempfile.TemporaryDirectory() as folder,
    ):
        wanted = {"lines": options.lines, "rounds": options.rounds, "folder": folder}
        company.run_inside(env, name, "customer_360", "measure", wanted, "Measuring the page")
        figures = {
            what: json.loads((Path(folder) / f"{what}.json").read_text(encoding="utf-8"))
            for what in ("page", "story")
        }
    title = f"Opened by a rep, {options.lines:,} lines of invoices"
    print_sides(title, figures["page"], _OURS, _THEIRS, _LIMIT)
    title = "The same with what comes after it: the timeline, and the chatter"
    print_sides(title, figures["story"], _OURS, _THEIRS, _STORY_LIMIT)


# -- inside Odoo ----------------------------------------------------------------------------


def measure(env, *, lines: int, rounds: int, folder: str) -> None:
    """Fill in invoices and orders, and open both sides for one customer after the other."""
    from bench import install, screens

    rep = env["res.users"].search([("login", "=", "rep0")])
    _remember_customers(env)
    company._remember(env, env["res.users"].search([("login", "=like", "rep%")], order="id"))
    install._make_invoices(env, lines)
    _make_products(env)
    env.cr.execute(_AMOUNTS)
    env.cr.execute(_ORDERS)
    env.cr.execute("ANALYZE")
    env.cr.commit()
    env.invalidate_all()
    customers = env["res.partner"].with_user(rep).search([("ref", "like", "bench-")], limit=200)
    customers = customers.with_context(lang=rep.lang, tz=rep.tz)
    for what, story in (("page", False), ("story", True)):
        sides = {_OURS: _page(customers, story), _THEIRS: _form(env, customers, story)}
        screens.compare(env, sides, rounds, f"{folder}/{what}.json")


def _remember_customers(env) -> None:
    env.cr.execute(
        """CREATE TEMPORARY TABLE bench_customers AS
                  SELECT row_number() OVER (ORDER BY id) - 1 AS number, id
                    FROM res_partner WHERE ref LIKE 'bench-%'"""
    )


def _make_products(env) -> None:
    """Each line of an invoice sells one of fifty products."""
    products = env["product.product"].create([{"name": f"Product {n}"} for n in range(50)])
    env.flush_all()
    env.cr.execute(
        """UPDATE account_move_line SET product_id = (%s)[1 + id %% 50]
            WHERE display_type = 'product' AND move_name LIKE 'BENCH/%%'""",
        [products.ids],
    )


def _page(customers, story):
    turn = iter(customers.ids * 100)

    def open_page():
        customer = customers.browse(next(turn))
        sections = customer.crm360_load()["sections"]
        assert all("data" in part for part in sections if part["open"]), "a part failed"
        if story:
            customer.crm360_timeline()
        return 1

    return open_page


def _form(env, customers, story):
    from lxml import etree

    from odoo.addons.crm_actions.tests.common_queries import read_specification

    turn = iter(customers.ids * 100)
    described = customers.get_views([(False, "form")])
    arch = etree.fromstring(described["views"]["form"]["arch"])
    specification = read_specification(arch, described["models"]["res.partner"]["fields"])

    def open_form():
        customer = customers.browse(next(turn))
        customer.web_read(specification)
        if story:
            found = (
                env["mail.message"]
                .with_user(customers.env.user)
                ._message_fetch(domain=None, thread=customer, limit=30)
            )
            found["messages"].read(["body", "date", "author_id", "subject"])
        return 1

    return open_form


# What the ORM would have stored; each rep has invoices of one year's customers.
_AMOUNTS = """
UPDATE account_move SET amount_untaxed_signed = amount_untaxed, amount_total_signed = amount_total,
                        invoice_date_due = invoice_date + 30
 WHERE name LIKE 'BENCH/%';
UPDATE account_move_line line
   SET amount_residual = balance, amount_residual_currency = balance, reconciled = FALSE,
       date_maturity = line.date + 30
  FROM account_move move
 WHERE move.id = line.move_id AND move.name LIKE 'BENCH/%' AND display_type = 'payment_term'
"""

_ORDERS = """
INSERT INTO sale_order (name, partner_id, partner_invoice_id, partner_shipping_id, company_id,
                        currency_id, currency_rate, date_order, state, amount_total, user_id,
                        team_id, picking_policy, warehouse_id, create_uid, write_uid,
                        create_date, write_date)
     SELECT name, partner_id, partner_id, partner_id, company_id, currency_id, 1, invoice_date,
            CASE WHEN id % 7 = 0 THEN 'sent' ELSE 'sale' END, amount_total, invoice_user_id,
            team_id, 'direct', (SELECT min(id) FROM stock_warehouse), 1, 1, now(), now()
       FROM account_move WHERE name LIKE 'BENCH/%'
"""


if __name__ == "__main__":
    main()
