"""An order of a hundred lines with promotions and special prices, beside the same in plain Odoo.

All are made and confirmed in one run, on two databases: one with our addons and one with Odoo's
modules alone, on which the same lines have a discount typed. There the order is made twice: with
its hundred lines, and with those that the promotions give for nothing as well, typed at 100 %, so
that the same goods leave.
"""

from __future__ import annotations

import argparse
import json
import random
import statistics
import tempfile
import time
from pathlib import Path

from bench.company import run_inside
from tools import setup, templates

_LIMIT = 1.5
_OURS, _THEIRS, _TYPED = "Pilares, with both", "Odoo alone", "Odoo alone, free goods typed"
_PRODUCTS = 400
# Of ten special prices, one is the customer's, one that of a tag, the rest are of other customers.
_SHARE = 10


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--lines", type=int, default=100, help="default %(default)s")
    parser.add_argument("--promotions", type=int, default=50, help="default %(default)s")
    parser.add_argument("--specials", type=int, default=1000, help="default %(default)s")
    parser.add_argument("--rounds", type=int, default=7, help="orders of each side")
    options = parser.parse_args()
    env = setup.ensure(development=True)
    seconds = {}
    with tempfile.TemporaryDirectory() as folder:
        output, free = Path(folder, "readings.json"), [0] * (options.rounds + 1)
        for side, kind in ((_OURS, "plain"), (_TYPED, "core"), (_THEIRS, "core")):
            if side == _THEIRS:
                free = [0] * len(free)
            with templates.copied(env, templates.ensure(env, kind), f"bench_orders_{kind}") as name:
                arguments = {**vars(options), "free": free, "output": str(output)}
                run_inside(env, name, "orders", "measure", arguments, f"Orders: {side}")
            seconds[side], free = json.loads(output.read_text(encoding="utf-8"))
    _print(seconds, options)


def _print(seconds: dict, options) -> None:
    print(
        f"Create and confirm, {options.lines} lines, {options.promotions} promotions, "
        f"{options.specials} special prices; median of {options.rounds} orders\n"
    )
    print(f"{'':<34}{'create ms':>11}{'confirm ms':>12}{'both ms':>10}")
    totals = {}
    for side, readings in seconds.items():
        create, confirm = (statistics.median(each) * 1000 for each in zip(*readings, strict=True))
        totals[side] = statistics.median(sum(each) for each in readings) * 1000
        print(f"{side:<34}{create:>11.0f}{confirm:>12.0f}{totals[side]:>10.0f}")
    print(f"\nthe same lines ordered: {totals[_OURS] / totals[_THEIRS]:.2f}")
    print(f"the same goods leave: {totals[_OURS] / totals[_TYPED]:.2f}, at most {_LIMIT}\n")


# -- inside Odoo ----------------------------------------------------------------------------


def measure(
    env, *, lines: int, promotions: int, specials: int, rounds: int, free: list[int], output: str
) -> None:
    """Make and confirm orders; write the seconds of both to ``output``, and the lines for nothing.

    :param free: how many lines at 100 % are typed on each order
    """
    rng = random.Random(2026)
    products = _make_products(env)
    partner = env["res.partner"].create({"name": "Customer of the bench"})
    if "crm.promotion" in env:
        _make_promotions(env, products, rng, promotions)
        _make_special_prices(env, products, partner, specials)
    env.cr.commit()
    readings, given = [], []
    for typed in free:
        ordered = rng.sample(list(products), lines)
        env.invalidate_all()
        began = time.perf_counter()
        order = _make_order(env, partner, ordered, rng, typed)
        env.flush_all()
        made = time.perf_counter()
        order.action_confirm()
        env.flush_all()
        readings.append((made - began, time.perf_counter() - made))
        given.append(len(order.order_line) - lines)
        env.cr.commit()
    # the first fills the caches of the registry
    Path(output).write_text(json.dumps([readings[1:], given]), encoding="utf-8")


def _make_products(env):
    values = [
        {"name": f"Product {number}", "list_price": 1 + number % 97 / 4, "type": "consu"}
        for number in range(_PRODUCTS)
    ]
    return env["product.product"].create(values)


def _make_promotions(env, products, rng, count: int) -> None:
    """Discounts, net prices and free goods in turns, each on some of the products."""
    tiers = (
        [{"threshold": 12, "effect": "free_goods", "qty": 1}],
        [{"threshold": 6, "effect": "chain_percent", "percent": 3}],
        [{"threshold": 24, "effect": "net_price", "price": 1.5}],
    )
    found = env["crm.promotion"].create(
        [
            {
                "name": f"Promotion {number}",
                "exclusive_group": "A" if number % 2 else False,
                "stack_with_special_price": number % 4 == 0,
                "budget_amount": 0 if number % 5 else 1_000_000,
                "condition_ids": [
                    (
                        0,
                        0,
                        {"product_ids": [(6, 0, [p.id for p in rng.sample(list(products), 20)])]},
                    )
                ],
                "tier_ids": [(0, 0, tier) for tier in tiers[number % 3]],
            }
            for number in range(count)
        ]
    )
    found.action_approve()
    found.action_start()


def _make_special_prices(env, products, partner, count: int) -> None:
    """Of the customer, of a tag that the customer has, and of others, on all products in turns."""
    tag = env["res.partner.category"].create({"name": "Tag of the bench"})
    partner.category_id = tag
    others = env["res.partner"].create([{"name": f"Customer {n}"} for n in range(_SHARE)])
    values = []
    for number in range(count):
        # each customer has one on other products
        product = products[(7 * number + number // len(products)) % len(products)]
        whose = {"scope": "tag", "partner_tag_id": tag.id}
        if number % _SHARE != 1:
            other = others[number // len(products) % len(others)]
            whose = {"partner_id": partner.id if number % _SHARE == 0 else other.id}
        values.append({"product_id": product.id, "value": product.list_price * 0.9, **whose})
    found = env["crm.special.price"].with_context(tracking_disable=True).create(values)
    found.action_approve()


def _make_order(env, partner, products, rng, free: int):
    lines = [
        {"product_id": product.id, "product_uom_qty": rng.randint(1, 30), "discount": 5}
        for product in products
    ]
    lines += [
        {"product_id": product.id, "product_uom_qty": 1, "discount": 100}
        for product in products[:free]
    ]
    return env["sale.order"].create(
        {"partner_id": partner.id, "order_line": [(0, 0, line) for line in lines]}
    )


if __name__ == "__main__":
    main()
