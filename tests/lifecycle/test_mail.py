"""Quotations go out by mail, on a machine without wkhtmltopdf, through a real mail server.

What the customer gets by mail is the file that the portal shows.
"""

from __future__ import annotations

import base64
import io
import json
import os
import re
from email import message_from_bytes, policy

import pytest
import requests
from aiosmtpd.controller import Controller
from lxml import etree
from PIL import Image, ImageDraw
from pypdf import PdfReader

from tests import support
from tools.server import free_port

TIMEOUT = 60
CUSTOMER = "compras@hotel.example"


class Inbox:
    """Keeps each mail that arrives, as its bytes and to whom it went."""

    def __init__(self):
        self.mails = []

    async def handle_DATA(self, _server, _session, envelope):
        mail = message_from_bytes(envelope.content, policy=policy.default)
        self.mails.append((envelope.rcpt_tos, mail))
        return "250 OK"

    def take(self):
        """The only mail that arrived for the customer since, its PDF files by name."""
        [mail] = [mail for recipients, mail in self.mails if CUSTOMER in recipients]
        self.mails.clear()
        return {
            part.get_filename(): part.get_payload(decode=True)
            for part in mail.iter_attachments()
            if part.get_content_type() == "application/pdf"
        }


class Client:
    """A person at the server, without a browser."""

    def __init__(self, url, database, login):
        self._url, self._session = url, requests.Session()
        self._session.trust_env = False
        credentials = {"db": database, "login": login, "password": login}
        self.post("/web/session/authenticate", credentials)

    def post(self, path, params):
        body = {"jsonrpc": "2.0", "method": "call", "params": params}
        answer = self._session.post(self._url + path, json=body, timeout=TIMEOUT).json()
        assert "error" not in answer, answer["error"]
        return answer["result"]

    def call(self, model, method, *args, context=None):
        call = {"model": model, "method": method, "args": args, "kwargs": {}}
        if context:
            call["kwargs"]["context"] = context
        return self.post(f"/web/dataset/call_kw/{model}/{method}", call)


@pytest.fixture(scope="module")
def without_wkhtmltopdf(tmp_path_factory):
    """Programs of the system but wkhtmltopdf."""
    support.environment()
    folder = tmp_path_factory.mktemp("programs")
    for place in os.environ["PATH"].split(os.pathsep):
        for name in os.listdir(place) if os.path.isdir(place) else []:
            link = folder / name
            if not name.startswith("wkhtmlto") and not link.exists():
                link.symlink_to(os.path.join(place, name))
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("PATH", str(folder))
        yield


@pytest.fixture(scope="module")
def inbox():
    """A mail server of one's own on this machine: its port and what arrived."""
    box = Inbox()
    controller = Controller(box, hostname="127.0.0.1", port=free_port())
    controller.start()
    box.port = controller.port
    yield box
    controller.stop()


@pytest.fixture(scope="module")
def people(without_wkhtmltopdf, inbox):
    """A rep and the address of the server, which sends its mail to the inbox."""
    with support.database_copy("demo", "mail") as name, support.served(name) as url:
        admin = Client(url, name, "admin")
        state = admin.call("ir.actions.report", "get_wkhtmltopdf_state")
        assert state == "install", "wkhtmltopdf is still found"
        server = {"name": "Inbox", "smtp_host": "127.0.0.1", "smtp_port": inbox.port}
        admin.call("ir.mail_server", "create", [{**server, "smtp_encryption": "none"}])
        yield Client(url, name, "nuria"), url


@pytest.fixture
def quote(people):
    """A quotation of 6 x 36.50 with 10+5 for a customer with an address for mail."""
    rep, _url = people
    [partner_id] = rep.call("res.partner", "search", [("name", "=", "Hotel Ría Mansa")])[:1]
    rep.call("res.partner", "write", [partner_id], {"email": CUSTOMER})
    product_id = rep.call("product.product", "search", [("name", "like", "Aceite")])[0]
    line = {"product_id": product_id, "product_uom_qty": 6, "line_discounts": "10+5"}
    values = {"partner_id": partner_id, "require_signature": True, "require_payment": False}
    [order_id] = rep.call("sale.order", "create", [{**values, "order_line": [(0, 0, line)]}])
    return order_id


def send(rep, order_id):
    """Send the order as the button does: the assistant as it opens, without a change."""
    action = rep.call("sale.order", "action_quotation_send", [order_id])
    context = action["context"]
    [composer] = rep.call("mail.compose.message", "create", [{}], context=context)
    rep.call("mail.compose.message", "action_send_mail", [composer], context=context)


def shown_on_the_portal(people, order_id):
    """The file that the customer opens on the portal, who is logged in nowhere."""
    rep, url = people
    link = rep.call("sale.order", "get_portal_url", [order_id])
    separator = "&" if "?" in link else "?"
    answer = requests.get(f"{url}{link}{separator}report_type=pdf", timeout=TIMEOUT)
    assert answer.headers["Content-Type"] == "application/pdf"
    return answer.content


def text_of(content):
    return "\n".join(page.extract_text() for page in PdfReader(io.BytesIO(content)).pages)


def test_a_quotation_is_sent_as_the_portal_shows_it(people, inbox, quote):
    # when the rep presses Send and then sends
    send(people[0], quote)
    # then the customer has one PDF, which is the dossier: the chain on its line, the signature
    [content] = inbox.take().values()
    assert content.startswith(b"%PDF-")
    assert "10+5" in text_of(content)
    # and it is what the portal shows
    assert text_of(content) == text_of(shown_on_the_portal(people, quote))


def test_a_signed_order_is_confirmed_with_its_stored_copy(people, inbox, quote):
    rep, url = people
    send(rep, quote)
    inbox.mails.clear()
    # when the customer signs on the portal
    sign(url, rep.call("sale.order", "get_portal_url", [quote]))
    [order] = rep.call("sale.order", "read", [quote], ["state", "signed_by"])
    assert (order["state"], order["signed_by"]) == ("sale", "Elvira Cueto")
    # then the mail of the confirmation has the signed copy, to the byte
    [content] = set(inbox.take().values())
    assert "Elvira Cueto" in text_of(content)
    assert content == shown_on_the_portal(people, quote)
    # and so has what the rep sends again
    send(rep, quote)
    assert set(inbox.take().values()) == {content}


def test_an_order_that_is_confirmed_by_hand_is_confirmed_by_mail(people, inbox, quote):
    rep, _url = people
    rep.call("sale.order", "action_confirm", [quote], context={"send_email": True})
    [content] = inbox.take().values()
    assert text_of(content) == text_of(shown_on_the_portal(people, quote))


def sign(url, link):
    """What the signing form of the portal sends."""
    session = requests.Session()
    session.trust_env = False
    page = etree.HTML(session.get(url + link, timeout=TIMEOUT).text)
    [holder] = page.xpath("//owl-component[contains(@props, 'callUrl')]")
    props = json.loads(holder.get("props"))
    picture, stream = Image.new("RGB", (300, 120), "white"), io.BytesIO()
    ImageDraw.Draw(picture).line([(10, 90), (120, 20), (280, 100)], fill="navy", width=4)
    picture.save(stream, "PNG")
    params = {
        "name": "Elvira Cueto",
        "signature": base64.b64encode(stream.getvalue()).decode(),
        "content": props["content"],
        "clause_ids": [clause["id"] for clause in props["clauses"]],
    }
    body = {"jsonrpc": "2.0", "method": "call", "params": params}
    answer = session.post(url + props["callUrl"], json=body, timeout=TIMEOUT).json()["result"]
    assert re.search("sign_ok", answer.get("redirect_url", "")), answer
