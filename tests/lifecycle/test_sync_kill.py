"""The server dies between applying and answering; the phone sends again, and nothing is twice."""

from __future__ import annotations

import base64
import os
import random
import time

import pytest

from tests import support
from tests.lifecycle.device import Device, ago
from tools import odoo_config, odoo_run
from tools.server import OdooServer, free_port

SEED = int(os.environ.get("PILARES_SEED") or 0)
VISITS = 6
# A rep with a day of visits; their keys are the same in every database.
MAKE = f"""
from datetime import timedelta
from odoo import Command, fields

user = env["res.users"].with_context(no_reset_password=True).create({{
    "name": "Rosa", "login": "rosa", "password": "rosa", "tz": "Europe/Madrid", "lang": "es_ES",
    "group_ids": [Command.link(env.ref("sales_team.group_sale_salesman").id)]}})
now = fields.Datetime.now()
for number in range({VISITS}):
    partner = env["res.partner"].create({{"name": f"Bar {{number}}", "is_company": True}})
    lead = env["crm.lead"].create({{
        "name": f"Oferta {{number}}", "type": "opportunity", "partner_id": partner.id,
        "user_id": user.id}})
    action = env["crm.action"].with_user(user).create({{
        "type_id": env.ref("crm_actions.crm_action_type_visit").id, "partner_id": partner.id,
        "opportunity_id": lead.id, "client_uuid": f"visit-{{number}}",
        "start": now + timedelta(hours=number)}})
env.cr.commit()
"""
_IDS = """
SELECT name, res_id FROM ir_model_data
 WHERE module = 'crm_actions' AND model IN ('crm.action.type', 'crm.action.outcome')
"""
# Everything that a sync writes, without the moments, which differ from run to run.
_STATE = """
SELECT a.client_uuid, a.state, a.summary, a.note, o.name->>'en_US', a.next_missing, n.client_uuid,
       a.checkin_at IS NOT NULL, a.checkout_at IS NOT NULL, a.cancel_reason, l.won_status,
       a.user_id, a.done_despite_cancel,
       (SELECT count(*) FROM calendar_event e WHERE e.crm_action_id = a.id),
       (SELECT string_agg(f.checksum, ',' ORDER BY f.checksum) FROM crm_action_photo_rel r
          JOIN ir_attachment f ON f.id = r.attachment_id WHERE r.action_id = a.id),
       (SELECT count(*) FROM crm_action_geo g WHERE g.action_id = a.id),
       (SELECT count(*) FROM mail_message m WHERE m.model = 'crm.action' AND m.res_id = a.id
           AND m.message_type = 'comment')
  FROM crm_action a
  LEFT JOIN crm_action_outcome o ON o.id = a.outcome_id
  LEFT JOIN crm_action n ON n.id = a.next_id
  LEFT JOIN crm_lead l ON l.id = a.opportunity_id
 ORDER BY a.client_uuid, a.id
"""
_OPS = "SELECT op_uuid, kind, status, message FROM crm_action_sync_op ORDER BY op_uuid"


def _queue(ids: dict[str, int]) -> list[dict]:
    """A day's work of a phone: six visits with report, photo and next step, a call, a change."""
    visit, call = ids["crm_action_type_visit"], ids["crm_action_type_call"]
    ops: list[dict] = []

    def add(kind: str, uuid: str, minutes: int, **vals) -> None:
        number = len(ops)
        ops.append(
            {"uuid": f"operation-{number:03}", "seq": number, "kind": kind, "vals": vals,
             "action": {"client_uuid": uuid}, "at": ago(minutes), "base": {"title": uuid}}
        )  # fmt: skip

    for number in range(VISITS - 2):
        uuid, minutes = f"visit-{number}", 300 - 50 * number
        add("check_in", uuid, minutes, latitude=43.4, longitude=-5.1, accuracy_m=15)
        step = {"client_uuid": f"step-{number}", "type_id": call, "start": ago(-3000 - number)}
        add("close", uuid, minutes - 30, outcome_id=ids["crm_action_outcome_interested"],
            note=f"Nota de la visita {number}", next=step)  # fmt: skip
        add("photo", uuid, minutes - 30)
        ops[-1]["data"] = base64.b64encode(b"\xff\xd8\xff\xe0 photo %d" % number).decode()
    add("close", "visit-4", 40, outcome_id=ids["crm_action_outcome_order"], opportunity="won")
    add("postpone", "visit-5", 30, start=ago(-4000))
    add("create", "new-0", 20, client_uuid="new-0", type_id=visit, start=ago(-5000),
        partner_id=ids["partner"], summary="Presentar el catálogo")  # fmt: skip
    add("cancel", "new-0", 10, reason="Cierra por obras")
    return ops


def _run(purpose: str, kills: int, seed: int) -> dict[str, list]:
    """Send the day's work, with the server killed so many times; what is in the database then."""
    env, dice = support.environment(), random.Random(seed)
    with support.database_copy("plain", purpose) as name:
        support.run_in_shell(name, MAKE, "Making a rep with six visits")
        ids = {row[0]: int(row[1]) for row in env.connection.query(_IDS, name)}
        [[partner]] = env.connection.query("SELECT id FROM res_partner WHERE name = 'Bar 0'", name)
        device = Device("rosa", name, _queue({**ids, "partner": int(partner)}))
        # a batch has five operations at the most: nearer to the end a kill might be passed over
        at = sorted(dice.sample(range(len(device.queue) - 5), kills)) if kills else []
        server, sent = _start(name), 0
        try:
            device.connect(server.url)
            while device.queue:
                if at and at[0] <= sent:
                    at.pop(0)
                    uuids = device.uuids(dice.randint(1, 5))
                    late = dice.random() < 0.7
                    kill = _killer(server, name, uuids, dice.uniform(0, 0.15), late=late)
                    device.send_and_lose(len(uuids), kill)
                    server = _start(name)
                    device.connect(server.url)
                before = len(device.queue)
                device.send(dice.randint(1, 5))
                sent += before - len(device.queue)
        finally:
            server.stop()
        assert not at, "not every kill took place"
        assert set(device.answers.values()) <= {"applied", "duplicate"}, device.answers
        if kills:
            assert "duplicate" in device.answers.values(), (
                "no answer was ever lost: it proves nothing"
            )
        return {
            "actions": env.connection.query(_STATE, name),
            "operations": env.connection.query(_OPS, name),
        }


def _killer(server: OdooServer, name: str, uuids: list[str], delay: float, *, late: bool):
    """Kill the server once it has committed, before its answer counts; or at any moment."""
    names = ", ".join(f"'{uuid}'" for uuid in uuids)
    count = f"SELECT count(*) FROM crm_action_sync_op WHERE op_uuid IN ({names})"  # noqa: S608

    def kill() -> None:
        connection = support.environment().connection
        if late:
            limit = time.monotonic() + 60
            while int(connection.query(count, name)[0][0]) < len(uuids):
                assert time.monotonic() < limit, "the server applied nothing"
        else:
            time.sleep(delay)
        server.kill()

    return kill


def _start(name: str) -> OdooServer:
    env = support.environment()
    port = free_port()
    extra = {"http_port": str(port), "max_cron_threads": "0"}
    config = odoo_config.write(name, env.odoo, env.connection, extra)
    server = OdooServer(config, port, odoo_run.log_path(name), echo=False)
    server.start()
    server.wait_until_ready()
    return server


@pytest.fixture(scope="module")
def undisturbed():
    """What the same day's work leaves behind where nothing happens to the server."""
    return _run("sync_calm", 0, 0)


def test_nothing_is_lost_or_twice_with_five_kills(undisturbed):
    assert _run("sync_kill", 5, 19 + SEED) == undisturbed


@pytest.mark.slow
@pytest.mark.parametrize("turn", range(10))
def test_nothing_is_lost_or_twice_with_fifty_kills(undisturbed, turn):
    assert _run("sync_kill", 5, 1_000 * SEED + turn) == undisturbed
