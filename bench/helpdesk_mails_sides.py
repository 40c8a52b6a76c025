"""What `bench/helpdesk_mails.py` does inside Odoo's shell, the same for both sides."""

from __future__ import annotations

import json
import random
import time
from email.message import EmailMessage
from pathlib import Path

DESK = "desk@bench.example"
_SIDES = {
    "ours": ("crm.helpdesk.ticket", "crm.helpdesk.team"),
    "oca": ("helpdesk.ticket", "helpdesk.ticket.team"),
}
_CUSTOMERS = 600
_KNOWN = 200
_TEXT = "Two of the boxes that came today are broken at a corner, and one jar leaks. " * 8


def make_mails(number: int) -> list[bytes]:
    """Mails of 600 senders, 200 of whom are contacts: seven in ten begin something, two reply.

    One in twenty is an absence, one in twenty has a photo.
    """
    chance, made, subjects = random.Random(19), [], []
    for place in range(number):
        sender = chance.randrange(_CUSTOMERS)
        mail = EmailMessage()
        mail["To"], mail["Message-Id"] = DESK, f"<{place}@bench-client.example>"
        mail["Received"] = "from mx.bench.example by mail.bench.example; Mon, 5 Oct 2026 10:00:00"
        kind = chance.random()
        if kind < 0.25 and subjects:
            parent, sender, subject = chance.choice(subjects)
            mail["In-Reply-To"] = mail["References"] = f"<{parent}@bench-client.example>"
            mail["Subject"] = f"Re: {subject}"
            if kind < 0.05:
                mail["Auto-Submitted"] = "auto-replied (vacation)"
        else:
            mail["Subject"] = f"Broken boxes of delivery {place}"
            subjects.append((place, sender, mail["Subject"]))
        mail["From"] = f"Customer {sender} <c{sender}@client{sender}.example>"
        mail.set_content(f"{place}: {_TEXT}")
        mail.add_alternative(f"<p>{place}: <b>{_TEXT}</b></p>", subtype="html")
        if chance.random() < 0.05:
            photo = chance.randbytes(30_000)
            mail.add_attachment(photo, maintype="image", subtype="jpeg", filename="photo.jpg")
        made.append(mail.as_bytes())
    return made


def set_up(env, *, side: str) -> None:
    """A department with an address, and contacts."""
    domain = env["mail.alias.domain"].create({"name": "bench.example"})
    company = env.company
    company.alias_domain_id = domain
    values = {"name": "Desk", "alias_name": "desk", "alias_domain_id": domain.id}
    if side == "ours":
        hours = company.resource_calendar_id
        values |= {"company_id": company.id, "calendar_id": hours.id}
        policy = {"name": "Four hours", "company_id": company.id, "resolution_hours": 4}
        env["crm.helpdesk.sla.policy"].create(policy)
    env[_SIDES[side][1]].create(values)
    env["res.partner"].create(
        [{"name": f"Customer {n}", "email": f"c{n}@client{n}.example"} for n in range(_KNOWN)]
    )
    env.cr.commit()


def process(env, *, side: str, number: int, output: str) -> None:
    """All mails through the gateway, a transaction each, as a mail server's are."""
    from odoo import sql_db

    mails = make_mails(number)
    warm, mails = mails[: number // 20], mails[number // 20 :]
    thread = env["mail.thread"]
    for mail in warm:
        thread.message_process(False, mail)
        env.cr.commit()
    before, began = sql_db.sql_counter, time.perf_counter()
    for mail in mails:
        thread.message_process(False, mail)
        env.cr.commit()
    seconds = time.perf_counter() - began
    result = {
        "seconds": seconds,
        "mails": len(mails),
        "queries": (sql_db.sql_counter - before) / len(mails),
        "tickets": env[_SIDES[side][0]].search_count([]),
    }
    if side == "ours":
        page = env["crm.helpdesk.intake.balance"].create({})
        result["light"] = page.light
        result["parts"] = [page.received, page.ticketed, page.appended, page.quarantined]
    Path(output).write_text(json.dumps(result), encoding="utf-8")
