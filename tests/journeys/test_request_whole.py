"""One request from the customer's phone to her score, through two departments and its cause.

How a nonconformity is worked on by clicking is shown by test_helpdesk_quality.py, and which hours
lead to a deadline by test_helpdesk_agent.py: here both are on the way of one request.
"""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

from tests import support
from tests.journeys import quality_steps
from tests.journeys.browser import DESK, PATIENCE_MS, PHONE, wait_for_scripts
from tests.journeys.test_helpdesk_portal import PHOTO

SUBJECT = "Dos cajas de tomate llegaron rotas"
ANSWER = "Hola, Lorea: lo sentimos. Mañana salen seis cajas nuevas."
TOKEN = "the-link-of-this-mail"

# To what quality_steps makes: Logística, to which the category sends, and the customer's login.
_PREPARE = """
from odoo import Command
logistics, quality = env["crm.helpdesk.team"].create(
    [{"name": "Logística"}, {"name": "Calidad"}])
env["crm.helpdesk.category"].search([("name", "=", "Caja aplastada")]).team_id = logistics
users = env["res.users"].with_context(no_reset_password=True)
jon, nerea = (users.search([("login", "=", login)]) for login in ("jon", "nerea"))
nerea.group_ids += env.ref("crm_helpdesk.group_helpdesk_agent")
env["crm.helpdesk.member"].create([
    {"team_id": logistics.id, "user_id": jon.id}, {"team_id": quality.id, "user_id": nerea.id}])
env["crm.helpdesk.sla.policy"].create({"name": "Cuatro horas", "resolution_hours": 4})
customer = env["res.partner"].search([("name", "=", "Hostelería Peña Blanca")])
lorea = env["res.partner"].create(
    {"name": "Lorea Saiz", "parent_id": customer.id, "email": "lorea@example.com"})
users.create({
    "login": "lorea", "password": "lorea", "partner_id": lorea.id, "name": lorea.name,
    "lang": "es_ES", "tz": "Europe/Madrid",
    "group_ids": [Command.set(env.ref("base.group_portal").ids)],
})
env.company.helpdesk_survey_quota_days = 0
env.cr.commit()
"""
_CORRECT = """
import base64
user = lambda login: env["res.users"].search([("login", "=", login)])
nerea, mikel = user("nerea"), user("mikel")
ticket = env["crm.helpdesk.ticket"].search([("name", "=", SUBJECT)])
case = ticket.nonconformity_id.with_user(nerea)
case.write({"cause_id": env.ref("crm_helpdesk.crm_helpdesk_cause_packing").id, "severity": "major"})

def carry_out(name, kind):
    action = env["crm.helpdesk.capa"].with_user(nerea).create({
        "nonconformity_id": case.id, "name": name, "kind": kind, "owner_id": mikel.id})
    file = env["ir.attachment"].with_user(mikel).create(
        {"name": "pale.png", "raw": b"a pallet", "res_model": action._name, "res_id": action.id})
    action.with_user(mikel).write({"evidence_ids": [(4, file.id)]})
    return action.with_user(mikel)

case.action_contain()
carry_out("Retirar el lote 2609-B", "containment").action_done()
case.action_analyse()
case.write({"why_ids": [(0, 0, {"name": "El palé se dobla al apilar"}),
                        (0, 0, {"name": "El separador es más fino desde julio"})]})
case.action_plan()
done = carry_out("Cambiar el separador del palé", "corrective")
case.action_execute()
done.action_done()
env.cr.commit()
"""
_VERIFY = """
case = env["crm.helpdesk.ticket"].search([("name", "=", SUBJECT)]).nonconformity_id
case.with_user(env["res.users"].search([("login", "=", "itziar")])).action_verify()
env.cr.commit()
"""
_ASK = """
request = env["crm.helpdesk.ticket"].search([("name", "=", SUBJECT)]).survey_request_ids
request._send_due()
request.token_hash = request._hash(TOKEN)
env.cr.commit()
"""


def _run(database: str, script: str, what: str) -> None:
    support.run_in_shell(database, f"SUBJECT, TOKEN = {SUBJECT!r}, {TOKEN!r}\n{script}", what)


@pytest.fixture
def office(plain_database, plain_server):
    """The address of the server, with people and two requests about the same."""
    quality_steps.prepare(plain_database)
    _run(plain_database, _PREPARE, "Preparing departments")
    return plain_server


@pytest.fixture
def lorea(browser, office):
    """The customer at her phone, logged in; her console stays clean."""
    problems: list[str] = []
    context = browser.new_context(
        viewport={"width": PHONE.width, "height": PHONE.height},
        has_touch=True, is_mobile=True, locale="es-ES", timezone_id="Europe/Madrid",
    )  # fmt: skip
    context.set_default_timeout(PATIENCE_MS)
    page = context.new_page()
    page.on("pageerror", lambda error: problems.append(f"page error: {error}"))
    page.goto(f"{office}/web/login")
    wait_for_scripts(page)
    page.fill("input[name=login]", "lorea")
    page.fill("input[name=password]", "lorea")
    page.press("input[name=password]", "Enter")
    page.wait_for_url("**/my**")
    yield page
    context.close()
    assert not problems, "\n".join(problems)


def _report(lorea, office: str) -> None:
    lorea.goto(f"{office}/my/requests")
    wait_for_scripts(lorea)
    lorea.get_by_role("link", name="Nueva petición").click()
    lorea.get_by_label("¿De qué se trata?").fill(SUBJECT)
    lorea.get_by_label("Tipo de petición").select_option(label="Caja aplastada")
    lorea.get_by_label("¿Qué ha pasado?").fill("Llegaron aplastadas y han manchado otras cuatro.")
    wait_for_scripts(lorea)
    lorea.set_input_files(
        "input[name=photo]", {"name": "caja.png", "mimeType": "image/png", "buffer": PHOTO}
    )
    lorea.get_by_role("button", name="Enviar").click()
    expect(lorea.locator(".alert-success")).to_contain_text("Hemos recibido su petición")


def _open(who, ticket: int) -> None:
    who.open(f"/odoo/crm.helpdesk.ticket/{ticket}")
    who.page.wait_for_selector(".o_helpdesk_clocks")


def _answer_and_transfer(jon, ticket: int) -> None:
    _open(jon, ticket)
    jon.page.locator("button[name=action_take]:visible").click()
    jon.page.locator(".o-mail-Chatter-sendMessage").click()
    jon.page.locator(".o-mail-Composer-input, .o-mail-Composer-html").first.fill(ANSWER)
    jon.page.locator(".o-mail-Composer-send").first.click()
    expect(jon.page.locator(".o_helpdesk_first_answer")).to_contain_text("Primera respuesta en")
    deadline = jon.page.locator("[data-metric=resolution] .o_helpdesk_clock_when")
    before = deadline.inner_text()
    jon.press("Transferir")
    dialog = jon.page.locator(".modal")
    dialog.locator("[name=team_id] input").fill("Calidad")
    jon.page.locator(".o-autocomplete--dropdown-item").filter(has_text="Calidad").first.click()
    dialog.locator("[name=reason] input").fill("Es el embalaje, otra vez")
    dialog.get_by_role("button", name="Transferir").click()
    department = jon.page.locator("[data-metric=department] .o_helpdesk_clock_title")
    expect(department).to_contain_text("Calidad")
    # the customer's deadline is where it was
    expect(deadline).to_have_text(before)


def _open_nonconformity(nerea, ticket: int) -> None:
    _open(nerea, ticket)
    nerea.sees("Caja aplastada: 3 peticiones en 90 días")
    nerea.page.locator("button[name=action_open_nonconformity]:visible").first.click()
    nerea.page.wait_for_selector(".o_helpdesk_steps")


def _resolve(nerea, ticket: int) -> None:
    _open(nerea, ticket)
    nerea.press("Resolver")
    nerea.page.locator(".modal").get_by_role("button", name="Resolver").click()
    expect(nerea.page.locator(".o_arrow_button_current").first).to_contain_text("Resuelta")
    nerea.shot("request-whole")


def _score(lorea, office: str, number: int) -> None:
    lorea.goto(f"{office}/requests/rate/{TOKEN}?score={number}")
    lorea.wait_for_selector(".o_helpdesk_survey")


def test_a_request_from_the_phone_to_the_score(lorea, office, person, plain_database):
    # Given two requests about crushed boxes, when a customer writes a third one from her phone,
    _report(lorea, office)
    # then it lands in Logistics by its category
    jon = person(office, "jon", device=DESK)
    [found] = jon.call(
        "crm.helpdesk.ticket", "search_read", [["name", "=", SUBJECT]], ["team_id", "state"]
    )
    assert (found["team_id"][1], found["state"]) == ("Logística", "new")
    ticket = found["id"]
    # and an agent answers it and gives it to Quality
    _answer_and_transfer(jon, ticket)
    lorea.goto(f"{office}/my/requests/{ticket}")
    expect(lorea.get_by_text(ANSWER)).to_be_visible()

    # When Quality opens what the third of a kind proposes, and corrects it,
    nerea = person(office, "nerea", device=DESK)
    _open_nonconformity(nerea, ticket)
    _run(plain_database, _CORRECT, "Correcting the cause")
    # then the request may be resolved, and is closed once the action is verified
    _resolve(nerea, ticket)
    quality_steps.let_sixty_days_pass(plain_database)
    _run(plain_database, _VERIFY, "Verifying")
    _open(nerea, ticket)
    expect(nerea.page.locator(".o_helpdesk_quality")).to_contain_text(re.compile("cerrar"))

    # When the customer follows the link of the mail, her score counts once.
    _run(plain_database, _ASK, "Asking the customer")
    _score(lorea, office, 5)
    expect(lorea.get_by_role("radio", name="5: Muy satisfecho")).to_be_checked()
    lorea.get_by_role("button", name="Enviar mi respuesta").click()
    expect(lorea.get_by_text("Gracias").first).to_be_visible()
    _score(lorea, office, 1)
    expect(lorea.get_by_text("Ya ha respondido").first).to_be_visible()
