"""A customer reports broken packaging from a phone, with a photo, and follows it to the end."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from tests import support
from tests.journeys import checks
from tests.journeys.browser import PATIENCE_MS, PHONE, wait_for_scripts

SUBJECT = "Dos cajas de tomate han llegado rotas"
QUESTION = "Buenos días, Lorea: ¿puede guardar las rotas hasta mañana?"
REPLY = "Sí, aquí las tienen."
_SCRIPT = """
from odoo import Command

company = env.company
company.resource_calendar_id.tz = "Europe/Madrid"
logistics = env["crm.helpdesk.team"].create({"name": "Logística"})
env.ref("crm_helpdesk.crm_helpdesk_category_packaging").write(
    {"company_id": company.id, "team_id": logistics.id})
env["crm.helpdesk.team"].create({"name": "Atención al cliente", "sequence": 1})
env["crm.helpdesk.sla.policy"].create({"name": "Normal", "resolution_hours": 8})
customer = env["res.partner"].create({"name": "Hostelería Peña Blanca", "is_company": True})
lorea = env["res.partner"].create(
    {"name": "Lorea Saiz", "parent_id": customer.id, "email": "lorea@example.com"})
users = env["res.users"].with_context(no_reset_password=True)
common = {"lang": "es_ES", "tz": "Europe/Madrid"}
users.create({
    **common, "login": "lorea", "password": "lorea", "partner_id": lorea.id, "name": lorea.name,
    "group_ids": [Command.set(env.ref("base.group_portal").ids)],
})
jon = users.create({
    **common, "login": "jon", "password": "jon", "name": "Jon Arana", "email": "jon@example.com",
    "tour_enabled": False,
    "group_ids": [Command.link(env.ref("base.group_user").id),
                  Command.link(env.ref("crm_helpdesk.group_helpdesk_agent").id)],
})
env["crm.helpdesk.member"].create({"team_id": logistics.id, "user_id": jon.id})
env.cr.commit()
"""
PHOTO = bytes.fromhex(
    "89504e470d0a1a0a0000000d4948445200000001000000010806000000"
    "1f15c4890000000d49444154789c6360f8cf500f0003860180"
    "5a347d6b0000000049454e44ae426082"
)


@pytest.fixture(scope="module")
def office(plain_database, plain_server):
    """The address of the server of a company with two departments, a customer and an agent."""
    support.run_in_shell(plain_database, _SCRIPT, "preparing")
    return plain_server


@pytest.fixture
def lorea(browser, office):
    """The customer at her phone, logged in, in Spanish; her console stays clean."""
    problems: list[str] = []
    context = browser.new_context(
        viewport={"width": PHONE.width, "height": PHONE.height},
        has_touch=True, is_mobile=True, locale="es-ES", timezone_id="Europe/Madrid",
    )  # fmt: skip
    context.set_default_timeout(PATIENCE_MS)
    page = context.new_page()
    page.on("pageerror", lambda error: problems.append(f"page error: {error}"))
    page.on("console", lambda said: said.type == "error" and problems.append(said.text))
    page.goto(f"{office}/web/login")
    wait_for_scripts(page)
    page.fill("input[name=login]", "lorea")
    page.fill("input[name=password]", "lorea")
    page.press("input[name=password]", "Enter")
    page.wait_for_url("**/my**")
    yield page
    context.close()
    assert not problems, "\n".join(problems)


def _look(page: Page) -> None:
    """Nothing is wider than the phone, missed by a thumb, or a barrier."""
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE.width
    assert not checks.find_barriers(page, ".o_helpdesk_portal")
    assert not checks.find_small_buttons(page, ".o_helpdesk_portal form")


def test_a_customer_reports_reads_answers_and_closes(lorea, office, person):
    # Given a customer with two broken boxes, when she writes from her phone, with a photo,
    lorea.goto(f"{office}/my/requests")
    wait_for_scripts(lorea)
    lorea.get_by_role("link", name="Nueva petición").click()
    lorea.get_by_label("¿De qué se trata?").fill(SUBJECT)
    lorea.get_by_label("Tipo de petición").select_option(label="Embalaje roto")
    lorea.get_by_label("¿Qué ha pasado?").fill("Llegaron el lunes, aplastadas.")
    photo = {"name": "caja.png", "mimeType": "image/png", "buffer": PHOTO}
    wait_for_scripts(lorea)
    lorea.set_input_files("input[name=photo]", photo)
    expect(lorea.locator(".o_helpdesk_files img")).to_have_count(1)
    expect(
        lorea.locator(".o_helpdesk_files").get_by_role("button", name="Eliminar")
    ).to_be_visible()
    _look(lorea)
    lorea.get_by_role("button", name="Enviar").click()
    # then it has a number, her photo, and the day by which it will be solved
    expect(lorea.locator(".alert-success")).to_contain_text("Hemos recibido su petición")
    expect(lorea.locator(".o_helpdesk_file img")).to_have_count(1)
    expect(lorea.locator(".o_helpdesk_portal")).to_contain_text("Nos comprometemos a resolverla")
    wait_for_scripts(lorea)
    _look(lorea)
    address = lorea.url.partition("?")[0]
    # Whoever writes the same once more is told.
    lorea.goto(f"{office}/my/requests/new")
    wait_for_scripts(lorea)
    lorea.get_by_label("¿De qué se trata?").fill(SUBJECT.upper())
    lorea.get_by_label("¿Qué ha pasado?").click()
    expect(lorea.locator(".o_helpdesk_similar")).to_contain_text("Ya tiene abierta esta petición")

    # It is with Logistics, by its category, and an agent there asks her something.
    jon = person(office, "jon")
    found = jon.call(
        "crm.helpdesk.ticket", "search_read", [["name", "=", SUBJECT]], ["team_id", "state"]
    )
    assert [(one["team_id"][1], one["state"]) for one in found] == [("Logística", "new")]
    ticket = found[0]["id"]
    jon.call("crm.helpdesk.ticket", "action_take", [ticket])
    jon.open(f"/odoo/crm.helpdesk.ticket/{ticket}")
    jon.page.locator(".o-mail-Chatter-sendMessage").click()
    jon.page.locator(".o-mail-Composer-input").fill(QUESTION)
    jon.page.locator(".o-mail-Composer-send").click()
    jon.sees(QUESTION)
    jon.call("crm.helpdesk.ticket", "action_wait_for_customer", [ticket])

    # She reads it, answers, and the work goes on.
    lorea.goto(f"{office}/my/requests?filterby=mine")
    lorea.locator(".list-group-item").filter(has_text=SUBJECT).get_by_role("link").click()
    expect(lorea.get_by_text(QUESTION)).to_be_visible()
    expect(lorea.locator(".alert-warning")).to_contain_text("conteste")
    lorea.locator(".o-mail-Composer-input").fill(REPLY)
    lorea.locator(".o-mail-Composer-send").click()
    expect(lorea.locator(".o-mail-Message").filter(has_text=REPLY)).to_be_visible()
    jon.wait_until(lambda: _read(jon, ticket)["state"] == "open")

    # It is solved, and she says so.
    jon.call("crm.helpdesk.ticket", "action_resolve", [ticket])
    lorea.goto(address)
    expect(lorea.get_by_text("¿Está resuelta?")).to_be_visible()
    _look(lorea)
    lorea.get_by_role("button", name="Sí, está resuelta").click()
    expect(lorea.locator(".alert-success")).to_contain_text("Nos alegra")
    assert _read(jon, ticket)["state"] == "closed"


def _read(agent, ticket: int) -> dict:
    [found] = agent.call("crm.helpdesk.ticket", "read", [ticket], ["state"])
    return found
