"""Background jobs of orders by the real scheduler, with the server killed in the middle."""

from __future__ import annotations

import importlib.util
import time

import pytest

from tests import support
from tests.lifecycle.scheduler import start, wait_until
from tools import settings

_AUTHORITY = "addons/crm_orders_promos/tests/common_tsa.py"
_LATER = "UPDATE ir_cron SET nextcall = now() + interval '1 day'; DELETE FROM ir_cron_trigger;"
_NOW = """
UPDATE ir_cron SET nextcall = now() - interval '1 minute' WHERE id = (
    SELECT res_id FROM ir_model_data WHERE name = '{job}');
"""

_PRICES = 20_000
# As if they had been agreed one by one: half of them were good until the day before yesterday.
_FILL_PRICES = f"""
INSERT INTO crm_special_price (partner_id, product_id, company_id, currency_id, min_qty, value,
                               kind, precedence, scope, target, state, date_from, date_to)
SELECT (SELECT min(id) FROM res_partner), (SELECT min(id) FROM product_product), 1,
       (SELECT currency_id FROM res_company WHERE id = 1), n, 5,
       'net', 'best', 'partner', 'product', 'approved', current_date - 30,
       current_date + CASE WHEN n % 2 = 0 THEN 30 ELSE -2 END
  FROM generate_series(1, {_PRICES}) n;
"""  # noqa: S608
_STATES = "SELECT state, count(*) FROM crm_special_price GROUP BY state ORDER BY state"
_WORKS = """
SELECT count(*) FROM pg_locks
 WHERE relation = 'crm_special_price'::regclass AND mode = 'RowExclusiveLock'
"""

_SIGNED = 6
_SIGN = f"""
import base64
from odoo import Command
from odoo.addons.crm_orders_promos.tests.common_signing import SIGNATURE, certificate_and_key

certificate, secret = certificate_and_key()
key = env["certificate.key"].create({{"name": "Key", "content": base64.b64encode(secret)}})
env.company.signing_certificate_id = env["certificate.certificate"].create({{
    "name": "Seal", "content": base64.b64encode(certificate), "private_key_id": key.id}})
# nobody listens there
env.company.signing_tsa_url = "http://127.0.0.1:9/tsa"
customer = env["res.partner"].create({{"name": "Hotel Ria", "is_company": True}})
product = env["product.product"].create({{"name": "Oven", "list_price": 50, "type": "service"}})
for number in range({_SIGNED}):
    line = {{"product_id": product.id, "product_uom_qty": number + 1}}
    order = env["sale.order"].create({{
        "partner_id": customer.id, "require_signature": True,
        "order_line": [Command.create(line)]}})
    order.action_quotation_sent()
    order._sign(name="Elvira Cueto", image=SIGNATURE, content_sha256=order._get_content_hash(),
                method="portal", signer_vat="12345678Z")
env.cr.commit()
"""
_WAITING = "SELECT count(*) FROM crm_order_signature WHERE stamp_state = 'waiting'"
_COPIES = "SELECT count(DISTINCT stamped_attachment_id) FROM crm_order_signature"
_TOLD = """
SELECT count(*) FROM ir_attachment WHERE res_model = 'sale.order' AND name LIKE '%stamped.pdf'
"""


@pytest.mark.slow
def test_special_prices_that_are_over_survive_a_killed_server():
    # given thousands of special prices, half of which are over
    env = support.environment()
    with support.database_copy("plain", "cron_kill_prices") as name:
        job = _NOW.format(job="ir_cron_expire_special_prices")
        env.connection.query(_LATER + _FILL_PRICES + job, name)

        def states() -> dict[str, int]:
            return {state: int(count) for state, count in env.connection.query(_STATES, name)}

        assert states() == {"approved": _PRICES}
        # when the server is killed while the job writes them
        server = start(name)
        wait_until(lambda: int(env.connection.query(_WORKS, name)[0][0]) > 0)
        server.kill()
        # then none is half expired, and the next start ends those that are over
        assert states() in ({"approved": _PRICES}, _over_and_not())
        env.connection.query(job, name)
        server = start(name)
        try:
            wait_until(lambda: states() == _over_and_not())
        finally:
            server.stop()


@pytest.mark.slow
def test_time_stamps_that_did_not_come_survive_a_killed_server(tmp_path):
    # given signed quotations that wait for their time stamp, and an authority that is slow
    env = support.environment()
    authority = _load_authority()(tmp_path)
    authority.answer_after = 1.0
    try:
        with support.database_copy("plain", "cron_kill_stamps") as name:
            support.run_in_shell(name, _SIGN, "Signed without a time stamp")
            job = _NOW.format(job="ir_cron_stamp_signatures")
            url = f"UPDATE res_company SET signing_tsa_url = '{authority.url}';"  # noqa: S608
            env.connection.query(_LATER + url + job, name)

            def count(sql: str) -> int:
                return int(env.connection.query(sql, name)[0][0])

            assert count(_WAITING) == _SIGNED
            # when the server is killed between two of them
            server = start(name)
            wait_until(lambda: count(_WAITING) < _SIGNED)
            time.sleep(0.5)
            server.kill()
            left = count(_WAITING)
            assert 0 < left < _SIGNED
            # then the next start asks for the rest, and each has one stamped copy
            env.connection.query(job, name)
            server = start(name)
            try:
                wait_until(lambda: count(_WAITING) == 0)
            finally:
                server.stop()
            assert count(_COPIES) == count(_TOLD) == _SIGNED
    finally:
        authority.stop()


def _over_and_not() -> dict[str, int]:
    return {"approved": _PRICES // 2, "expired": _PRICES // 2}


def _load_authority():
    spec = importlib.util.spec_from_file_location("authority", settings.ROOT / _AUTHORITY)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module.TimeStampAuthority
