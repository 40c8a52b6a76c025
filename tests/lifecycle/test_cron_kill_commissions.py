"""The night in which all commissions are looked at, by the real scheduler that is killed."""

from __future__ import annotations

import pytest

from tests import support
from tests.lifecycle.scheduler import start, wait_until
from tools import templates

_COMPANIES, _ORDERS, _LINES = 3, 1_200, 10
# Each company with two plans and three people. Of one order a day all others are copies: what
# counts here is their number. The same customer and product serve all companies.
_WORLD = f"""
from datetime import timedelta
from odoo import Command

customer = env["res.partner"].create({{"name": "Hotel Ría", "is_company": True}})
product = env["product.product"].create({{"name": "Advice", "type": "service"}})
group = env.ref("sales_team.group_sale_salesman")
for number in range({_COMPANIES}):
    company = env["res.company"].create({{"name": f"Company {{number}}"}})
    env.user.company_ids = [Command.link(company.id)]
    here = env(context={{**env.context, "allowed_company_ids": company.ids}})
    people = here["res.users"].with_context(no_reset_password=True).create([
        {{"name": f"Rep {{n}}", "login": f"rep{{n}}.{{number}}", "company_id": company.id,
          "company_ids": [Command.set(company.ids)], "group_ids": [Command.link(group.id)]}}
        for n in range(3)])
    first = company._crm_today() - timedelta(days=200)
    common = {{"date_from": first, "trigger": "ordered", "company_id": company.id,
               "currency_id": company.currency_id.id}}
    plans = here["crm.commission.plan"].create([
        {{**common, "name": "Flat", "rate": 3.3333, "cap_amount": 1500}},
        {{**common, "name": "Steps", "tier_mode": "marginal", "tier_window": "month",
          "tier_ids": [Command.create({{"bound_from": bound, "rate": rate}})
                       for bound, rate in ((0, 1), (5000, 2.5), (20000, 4.7))]}}])
    for plan in plans:
        plan.participant_ids = [
            Command.create({{"user_id": user.id, "date_from": first}}) for user in people]
    plans.action_activate()
    for user in people:
        order = here["sale.order"].create({{
            "partner_id": customer.id, "user_id": user.id, "company_id": company.id,
            "order_line": [Command.create({{
                "product_id": product.id, "price_unit": 7.77, "product_uom_qty": 1 + n,
                "tax_ids": [Command.clear()]}}) for n in range({_LINES})]}})
        order.action_confirm()
env.flush_all()
env.cr.execute('''
WITH copied AS (
    INSERT INTO sale_order
    SELECT (jsonb_populate_record(o, jsonb_build_object(
               'id', nextval('sale_order_id_seq'), 'name', o.name || '/' || n,
               'origin', 'copy of ' || o.id, 'access_token', NULL,
               'date_order', o.date_order - n %% 180 * interval '1 day'))).*
      FROM sale_order o, generate_series(1, %s / 3) n
    RETURNING id, substr(origin, 9)::int AS of_id)
INSERT INTO sale_order_line
SELECT (jsonb_populate_record(line, jsonb_build_object(
           'id', nextval('sale_order_line_id_seq'), 'order_id', copied.id))).*
  FROM copied JOIN sale_order_line line ON line.order_id = copied.of_id
''', [{_ORDERS}])
# as the database does by itself within a minute
env.cr.execute("ANALYZE sale_order, sale_order_line")
# what is found at night, no mark tells of
env.cr.execute("DELETE FROM crm_commission_dirty")
env.cr.execute("UPDATE ir_cron SET nextcall = now() + interval '1 day'")
env.cr.execute("DELETE FROM ir_cron_trigger")
env.cr.commit()
"""  # noqa: S608
_JOB = "(SELECT res_id FROM ir_model_data WHERE name = 'ir_cron_sweep_commissions')"
_NIGHT = f"UPDATE ir_cron SET nextcall = now() - interval '1 minute' WHERE id = {_JOB}"  # noqa: S608
# The job puts all companies on a list, from which another job takes each as it is done.
_IS_OVER = f"""
SELECT count(*) FROM ir_cron WHERE nextcall > now() AND id = {_JOB}
   AND NOT EXISTS (SELECT FROM crm_commission_dirty)
"""  # noqa: S608
_BOOKED = "SELECT count(*) FROM crm_commission_entry"
_DONE = """
SELECT count(DISTINCT company_id)
  FROM crm_commission_entry
  JOIN crm_commission_period AS period ON period.id = period_id
"""
# Whatever writes into the ledger has this lock until it commits or dies.
_WORKS = """
SELECT count(*) FROM pg_locks
 WHERE relation = 'crm_commission_entry'::regclass AND mode = 'RowExclusiveLock'
   AND database = (SELECT oid FROM pg_database WHERE datname = current_database())
"""
# Months by their names: what was begun in vain has taken numbers.
_LEDGER = """
SELECT booked.company_id, plan_id, participant_id, kind, credit_id IS NULL, event_date, booked.name,
       origin.name, window_key, bracket, base, rate, amount, number, count(*)
  FROM crm_commission_entry AS entry
  JOIN crm_commission_period AS booked ON booked.id = entry.period_id
  JOIN crm_commission_period AS origin ON origin.id = entry.origin_period_id
 GROUP BY 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14
 ORDER BY 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14
"""
_STATEMENTS = """
SELECT company_id, payee_id, date_from, amount_earned, amount_gross, amount_payable, rounding_out,
       entry_count
  FROM crm_commission_statement ORDER BY 1, 2, 3
"""


class _Night:
    """A database in which the job is due."""

    def __init__(self, name: str, **options: str) -> None:
        self._name, self._options = name, options

    def rows(self, sql: str) -> list[list[str]]:
        return support.environment().connection.query(sql, self._name)

    def count(self, sql: str) -> int:
        return int(self.rows(sql)[0][0])

    def fall(self):
        """It is night again: a server whose scheduler begins with the job."""
        query = support.environment().connection.query
        query(_NIGHT, self._name)
        server = start(self._name, **self._options)
        # else the scheduler looks once a minute
        query(f"NOTIFY cron_trigger, '{self._name}'", "postgres")
        return server

    def pass_by(self) -> None:
        """A night in which nothing happens to the server."""
        server = self.fall()
        try:
            wait_until(lambda: self.count(_IS_OVER) == 1)
        finally:
            server.stop()

    def die_when_it_books(self, done: int) -> None:
        """The server is killed while it books for one more company than have been done."""
        server = self.fall()
        wait_until(lambda: self.count(_DONE) == done and self.count(_WORKS) > 0)
        server.kill()
        # the database notices it at the end of the statement that it is at
        wait_until(lambda: self.count(_WORKS) == 0)
        assert self.count(_DONE) == done


@pytest.mark.slow
@pytest.mark.parametrize(
    ("workers", "threads"), [("0", "1"), ("2", "1")], ids=["threads", "processes"]
)
def test_the_night_of_commissions_survives_a_killed_server(workers, threads):
    env = support.environment()
    options = {"workers": workers, "max_cron_threads": threads}
    with support.database_copy("plain", f"cron_kill_commissions_{workers}") as name:
        # given three companies with thousands of lines each, and what a quiet night books of them
        support.run_in_shell(name, _WORLD, "Three companies that pay commissions")
        with templates.copied(env, name, f"cron_quiet_{workers}") as quiet:
            undisturbed = _Night(quiet, **options)
            undisturbed.pass_by()
            ledger, statements = undisturbed.rows(_LEDGER), undisturbed.rows(_STATEMENTS)
            assert undisturbed.count(_DONE) == _COMPANIES
            assert undisturbed.count(_BOOKED) > _COMPANIES * _ORDERS * _LINES

        # when the server is killed while it books for the first company
        night = _Night(name, **options)
        night.die_when_it_books(0)
        # then nothing of it is there, and when it is killed again at the second one, only the first
        night.die_when_it_books(1)
        # and the next night books the rest, to the cent, and nothing twice
        night.pass_by()
        assert night.rows(_LEDGER) == ledger
        assert night.rows(_STATEMENTS) == statements
        # and one more changes nothing
        booked = night.count(_BOOKED)
        night.pass_by()
        assert night.count(_BOOKED) == booked
        assert night.rows(_STATEMENTS) == statements
