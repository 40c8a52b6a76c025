"""A year of a company that sells: what `bench/commissions.py` pays commissions for.

Made inside Odoo's shell on a database of Odoo's modules alone, so that every side begins with the
same documents: invoices made and posted by Odoo, some refunded, most paid, a few returned.
"""

from __future__ import annotations

import random
from datetime import date, timedelta

YEAR = 2025
LINES_EACH = 8
_BATCH = 50
_DISCOUNTS = 0, 5, 12, 25
# Of a hundred invoices: paid at once, in three parts, paid and returned, refunded in part.
_FULL, _PARTS, _RETURNED, _REFUNDED = 60, 10, 5, 8


def fill(env, *, invoices: int, users: int, customers: int) -> None:
    """Fill the database of `env`, which has a chart of accounts and no demo data."""
    dice = random.Random(19)
    load_spanish_chart(env)
    people = _make_people(env, users)
    products = _make_products(env)
    buyers = _make_customers(env, customers, people)
    moves = make_invoices(env, invoices, buyers, products, dice)
    _refund(env, moves, dice)
    _pay(env, moves, dice)
    env.cr.commit()
    env.cr.execute("ANALYZE")
    env.cr.commit()


def load_spanish_chart(env) -> None:
    """The chart for small and medium companies."""
    env.company.country_id = env.ref("base.es")
    env["account.chart.template"].try_loading("es_pymes", env.company, install_demo=False)


def _make_people(env, count: int):
    users = env["res.users"].with_context(no_reset_password=True, tracking_disable=True)
    group = env.ref("sales_team.group_sale_salesman").id
    people = users.create(
        [
            {"name": f"Rep {number}", "login": f"rep{number}", "group_ids": [(4, group)]}
            for number in range(count)
        ]
    )
    env["res.partner"].create([{"name": f"Agent {number}"} for number in range(count)])
    return people


def agents_of(env):
    """The contacts who are paid, by the login of the user whose customers they have."""
    found = env["res.partner"].search([("name", "=like", "Agent %")])
    return {f"rep{agent.name.split()[1]}": agent for agent in found}


def _make_products(env):
    categories = env["product.category"].create([{"name": f"Family {n}"} for n in range(4)])
    return env["product.product"].create(
        [
            {
                "name": f"Product {number}",
                "categ_id": categories[number % 4].id,
                "list_price": 10 + number,
                "standard_price": (10 + number) * 0.6,
            }
            for number in range(40)
        ]
    )


def _make_customers(env, count: int, people):
    return env["res.partner"].create(
        [
            {"name": f"Customer {number}", "user_id": people[number % len(people)].id}
            for number in range(count)
        ]
    )


def make_invoices(env, count: int, buyers, products, dice, *, year: int = YEAR):
    """Invoices of eight lines over the year, made in batches and posted."""
    moves = env["account.move"]
    journal = env["account.journal"].search(
        [("type", "=", "sale"), ("company_id", "=", env.company.id)], limit=1
    )
    for begin in range(0, count, _BATCH):
        values = [
            _invoice(buyers[dice.randrange(len(buyers))], journal, products, dice, year)
            for _number in range(min(_BATCH, count - begin))
        ]
        batch = moves.create(sorted(values, key=lambda each: each["invoice_date"]))
        batch.action_post()
        env.cr.commit()
        env.invalidate_all()
        moves += batch
    return moves


def _invoice(buyer, journal, products, dice, year):
    day = date(year, 1, 1) + timedelta(days=dice.randrange(365))
    lines = [
        {
            "product_id": products[dice.randrange(len(products))].id,
            "quantity": 1,
            "price_unit": round(dice.uniform(5, 900), 2),
            "discount": dice.choice(_DISCOUNTS),
        }
        for _line in range(LINES_EACH)
    ]
    return {
        "move_type": "out_invoice",
        "journal_id": journal.id,
        "partner_id": buyer.id,
        "invoice_user_id": buyer.user_id.id,
        "invoice_date": day.isoformat(),
        "invoice_line_ids": [(0, 0, line) for line in lines],
    }


def _refund(env, moves, dice) -> None:
    """Of some invoices one line in three is taken back, by the wizard."""
    some = moves.filtered(lambda _move: dice.randrange(100) < _REFUNDED)
    for move in some:
        refund = refund_of(env, move)
        refund.invoice_line_ids[3:].unlink()
        refund.action_post()
    env.cr.commit()


def refund_of(env, move):
    """A draft that reverses an invoice a fortnight later."""
    day = min(move.invoice_date + timedelta(days=14), date(YEAR, 12, 31))
    wizard = (
        env["account.move.reversal"]
        .with_context(active_model="account.move", active_ids=move.ids)
        .create({"journal_id": move.journal_id.id, "date": day})
    )
    return env["account.move"].browse(wizard.refund_moves()["res_id"])


def _pay(env, moves, dice) -> None:
    """In batches, a day each: payments one by one would take longer than all that is measured."""
    ordered = moves.sorted("invoice_date")
    for begin in range(0, len(ordered), _BATCH):
        batch = ordered[begin : begin + _BATCH]
        day = batch[-1].invoice_date + timedelta(days=dice.randrange(10, 70))
        chances = {move: dice.randrange(100) for move in batch}
        full = batch.filtered(lambda move, of=chances: of[move] < _FULL)
        parts = batch.filtered(lambda move, of=chances: _FULL <= of[move] < _FULL + _PARTS)
        back = batch.filtered(lambda move, of=chances: 0 <= of[move] - _FULL - _PARTS < _RETURNED)
        pay(env, full | back, day)
        back.line_ids.remove_move_reconcile()
        for number, move in enumerate(parts):
            pay(env, move, day, round(move.amount_total / 3, 2))
            pay(env, move, day + timedelta(days=30 + number))
        env.cr.commit()
        env.invalidate_all()


def pay(env, moves, day, amount=None) -> None:
    """Payments of the bank, one an invoice, matched with it.

    :param amount: for one invoice alone; None: all that is open
    """
    moves = moves.filtered(lambda move: move.amount_residual > 0)
    if not moves:
        return
    values = {"payment_date": day, "group_payment": False}
    (
        env["account.payment.register"]
        .with_context(active_model="account.move", active_ids=moves.ids)
        .create({**values, **({"amount": amount} if amount else {})})
        .action_create_payments()
    )
