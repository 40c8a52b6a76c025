"""What became of two weeks of routes, and the next week on paper."""

from __future__ import annotations

import io
import os
import subprocess

import openpyxl
import pytest
from playwright.sync_api import expect
from pypdf import PdfReader

from tests.journeys.browser import DESK, PHONE
from tools import settings, system_packages


@pytest.fixture
def ramon(person, demo_server):
    """Who plans, at his desk."""
    return person(demo_server, "ramon", device=DESK)


@pytest.fixture
def nuria(person, demo_server):
    """A rep with her phone."""
    return person(demo_server, "nuria", device=PHONE)


def _file_behind(who, button, address):
    """What a button opens in a window of its own: its bytes."""
    context = who.page.context
    with context.expect_event("request", lambda request: address in request.url) as asked:
        who.page.locator(f"button[name={button}]").filter(visible=True).first.click()
    answer = who.page.request.get(asked.value.url)
    assert answer.ok, answer.status
    return answer.body()


def _picture_of(content, name):
    """The first page as a picture for the documentation."""
    for_docs = os.environ.get("SCREENSHOTS") == "1"
    folder = settings.ROOT / "docs" / "img" if for_docs else settings.LOCAL / "shots"
    folder.mkdir(parents=True, exist_ok=True)
    command = [system_packages.require_pdf_tools(), "-png", "-r", "75", "-f", "1", "-l", "1"]
    subprocess.run([*command, "-singlefile", "-", str(folder / name)], input=content, check=True)


def test_the_planner_sees_what_was_kept_and_who_is_overdue(ramon):
    ramon.open("/odoo/routes-planned-and-done")
    ramon.page.wait_for_selector(".o_pivot table")
    ramon.sees("Nuria")
    ramon.shot("routes-planned-and-done")
    # and behind the figures the visits themselves
    ramon.page.locator("button.o_switch_view.o_list").click()
    expect(ramon.page.locator(".o_data_row").first).to_be_visible()
    ramon.shot("routes-planned-and-done-list")
    ramon.open("/odoo/visits-by-policy")
    ramon.page.wait_for_selector(".o_pivot table")
    ramon.sees("Oriente de Asturias")
    ramon.shot("visits-by-policy")


def test_the_next_week_on_paper_and_as_a_spreadsheet(ramon):
    # given the plan that is published, when the planner asks for its route sheets
    plan = ramon.call("crm.route.plan", "search", [("state", "=", "published")], limit=1)[0]
    ramon.open(f"/odoo/route-plans/{plan}")
    sheets = ramon.page.locator("header .o_statusbar_buttons, .o_form_statusbar").locator(
        "button[data-tooltip*='crm.route.sheet'], button:has-text('Route Sheets'), "
        "button:has-text('Hojas de ruta')"
    )
    sheets.first.click()
    ramon.page.wait_for_selector(".modal .o_form_view")
    ramon.shot("route-sheets-wizard")
    paper = PdfReader(io.BytesIO(content := _file_behind(ramon, "action_print", "/crm/pdf/")))
    # then each rep has a page a day
    assert len(paper.pages) >= 10
    text = "\n".join(page.extract_text() for page in paper.pages)
    for rep in ("Nuria", "Marta", "Carlos", "Emma"):
        assert rep in text
    _picture_of(content, "route-sheet")


def test_a_rep_takes_the_own_route_along(nuria):
    routes = nuria.call(
        "crm.route", "search_read", [("state", "=", "published")], ["user_id"], limit=100
    )
    assert len({route["user_id"][0] for route in routes}) == 1
    nuria.open(f"/odoo/routes/{routes[0]['id']}")
    expect(nuria.page.locator(".o_form_statusbar button").first).to_be_visible()
    if not nuria.page.locator("button[name=action_print_sheet]").first.is_visible():
        nuria.page.locator(".o_statusbar_buttons button, .o_cp_action_menus button").first.click()
    paper = PdfReader(io.BytesIO(_file_behind(nuria, "action_print_sheet", "/crm/pdf/")))
    assert "Nuria" in paper.pages[0].extract_text()
    nuria.shot("route-form-phone")
    # and sees the own figures alone
    nuria.open("/odoo/routes-planned-and-done")
    rows = nuria.call("crm.route.report", "search_read", [], ["user_id"])
    assert {row["user_id"][0] for row in rows} == {routes[0]["user_id"][0]}
    nuria.shot("routes-planned-and-done-phone")


def test_the_spreadsheet_has_a_sheet_a_rep(ramon):
    plan = ramon.call("crm.route.plan", "search", [("state", "=", "published")], limit=1)[0]
    wizard = ramon.call(
        "crm.route.sheet.wizard", "create", [{}], context={"default_plan_id": plan}
    )[0]
    action = ramon.call("crm.route.sheet.wizard", "action_export", [wizard])
    answer = ramon.page.request.get(ramon.page.url.split("/odoo")[0] + action["url"])
    names = openpyxl.load_workbook(io.BytesIO(answer.body())).sheetnames
    assert len(names) == 5
