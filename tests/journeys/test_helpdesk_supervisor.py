"""A supervisor of the demo company: the board, a request, and figures with the rows behind them."""

from __future__ import annotations

from playwright.sync_api import expect

from tests.journeys.browser import DESK, PHONE

_CARD = ".o_kanban_record:not(.o_kanban_ghost)"


def test_the_board_and_a_request(person, demo_server):
    itziar = person(demo_server, "itziar", device=DESK)
    itziar.open("/odoo/requests")
    expect(itziar.page.locator(_CARD).first).to_be_visible()
    expect(itziar.page.locator(".o_kanban_group")).to_have_count(7)
    itziar.shot("helpdesk-board")
    itziar.page.locator(_CARD).filter(has_text="Conservas con la etiqueta").first.click()
    expect(itziar.page.locator(".o_helpdesk_clock")).to_have_count(2)
    expect(itziar.page.locator(".o_helpdesk_customer")).to_contain_text("Ficha 360")
    itziar.shot("helpdesk-ticket")


def test_figures_lead_to_their_rows(person, demo_server):
    itziar = person(demo_server, "itziar", device=DESK)
    itziar.open("/odoo/request-figures")
    page = itziar.page
    cell = page.locator("[data-row=resolution] td").last
    expect(cell).to_contain_text("%")
    met, decided = cell.locator("small").inner_text().split(" de ")
    assert 0 <= int(met) <= int(decided)
    itziar.shot("helpdesk-figures")
    itziar.check_accessibility(".o_helpdesk_figures")
    cell.locator("button").click()
    expect(page.locator(".o_pager_limit, .o_list_view").first).to_be_visible()
    rows = page.locator(".o_data_row")
    expect(rows).to_have_count(int(decided))


def test_figures_on_a_phone(person, demo_server):
    itziar = person(demo_server, "itziar", device=PHONE)
    itziar.open("/odoo/request-figures")
    expect(itziar.page.locator("[data-row=resolution]")).to_be_visible()
    itziar.check_touch(".o_helpdesk_bands")
    itziar.shot("helpdesk-figures-phone")
