"""The third request about the same: looked into, corrected, watched for sixty days, and closed."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import TimeoutError, expect

from tests.journeys import quality_steps
from tests.journeys.browser import DESK, PHONE

_PICTURE = {"name": "pale.png", "mimeType": "image/png", "buffer": b"a pallet"}


@pytest.fixture
def office(plain_database, plain_server):
    """The address of the server, with people and two requests."""
    quality_steps.prepare(plain_database)
    return plain_server


def _press(who, name: str) -> None:
    """Press the button of a form, a list or a dialog that does this."""
    who.page.locator(f"button[name={name}]:visible").last.click()


def _pick(who, name: str, typed: str, text: str) -> None:
    """Type into the field as a person does, and take the choice with that text.

    What another field has just asked the server for may close the choices: then once more.
    """
    control = who.field(name).locator("input")
    choice = who.page.locator(".o-autocomplete--dropdown-item").filter(has_text=text).first
    for _attempt in range(5):
        control.fill("")
        control.click()
        control.press_sequentially(typed)
        try:
            choice.click(timeout=5_000)
        except TimeoutError:
            continue
        break
    expect(control).to_have_value(re.compile(re.escape(text)))


def _is_at(who, state: str) -> None:
    expect(who.page.locator(f".o_arrow_button_current[data-value={state}]")).to_be_visible()


def _tab(who, name: str) -> None:
    who.page.locator(f".nav-link[name={name}]").click()


def _open_row(who, path: str, text: str) -> None:
    who.open(path)
    rows = who.page.locator(".o_data_row, .o_kanban_record:not(.o_kanban_ghost)")
    rows.filter(has_text=text).first.click()
    who.page.wait_for_selector(".o_form_view")


def _ask_why(nerea, *answers: str) -> None:
    _tab(nerea, "whys")
    nerea.page.locator(".o_field_widget[name=why_ids] .o_field_x2many_list_row_add a").click()
    for place, answer in enumerate(answers):
        row = nerea.page.locator(".o_field_widget[name=why_ids] .o_selected_row")
        field = row.locator("[name=name] input")
        field.fill(answer)
        if place < len(answers) - 1:
            field.press("Enter")
            expect(row.locator("[name=name] input")).to_have_value("")


def _plan(nerea, what: str, kind: str, owner: str) -> None:
    _tab(nerea, "actions")
    nerea.page.locator(".o_field_widget[name=capa_ids] .o_field_x2many_list_row_add a").click()
    nerea.page.wait_for_selector(".modal .o_field_widget[name=owner_id]")
    nerea.write("name", what)
    nerea.page.locator(".modal .o_field_widget[name=kind] input").click()
    nerea.page.locator(".o_select_menu_item").filter(has_text=kind).first.click()
    _pick(nerea, "owner_id", owner, owner)
    nerea.page.locator(".modal .o_form_button_save").click()
    expect(nerea.page.locator(".modal")).to_have_count(0)
    expect(nerea.page.locator(".o_data_row").filter(has_text=what)).to_be_visible()


def _carry_out(mikel, what: str) -> None:
    _open_row(mikel, "/odoo/quality-actions", what)
    files = mikel.page.locator(".o_field_widget[name=evidence_ids] input[type=file]")
    files.set_input_files(_PICTURE)
    expect(mikel.page.locator(".o_field_widget[name=evidence_ids]")).to_contain_text("pale.png")
    mikel.save()
    _press(mikel, "action_done")
    expect(mikel.page.locator("button[name=action_done]:visible")).to_have_count(0)
    expect(mikel.page.locator(".o_field_widget[name=done_by_id]")).to_contain_text("Mikel")


def test_the_third_of_a_cause_is_corrected_and_verified(person, office, plain_database):
    jon = person(office, "jon", device=DESK)

    # given two requests about crushed boxes, when a third one is written
    jon.open("/odoo/action-crm_helpdesk.crm_helpdesk_ticket_action/new")
    jon.write("name", "Dos cajas de tomate llegaron rotas")
    _pick(jon, "partner_id", "Hostelería Peña", "Blanca")
    _pick(jon, "category_id", "Caja", "Caja aplastada")
    jon.save()
    # then a nonconformity is proposed, which an agent sees and does not open
    jon.sees("Caja aplastada: 3 peticiones en 90 días")
    expect(jon.page.locator("button[name=action_open_nonconformity]:visible")).to_have_count(0)
    jon.shot("quality-proposal")
    request = jon.page.url

    # when Nerea opens it, contains it and asks why
    nerea = person(office, "nerea", device=DESK)
    nerea.open("/odoo/quality-proposals")
    nerea.sees("Caja aplastada: 3 peticiones en 90 días")
    nerea.shot("quality-proposals")
    _press(nerea, "action_open")
    nerea.page.wait_for_selector(".o_helpdesk_steps")
    nerea.write("name", "Las cajas llegan aplastadas")
    _pick(nerea, "cause_id", "Embal", "Embal")
    _press(nerea, "action_contain")
    _is_at(nerea, "containment")
    _plan(nerea, "Retirar el lote 2609-B", "Contención", "Mikel")
    nerea.save()
    mikel = person(office, "mikel", device=PHONE)
    _carry_out(mikel, "Retirar el lote")
    nerea.page.reload()
    _press(nerea, "action_analyse")
    _is_at(nerea, "analysis")
    _ask_why(nerea, "El palé se dobla al apilar", "El separador de cartón es más fino desde julio")
    nerea.shot("quality-whys")
    _press(nerea, "action_plan")
    _is_at(nerea, "plan")
    _plan(nerea, "Cambiar el separador del palé", "Correctiva", "Mikel")
    nerea.save()
    _press(nerea, "action_execute")
    _is_at(nerea, "execution")
    nerea.check_accessibility(".o_helpdesk_steps")
    nerea.shot("quality-nonconformity")

    # then the request may be resolved, and not yet closed
    jon.page.goto(request)
    panel = jon.page.locator(".o_helpdesk_quality")
    expect(panel).to_contain_text("Ya se puede resolver la petición")
    expect(panel.locator("[data-step=execution]")).to_have_attribute("aria-current", "step")
    jon.check_accessibility(".o_helpdesk_quality")
    jon.shot("quality-panel")

    # when the action is done, and sixty days go by without a recurrence
    _carry_out(mikel, "Cambiar el separador")
    mikel.shot("quality-action-phone")
    nerea.page.reload()
    _is_at(nerea, "verification")
    quality_steps.let_sixty_days_pass(plain_database)

    # then Nerea, who owns it, cannot close it, and Itziar can
    nerea.page.reload()
    _is_at(nerea, "verification")
    expect(nerea.page.locator("button[name=action_verify]:visible")).to_have_count(0)
    itziar = person(office, "itziar", device=DESK)
    _open_row(itziar, "/odoo/nonconformities", "Las cajas llegan aplastadas")
    _press(itziar, "action_verify")
    itziar.page.locator(".modal .btn-primary").first.click()
    _is_at(itziar, "closed")

    # and the chart says where most of it comes from
    itziar.open("/odoo/quality-pareto")
    itziar.page.wait_for_selector(".o_helpdesk_pareto_card svg")
    itziar.check_accessibility(".o_helpdesk_pareto_card")
    itziar.shot("quality-pareto")
    jon.page.goto(request)
    expect(panel).to_contain_text("se puede resolver y cerrar")
