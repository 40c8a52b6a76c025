"""Mails over real SMTP, IMAP and POP3, broken in all the ways that they are: none gets lost."""

from __future__ import annotations

import smtplib
from email.message import EmailMessage

import pytest
from aiosmtpd.controller import Controller

from tests import support
from tools import dovecot, settings
from tools.errors import SetupError
from tools.server import free_port

_STEP = """
import sys
sys.path.insert(0, {root!r})
from tests.lifecycle import helpdesk_mail_steps
helpdesk_mail_steps.{name}(env, **{arguments!r})
"""
OUTSIDE = "lorea@bar.example"


class PostOffice:
    """Takes mails by SMTP: into a box of Dovecot where it has one, else out into the world."""

    boxes = {"soporte": "soporte", "calidad": "soporte", "tienda": "tienda"}

    def __init__(self, server):
        self._server, self.out = server, []

    async def handle_DATA(self, _server, _session, envelope):
        boxes = {self.boxes.get(each.partition("@")[0]) for each in envelope.rcpt_tos}
        for box in boxes - {None}:
            self._server.deliver(box, envelope.content)
        if None in boxes:
            self.out.append((envelope.rcpt_tos, envelope.content))
        return "250 OK"


@pytest.fixture(scope="module")
def post():
    """Dovecot, and before it an SMTP server of one's own."""
    try:
        dovecot.ensure()
    except SetupError as error:
        pytest.skip(f"Dovecot cannot be had here: {error}")
    with dovecot.served(free_port(), free_port()) as server:
        office = PostOffice(server)
        controller = Controller(office, hostname="127.0.0.1", port=free_port())
        controller.start()
        office.port, office.server = controller.port, server
        yield office
        controller.stop()


@pytest.fixture(scope="module")
def desk(post):
    """A database with two departments that fetch from the boxes."""
    with support.database_copy("plain", "helpdesk_mail") as name:
        ports = {"smtp": post.port, "imap": post.server.imap, "pop": post.server.pop}
        step(name, "set_up", password=dovecot.PASSWORD, **ports)
        yield name


def step(database: str, name: str, **arguments) -> None:
    script = _STEP.format(root=str(settings.ROOT), name=name, arguments=arguments)
    support.run_in_shell(database, script, f"The step {name}")


def mail(subject: str, sender: str = f"Lorea Saiz <{OUTSIDE}>", **headers: str) -> bytes:
    message = EmailMessage()
    message["From"], message["Subject"] = sender, subject
    message["To"] = headers.pop("To", "soporte@norte.example")
    name = "".join(filter(str.isalnum, subject))
    message["Message-Id"] = f"<{name}@bar.example>"
    for header, value in headers.items():
        message[header.replace("_", "-")] = value
    message.set_content("Seven jars are broken.")
    return message.as_bytes()


_HEAD = b"From: Worf <worf@ship.example>\r\nTo: soporte@norte.example\r\nMessage-Id: <k@ship>\r\n"
KLINGON = _HEAD + (
    b"Subject: Unknown charset\r\nMIME-Version: 1.0\r\n"
    b"Content-Type: text/plain; charset=x-klingon\r\nContent-Transfer-Encoding: 8bit\r\n\r\n"
    b"qapla'\r\n"
)
WITHOUT_NAME = b"From: Bar <a@bar2.example>\r\nTo: soporte@norte.example\r\n\r\nno subject\r\n"
UGLY = (
    b"From: \xff\xfe <b@bar3.example>\r\nTo: soporte@norte.example\r\n"
    b"Subject: \x80\xff\r\n\r\n\x81\r\n"
)


def send(post: PostOffice, *mails: bytes, box: str = "soporte") -> int:
    with smtplib.SMTP("127.0.0.1", post.port, timeout=30) as smtp:
        for content in mails:
            smtp.sendmail("sender@bar.example", [f"{box}@norte.example"], content)
    return len(mails)


def test_no_mail_is_lost(post, desk, tmp_path):
    # given mails that persons, machines and broken programs send
    robot = [mail(f"Order {n}", "robot@shop.example") for n in range(21)]
    received = send(
        post,
        mail("Broken boxes"),
        mail("For both", To="calidad@norte.example, soporte@norte.example"),
        mail("Fuera de oficina", "a@away.example", Auto_Submitted="auto-replied"),
        KLINGON, WITHOUT_NAME, UGLY, *robot,
    )  # fmt: skip
    # and one of them twice, as servers do that heard no answer
    send(post, mail("Broken boxes"))
    # when they are fetched, then each has a verdict and all add up
    step(desk, "fetch_broken", received=received)
    # H12: what could not be read is read once it can, and once only
    step(desk, "replay", received=received)
    # and persons are told, machines are not
    post.out.clear()
    step(desk, "acknowledge")
    told = [address for recipients, _content in post.out for address in recipients]
    assert told.count(OUTSIDE) == 2, "once by each of the departments to which she wrote"
    assert told.count("worf@ship.example") == told.count("robot@shop.example") == 1
    assert "a@away.example" not in told

    # H10, H15: a request waits for Lorea; her mailbox answers, and a stranger
    path = tmp_path / "message_id"
    post.out.clear()
    step(desk, "answer", path=str(path))
    assert any(OUTSIDE in recipients for recipients, _content in post.out)
    thread = path.read_text(encoding="utf-8")
    post.out.clear()
    received += send(
        post,
        mail("Automatic reply", Auto_Submitted="auto-replied (vacation)", In_Reply_To=thread),
        mail("Pay here", "x@stranger.example", In_Reply_To=thread),
    )
    step(desk, "check_replies", received=received)
    assert not post.out, "somebody outside was told of what a stranger wrote"

    # H13: the commit fails, and the POP server has deleted the mail
    received += send(post, mail("By POP"), box="tienda")
    step(desk, "fetch_while_the_commit_fails")
    assert post.server.left("tienda") == 0
    step(desk, "replay_pop", received=received)
