"""Importing what a company arrives with: segments, owners, plans, prices, promotions; each twice.

The first time everything is new, the second time nothing changes. Files go the whole way: read,
checked, matched, written in batches and committed, as the background job does it.
"""

from __future__ import annotations

import argparse
import json
import tempfile
import time
from base64 import b64encode
from pathlib import Path

from bench import company
from tools import setup

_HEADERS = {
    "crm.import.customer.group": "partner_id,crm_segment_id",
    "crm.import.owner": "key,partner_id,user_id,date_from,date_to",
    "crm.import.plan": "key,partner_id,user_id,rhythm,weekdays,hour,date_from",
    "crm.import.special.price": "key,partner_id,product_id,price,date_to",
    # four tiers for each promotion
    "crm.import.promotion": "key,code,name,product_id,threshold,free",
}
_LINES = {
    "crm.import.customer.group": "bench-{customer},{segment}",
    "crm.import.owner": "o{n},bench-{customer},rep{rep},2026-01-01,",
    "crm.import.plan": "p{n},bench-{customer},rep{rep},week,tue,10:00,2026-10-15",
    "crm.import.special.price": "s{n},bench-{customer},SKU-{product},8.40,2036-12-31",
    "crm.import.promotion": "t{n},P{group},Promotion {group},SKU-{product},{threshold},1",
}
_PRODUCTS = 500


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--lines", type=int, default=10_000, help="default %(default)s")
    options = parser.parse_args()
    size = company.Size(actions=0, opportunities=0, customers=options.lines, reps=40)
    env = setup.ensure(development=True)
    with (
        company.filled(env, "bench_imports", size) as name,
        tempfile.TemporaryDirectory() as folder,
    ):
        output = Path(folder, "figures.json")
        arguments = {"lines": options.lines, "output": str(output)}
        company.run_inside(env, name, "imports", "measure", arguments, "Importing")
        figures = json.loads(output.read_text(encoding="utf-8"))
    _print(figures, options.lines)


def _print(figures: list[dict], lines: int) -> None:
    print(f"Files of {lines} lines, each imported twice\n")
    names = list(figures[0])
    print("".join(f"{name:<28}" if name == "file" else f"{name:>14}" for name in names))
    for row in figures:
        print(
            "".join(
                f"{value:<28}" if name == "file" else f"{value:>14}" for name, value in row.items()
            )
        )


def measure(env, *, lines: int, output: str) -> None:
    """Import each file twice and write down how long it took."""
    manager = env["res.users"].search([("login", "=", "leader0")])
    manager.group_ids |= env.ref("sales_team.group_sale_manager")
    env["crm.segment"].create([{"name": code, "code": code} for code in "ABC"])
    env["product.product"].create(
        [{"name": f"Product {n}", "default_code": f"SKU-{n}"} for n in range(_PRODUCTS)]
    )
    env.cr.commit()
    figures = []
    for template in _HEADERS:
        content = _make_file(template, lines)
        for turn in ("first", "again"):
            figures.append({"file": template, "turn": turn, **_import(manager, template, content)})
    Path(output).write_text(json.dumps(figures), encoding="utf-8")


def _make_file(template: str, lines: int) -> bytes:
    body = [
        _LINES[template].format(
            n=n,
            customer=n,
            rep=n % 40,
            segment="ABC"[n % 3],
            group=n // 4,
            product=n // 4 % _PRODUCTS,
            threshold=12 * (n % 4 + 1),
        )
        for n in range(lines)
    ]
    return "\n".join([_HEADERS[template], *body]).encode()


def _import(manager, template: str, content: bytes) -> dict:
    runs = manager.env["crm.import.run"].with_user(manager)
    run = runs.create(
        {"template": template, "file": b64encode(content), "file_name": f"{template}.csv"}
    )
    run.env.cr.commit()
    began, queries = time.monotonic(), run.env.cr.sql_log_count
    run.action_import()
    run.env.cr.commit()
    checked = time.monotonic()
    while run.state in ("queued", "running"):
        run.sudo()._cron_import()
        run.invalidate_recordset()
    done = time.monotonic()
    return {
        "state": run.state,
        "new": run.created_count,
        "changed": run.updated_count,
        "as they were": run.unchanged_count,
        "errors": run.rejected_count,
        "check s": round(checked - began, 1),
        "import s": round(done - checked, 1),
        "lines/s": round(run.row_count / (done - began)),
        "queries": run.env.cr.sql_log_count - queries,
    }


if __name__ == "__main__":
    main()
