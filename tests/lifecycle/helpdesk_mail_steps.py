"""What `test_helpdesk_mail.py` does inside Odoo's shell, each step committed."""

from __future__ import annotations

import codecs
import logging
import pickle
from datetime import date
from pathlib import Path
from unittest.mock import patch

TICKET, INTAKE = "crm.helpdesk.ticket", "crm.helpdesk.intake"


def set_up(env, smtp, imap, pop, password):
    """Two departments with addresses, an outgoing server, and boxes over IMAP and POP3."""
    company = env.company
    domain = env["mail.alias.domain"].create(
        {"name": "norte.example", "company_ids": [(4, company.id)]}
    )
    hours = {"company_id": company.id, "calendar_id": company.resource_calendar_id.id}
    for name in ("Soporte", "Calidad"):
        alias = {"alias_domain_id": domain.id, "alias_name": name.lower()}
        env["crm.helpdesk.team"].create({"name": name, **hours, **alias})
    env["res.partner"].create({"name": "Lorea Saiz", "email": "lorea@bar.example"})
    env["ir.mail_server"].search([]).unlink()
    out = {"name": "Out", "smtp_host": "127.0.0.1", "smtp_port": smtp}
    env["ir.mail_server"].create({**out, "smtp_encryption": "none"})
    env["fetchmail.server"].search([]).unlink()
    for name, port in (("imap", imap), ("pop", pop)) if imap else ():
        box = {"name": name, "server_type": name, "server": "127.0.0.1", "port": port}
        login = {"user": "soporte" if name == "imap" else "tienda", "password": password}
        env["fetchmail.server"].create({**box, **login}).button_confirm_login()
    env.cr.commit()


def fetch(env, name="imap"):
    """As the button does, until the box has nothing new."""
    server = env["fetchmail.server"].search([("name", "=", name)])
    for _turn in range(3):
        server.fetch_mail()
        env.cr.commit()


def _row(env, **conditions):
    [row] = env[INTAKE].search([(name, "=", value) for name, value in conditions.items()])
    return row


def _balance(env):
    wizard = env["crm.helpdesk.intake.balance"]
    return wizard.create({"date_from": date(2020, 1, 1), "date_to": date(2099, 1, 1)})


def check_intake(env, received):
    """Each mail has a verdict, and all add up."""
    page = _balance(env)
    parts = page.ticketed + page.appended + page.quarantined + page.failed + page.discarded
    assert page.received == parts == received, page.read()
    assert page.light != "red", page.read()


def fetch_broken(env, received):
    """What came in over IMAP: good, automatic, unreadable and ugly."""
    fetch(env)
    check_intake(env, received)
    good = _row(env, subject="Broken boxes")
    assert good.verdict == "accepted" and good.ticket_id.team_id.name == "Soporte"
    assert good.mailbox.startswith("fetchmail-")
    both = _row(env, subject="For both")
    assert both.ticket_id.team_id.name == "Calidad"
    assert both.ticket_id.cc_team_ids.name == "Soporte"
    absent = _row(env, subject="Fuera de oficina")
    assert (absent.verdict, absent.cause) == ("quarantined", "vacation")
    failed = _row(env, subject="Unknown charset")
    assert (failed.verdict, failed.cause, failed.attempts) == ("failed", "exception", 0)
    assert "x-klingon" in failed.error
    robot = env[INTAKE].search([("sender", "=", "robot@shop.example")], order="id")
    assert robot.mapped("verdict") == ["accepted"] * 20 + ["quarantined"], robot.mapped("verdict")
    assert robot[-1].cause == "loop"
    nameless = env[INTAKE].search([("message_uid", "=like", "sha256:%")])
    assert nameless and set(nameless.mapped("verdict")) <= {"accepted", "quarantined"}


def replay(env, received):
    """Once the server knows the charset the mail is read, and never twice."""
    row = _row(env, subject="Unknown charset")
    codecs.register(lambda name: codecs.lookup("latin-1") if "klingon" in name else None)
    for _turn in range(2):
        env.cr.execute("UPDATE crm_helpdesk_intake SET next_try = now() WHERE verdict = 'failed'")
        env[INTAKE]._cron_replay()
        env.invalidate_all()
    assert (row.verdict, row.attempts) == ("replayed", 1), (row.verdict, row.error)
    assert env[TICKET].search_count([("name", "=", "Unknown charset")]) == 1
    assert "qapla'" in row.ticket_id.description
    check_intake(env, received)


def acknowledge(env):
    """The job runs twice, which is the same as once."""
    for _turn in range(2):
        env[INTAKE]._cron_acknowledge()
    env["mail.mail"].search([("state", "=", "outgoing")]).send()
    env.cr.commit()


def answer(env, path):
    """An agent answers; its Message-Id goes into the file, to be answered."""
    ticket = _row(env, subject="Broken boxes").ticket_id
    message = ticket.message_post(
        body="Which lot?",
        message_type="comment",
        subtype_xmlid="mail.mt_comment",
        author_id=env.ref("base.user_admin").partner_id.id,
    )
    ticket.action_wait_for_customer()
    env["mail.mail"].search([("state", "=", "outgoing")]).send()
    env.cr.commit()
    with open(path, "w", encoding="utf-8") as file:
        file.write(message.message_id)


def check_replies(env, received):
    """Absence and stranger are notes, and the request waits on; Lorea ends that."""
    fetch(env)
    ticket = _row(env, subject="Broken boxes").ticket_id
    absent, stranger = _row(env, subject="Automatic reply"), _row(env, subject="Pay here")
    assert (absent.verdict, absent.cause, absent.ticket_id) == ("note_only", "vacation", ticket)
    assert (stranger.verdict, stranger.cause) == ("note_only", "not_participant")
    assert (ticket.state, ticket.reopen_count) == ("pending_customer", 0)
    check_intake(env, received)


def fetch_while_the_commit_fails(env):
    """The database gives up as the mail is committed; the POP server deletes it all the same."""
    cron = type(env["ir.cron"])
    original = cron._commit_progress

    def fail(self, processed=0, **more):
        if processed:
            raise RuntimeError("could not serialize access due to concurrent update")
        return original(self, processed, **more)

    with patch.object(cron, "_commit_progress", fail):
        env["fetchmail.server"].search([("name", "=", "pop")]).fetch_mail()
    env.cr.commit()
    row = _row(env, subject="By POP")
    assert (row.verdict, row.cause, row.ticket_id.id) == ("failed", "interrupted", False)
    assert b"Seven jars" in row._read_raw()


def replay_pop(env, received):
    """Ten minutes later it is read from what was kept."""
    env.cr.execute("UPDATE crm_helpdesk_intake SET next_try = now() WHERE verdict = 'failed'")
    env[INTAKE]._cron_replay()
    row = _row(env, subject="By POP")
    assert row.verdict == "replayed" and "Seven jars" in row.ticket_id.description
    check_intake(env, received)


def process_all(env, path):
    """Each mail of a file through the gateway, committed or rolled back as a server does."""
    from odoo.addons.crm_helpdesk.engine import arrivals

    logging.getLogger("odoo.addons.mail").setLevel(logging.CRITICAL)
    logging.getLogger("odoo.sql_db").setLevel(logging.CRITICAL)
    made, failed = pickle.loads(Path(path).read_bytes()), set()
    with patch.object(type(env["mail.mail"]), "send", lambda *_args, **_more: True):
        for raw in made:
            try:
                env["mail.thread"].message_process(False, raw)
                env.cr.commit()
            except Exception:  # noqa: BLE001 what comes out has to be in the ledger, see below
                env.cr.rollback()
                env.invalidate_all()
                failed.add(arrivals.read(raw).uid)
    _check_all(env, [arrivals.read(raw) for raw in made], failed)
    env.company.helpdesk_replay_attempts = 1
    for _turn in range(2):
        env.cr.execute("UPDATE crm_helpdesk_intake SET next_try = now() WHERE next_try IS NOT NULL")
        while env[INTAKE].search([("verdict", "=", "failed"), ("next_try", "<=", "now")], limit=1):
            env[INTAKE]._cron_replay()
            env.invalidate_all()
    _check_all(env, [arrivals.read(raw) for raw in made], set())


def _check_all(env, made, failed):
    rows = {row.message_uid: row for row in env[INTAKE].search([])}
    ours = {"soporte@norte.example", "calidad@norte.example"}
    named = {each.uid for each in made if ours.intersection(each.recipients)}
    assert not named - rows.keys(), sorted(named - rows.keys())[:3]
    assert not failed - rows.keys(), sorted(failed - rows.keys())[:3]
    page = _balance(env)
    parts = page.ticketed + page.appended + page.quarantined + page.failed + page.discarded
    gaps = [name for name in page._fields if name.startswith("gap_") and page[name]]
    assert not gaps and page.received == parts == len(rows), page.read()
