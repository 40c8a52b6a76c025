"""A day of an agent: the board, the clock and why, an answer, another department, the solution."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

from tests.journeys import helpdesk_steps
from tests.journeys.browser import DESK, PHONE
from tests.journeys.helpdesk_steps import HOLIDAY, SUBJECT


@pytest.fixture(scope="module")
def prepared(plain_database):
    """A request of H1, before anybody logs in."""
    helpdesk_steps.prepare(plain_database)
    return plain_database


@pytest.fixture
def office(prepared, plain_server):
    """The address of the server."""
    return plain_server


def test_the_request_on_a_phone(person, office):
    ane = person(office, "ane", device=PHONE)
    ane.open("/odoo/requests")
    card = ane.page.locator(".o_kanban_record:not(.o_kanban_ghost)").filter(has_text=SUBJECT)
    card.first.click()
    expect(ane.page.locator(".o_helpdesk_clock")).to_have_count(2)
    ane.check_touch(".o_helpdesk_clocks")
    ane.page.locator(".o_helpdesk_why").first.click()
    expect(ane.page.locator(".o_helpdesk_reasons")).to_contain_text(HOLIDAY)
    ane.shot("helpdesk-why-phone")


def test_from_the_board_to_the_solution(person, office):
    ane = person(office, "ane", device=DESK)
    _take(ane)
    _ask_why(ane)
    _answer(ane)
    _transfer(ane)
    _resolve(ane)


def _take(ane) -> None:
    """The agent opens the board and takes what is nobody's."""
    ane.open("/odoo/requests")
    card = ane.page.locator(".o_kanban_record").filter(has_text=SUBJECT)
    expect(card.locator(".o_helpdesk_light")).to_have_text(re.compile("Fuera de plazo"))
    card.first.click()
    ane.page.locator("button[name=action_take]:visible").click()
    expect(ane.page.locator("button[name=action_take]:visible")).to_have_count(0)


def _ask_why(ane) -> None:
    """The customer's clock says 11:30, and why: Friday's hour and a half, the rest on Tuesday."""
    clock = ane.page.locator("[data-metric=resolution]")
    expect(clock.locator(".o_helpdesk_clock_when")).to_contain_text("11:30")
    expect(clock.locator(".o_helpdesk_clock_foot")).to_contain_text("de 4 h laborables")
    clock.locator(".o_helpdesk_why").click()
    reasons = ane.page.locator(".o_helpdesk_reasons")
    expect(reasons.locator("header")).to_contain_text("11:30")
    worked = reasons.locator("tr[data-why=within]")
    expect(worked).to_have_count(2)
    expect(worked.nth(0)).to_contain_text(re.compile(r"vie.*17:30 – 19:00.*1 h 30 min"))
    expect(worked.nth(1)).to_contain_text(re.compile(r"mar.*9:00 – 11:30.*2 h 30 min"))
    expect(reasons.locator("tr[data-why=closed]")).to_contain_text(HOLIDAY)
    expect(reasons.locator("tr[data-why=late]").first).to_be_visible()
    ane.shot("helpdesk-why")
    ane.check_accessibility(".o_helpdesk_clocks")
    reasons.locator(".btn-close").click()


def _answer(ane) -> None:
    """An answer opens the request, and the first answer is told."""
    page = ane.page
    page.locator(".o-mail-Chatter-sendMessage").click()
    page.locator(".o-mail-Composer-input, .o-mail-Composer-html").first.fill(
        "Lo sentimos: mañana reponemos las seis cajas."
    )
    page.locator(".o-mail-Composer-send").first.click()
    expect(page.locator(".o_helpdesk_first_answer")).to_contain_text("Primera respuesta en")
    expect(page.locator(".o_arrow_button_current").first).to_contain_text("En curso")


def _transfer(ane) -> None:
    """To Calidad, with a reason: its clock begins, the customer's deadline stays."""
    ane.press("Transferir")
    dialog = ane.page.locator(".modal")
    dialog.locator("[name=team_id] input").fill("Calidad")
    ane.page.locator(".o-autocomplete--dropdown-item").filter(has_text="Calidad").first.click()
    dialog.locator("[name=reason] input").fill("Es el embalaje")
    dialog.get_by_role("button", name="Transferir").click()
    department = ane.page.locator("[data-metric=department]")
    expect(department.locator(".o_helpdesk_clock_title")).to_contain_text("Calidad")
    clock = ane.page.locator("[data-metric=resolution]")
    expect(clock.locator(".o_helpdesk_clock_when")).to_contain_text("11:30")


def _resolve(ane) -> None:
    """Whoever has it now takes it and resolves it."""
    page = ane.page
    page.locator("button[name=action_take]:visible").click()
    ane.press("Resolver")
    page.locator(".modal").get_by_role("button", name="Resolver").click()
    expect(page.locator(".o_arrow_button_current").first).to_contain_text("Resuelta")
