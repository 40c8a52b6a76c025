"""What `bench/commissions.py` measures inside Odoo's shell, for each side."""

from __future__ import annotations

import json
import random
import resource
import time
from contextlib import contextmanager
from datetime import date
from pathlib import Path

from bench import commissions_bills
from bench import commissions_data as data

RATE = 5.0
# Rows written in this transaction, in all tables.
_WRITTEN = (
    "SELECT COALESCE(SUM(n_tup_ins + n_tup_upd + n_tup_del), 0) FROM pg_stat_xact_user_tables"
)
# A line whose amount in the accounts is a cent off its subtotal, since the taxes of the invoice are
# rounded as a whole: OCA's addons pay for the subtotal, ours for what the accounts say.
_COUNT_OFF = """
SELECT COUNT(*) FROM account_move_line AS item
 WHERE display_type = 'product' AND ABS(item.balance) <> ABS(item.price_subtotal)
"""
# What each side has booked, by agent and month, each line rounded to cents.
_OURS = """
SELECT payee.name, to_char(origin.date_from, 'YYYY-MM'),
       SUM(ROUND(line.amount, 2))::text
  FROM (SELECT payee_id, origin_period_id, credit_id, SUM(amount) AS amount
          FROM crm_commission_entry GROUP BY 1, 2, 3) AS line
  JOIN crm_commission_credit AS credit ON credit.id = line.credit_id
  JOIN account_move_line AS item ON item.id = credit.source_id
  JOIN res_partner AS payee ON payee.id = line.payee_id
  JOIN crm_commission_period AS origin ON origin.id = line.origin_period_id
 WHERE ABS(item.balance) = ABS(item.price_subtotal)
 GROUP BY 1, 2 HAVING SUM(ROUND(line.amount, 2)) <> 0
"""
_OCA = """
SELECT agent.name, to_char(COALESCE(origin.invoice_date, move.invoice_date), 'YYYY-MM'),
       SUM(settled.settled_amount)::numeric(16, 2)::text
  FROM commission_settlement_line AS settled
  JOIN account_invoice_line_agent AS line ON line.id = settled.invoice_agent_line_id
  JOIN account_move_line AS item ON item.id = line.object_id
  JOIN account_move AS move ON move.id = line.invoice_id
  JOIN res_partner AS agent ON agent.id = line.agent_id
  LEFT JOIN account_move AS origin ON origin.id = move.reversed_entry_id
 WHERE ABS(item.balance) = ABS(item.price_subtotal)
 GROUP BY 1, 2 HAVING SUM(settled.settled_amount)::numeric(16, 2) <> 0
"""


class Probe:
    """Readings of phases: seconds, queries, rows written, megabytes at the most."""

    def __init__(self, env):
        self.env = env
        self.readings: dict[str, dict[str, float]] = {}

    @contextmanager
    def phase(self, name: str):
        """Measure what is done, its flush included, as if nothing had been read before."""
        cr = self.env.cr
        self.env.flush_all()
        self.env.invalidate_all()
        cr.commit()
        queries, began = cr.sql_log_count, time.perf_counter()
        yield
        self.env.flush_all()
        seconds, queries = time.perf_counter() - began, cr.sql_log_count - queries
        cr.execute(_WRITTEN)
        [rows] = cr.fetchone()
        cr.commit()
        self.readings[name] = {
            "seconds": seconds,
            "queries": queries,
            "rows": int(rows),
            "mb": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024,
        }

    def write(self, output: str, **more) -> None:
        """Leave the readings for whoever asked."""
        Path(output).write_text(json.dumps({"readings": self.readings, **more}), encoding="utf-8")


# -- ours -----------------------------------------------------------------------------------


def make_plan(env):
    """A flat plan on what is invoiced, with the agents as participants."""
    users = {user.login: user for user in env["res.users"].search([("login", "=like", "rep%")])}
    plan = env["crm.commission.plan"].create(
        {"name": "Flat", "trigger": "invoiced", "rate": RATE, "date_from": date(data.YEAR, 1, 1)}
    )
    env["crm.commission.participant"].create(
        [
            {
                "plan_id": plan.id,
                "user_id": users[login].id,
                "payee_id": agent.id,
                "payee_type": "external",
                "date_from": date(data.YEAR, 1, 1),
            }
            for login, agent in data.agents_of(env).items()
            if login in users
        ]
    )
    plan.action_activate()
    return plan


def measure_ours(env, *, output: str) -> None:
    """P1 to P5 and P7 of our addon."""
    make_plan(env)
    probe, engine = Probe(env), env["crm.commission.engine"]
    with probe.phase("P1 + P2 attribute and settle"):
        engine._run(env.company)
    booked = env["crm.commission.entry"].search_count([])
    env.cr.execute(_OURS)
    sums = env.cr.fetchall()
    env.cr.execute(_COUNT_OFF)
    [off] = env.cr.fetchone()
    with probe.phase("P3 again"):
        engine._sweep(env.company)
    _do_one_refund_and_one_return(env)
    with probe.phase("P4 one refund, one payment undone"):
        engine._run(env.company)
    _read_screens(env, probe, "crm.commission.statement", "crm.commission.entry", "payee_id")
    bills = commissions_bills.measure_ours(env, probe)
    probe.write(output, sums=sums, booked=booked, off=off, bills=bills)


def measure_stages(env, *, output: str) -> None:
    """P1 and P2 apart: P2 is what makes statements of what is booked, and its figures."""
    make_plan(env)
    probe, engine = Probe(env), env["crm.commission.engine"]
    spent = {"seconds": 0.0, "queries": 0}
    steps = {name: getattr(type(engine), name) for name in ("_put_on_statements", "_after_run")}

    def timed(step):
        def run(self, *arguments):
            began, queries = time.perf_counter(), self.env.cr.sql_log_count
            result = step(self, *arguments)
            self.env.flush_all()
            spent["seconds"] += time.perf_counter() - began
            spent["queries"] += self.env.cr.sql_log_count - queries
            return result

        return run

    for name, step in steps.items():
        setattr(type(engine), name, timed(step))
    try:
        with probe.phase("whole"):
            engine._run(env.company)
    finally:
        for name, step in steps.items():
            setattr(type(engine), name, step)
    whole = probe.readings.pop("whole")
    rest = {name: whole[name] - spent[name] for name in spent}
    probe.readings["P1 attribute"] = {**whole, **rest}
    probe.readings["P2 settle"] = {**whole, **spent}
    probe.write(output)


def measure_run(env, *, output: str) -> None:
    """P8: one run over everything."""
    make_plan(env)
    probe = Probe(env)
    with probe.phase("run"):
        env["crm.commission.engine"]._run(env.company)
    probe.write(output)


def commit_plan(env) -> None:
    """Leave the plan for others."""
    make_plan(env)
    env.cr.commit()


def run_alone(env, *, output: str, side: str) -> None:
    """P9: settle once, whoever else does at the same time; a refusal is a sentence."""
    from odoo.exceptions import UserError

    try:
        if side == "ours":
            env["crm.commission.engine"]._run(env.company)
        else:
            _settle_oca(env)
        env.cr.commit()
        outcome = "done"
    except UserError as error:
        env.cr.rollback()
        outcome = str(error)
    Path(output).write_text(json.dumps(outcome), encoding="utf-8")


# -- OCA ------------------------------------------------------------------------------------


def prepare_oca(env) -> None:
    """The same people and the same rate, as OCA's addons want it."""
    commission = env["commission"].create(
        {"name": "Flat", "fix_qty": RATE, "settlement_type": "sale_invoice"}
    )
    for login, agent in data.agents_of(env).items():
        agent.write({"agent": True, "commission_id": commission.id, "settlement": "monthly"})
        customers = env["res.partner"].search([("user_id.login", "=", login)])
        customers.write({"commission_agent_ids": [(6, 0, agent.ids)]})
    env.cr.commit()


def commit_oca(env) -> None:
    """Leave the people and the rate for others."""
    prepare_oca(env)


def commit_oca_lines(env) -> None:
    """Leave lines that are attributed and not settled."""
    prepare_oca(env)
    domain = [("move_type", "in", ("out_invoice", "out_refund"))]
    env["account.move"].search(domain, limit=100).recompute_lines_agents()
    env.cr.commit()


def measure_oca(env, *, output: str) -> None:
    """P1 to P5 and P7 of OCA's addons."""
    prepare_oca(env)
    probe = Probe(env)
    moves = env["account.move"].search([("move_type", "in", ("out_invoice", "out_refund"))])
    with probe.phase("P1 attribute"):
        moves.recompute_lines_agents()
    with probe.phase("P2 settle"):
        _settle_oca(env)
    env.cr.execute(_OCA)
    sums = env.cr.fetchall()
    with probe.phase("P3 again"):
        _settle_oca(env)
    _do_one_refund_and_one_return(env)
    with probe.phase("P4 one refund, one payment undone"):
        _settle_oca(env)
    _read_screens(env, probe, "commission.settlement", "commission.settlement.line", "agent_id")
    bills = commissions_bills.measure_oca(env, probe)
    probe.write(output, sums=sums, bills=bills)


def _settle_oca(env) -> None:
    wizard = env["commission.make.settle"].create(
        {"date_to": date(data.YEAR + 1, 1, 1), "settlement_type": "sale_invoice"}
    )
    wizard.action_settle()


# -- both -----------------------------------------------------------------------------------


def _do_one_refund_and_one_return(env) -> None:
    found = env["account.move"].search(
        [("move_type", "=", "out_invoice"), ("payment_state", "=", "paid")], limit=2, order="id"
    )
    data.refund_of(env, found[0]).action_post()
    found[1].line_ids.remove_move_reconcile()
    env.flush_all()
    env.cr.commit()


def _read_screens(env, probe, statement: str, line: str, payee: str) -> None:
    """P7: a statement as its form reads it, a list of invoices, sums by payee and month."""
    from odoo.tests import Form

    one = env[statement].search([], limit=1)
    with probe.phase("P7 form of a statement"):
        Form(one)
    with probe.phase("P7 list of 80 invoices"):
        fields = ["name", "partner_id", "invoice_date", "amount_total", "payment_state"]
        env["account.move"].search([("move_type", "=", "out_invoice")], limit=80).read(fields)
    with probe.phase("P7 sums by payee"):
        env[line].formatted_read_group([], [payee], ["__count"])


def post_invoices(env, *, count: int, rounds: int, output: str) -> None:
    """P6 and P1a: seconds of making and posting invoices, a round each."""
    dice = random.Random(6)
    buyers = env["res.partner"].search([("name", "=like", "Customer %"), ("user_id", "!=", False)])
    products = env["product.product"].search([("name", "=like", "Product %")])
    seconds = []
    for _round in range(rounds + 1):
        began = time.perf_counter()
        data.make_invoices(env, count, buyers, products, dice, year=data.YEAR + 1)
        seconds.append(time.perf_counter() - began)
    # the first fills the caches of the registry
    Path(output).write_text(json.dumps(seconds[1:]), encoding="utf-8")
