"""March from the controls to the ledger: 1,875.00 are looked at, disputed, settled and posted.

The month is closed when its statements are approved, so after the dispute: nothing that somebody
may still disagree with is closed.
"""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.journeys import commission_steps
from tests.journeys.browser import DESK, PHONE

WHY = "La factura de marzo lleva el descuento de otro cliente."
ANSWER = "El descuento es el pactado con el hotel."
_BADGES = ".o_field_widget[name=row_ids] .o_data_row .o_field_widget[name=light] .badge"


@pytest.fixture(scope="module")
def prepared(plain_database):
    """The year of the distributor, before anybody logs in."""
    commission_steps.prepare(plain_database)


@pytest.fixture
def office(prepared, plain_server):
    """The address of the server."""
    return plain_server


def _open_row(who, path: str, *texts: str) -> None:
    """Open a screen and the record in it that has these texts."""
    who.open(path)
    rows = who.page.locator(".o_data_row, .o_kanban_record:not(.o_kanban_ghost)")
    for text in texts:
        rows = rows.filter(has_text=text)
    rows.first.click()
    who.page.wait_for_selector(".o_form_view")


def _press(who, name: str) -> None:
    """Press the button of a form or of a dialog that does this; it may be gone by then."""
    who.page.locator(f"button[name={name}]:visible").last.click()


def _is_at(who, state: str) -> None:
    expect(who.page.locator(f".o_arrow_button_current[data-value={state}]")).to_be_visible()


def test_march_is_looked_at_disputed_settled_and_posted(person, office):
    ana = person(office, "ana", device=DESK)

    # given all lights of March are green
    ana.open("/odoo/commission-control")
    lights = ana.page.locator(_BADGES)
    expect(lights.first).to_be_visible()
    assert lights.count() >= 10
    assert set(lights.all_inner_texts()) == {"Se cumple"}
    ana.sees("62.500,00")
    ana.shot("commission-control")

    # when the accountant calculates March and sends its statement
    _open_row(ana, "/odoo/commission-periods", "2026-03")
    _press(ana, "action_calculate")
    _is_at(ana, "calculated")
    _open_row(ana, "/odoo/commission-statements", "Nora", "2026-03")
    ana.sees("1.875,00")
    _press(ana, "action_send")
    _is_at(ana, "sent")

    # then the rep unfolds it on her phone, from 1,875.00 to the lines
    nora = person(office, "nora", device=PHONE)
    _open_row(nora, "/odoo/my-commissions", "2026-03")
    drill = nora.page.locator(".o_commission_drill")
    expect(drill.locator("[data-figure=payable]")).to_contain_text("1.875,00")
    # a single plan is open already
    tiers = drill.locator(".o_commission_group")
    expect(tiers).to_have_count(3)
    for tier, amount in zip(tiers.all(), ("500,00", "750,00", "625,00"), strict=True):
        expect(tier).to_contain_text(amount)
    tiers.nth(2).click()
    lines = drill.locator(".o_commission_sales li")
    expect(lines).to_have_count(2)
    expect(lines.filter(has_text="22.500,00")).to_contain_text("Hotel Ría Mansa")
    nora.check_touch(".o_commission_drill button")
    nora.check_accessibility(".o_commission_drill")
    nora.shot("commission-drill-phone")

    # and disputes a line
    raising = lines.filter(has_text="22.500,00").locator(".o_commission_dispute_button")
    expect(raising).to_contain_text("Reclamar")
    raising.click()
    nora.page.locator("#o_commission_note").fill(WHY)
    nora.shot("commission-dispute-phone")
    nora.page.locator(".o_commission_send").click()
    expect(drill.locator(".o_commission_disputes")).to_be_visible()

    # and her leader looks into it and rejects it, with an answer
    lea = person(office, "lea", device=DESK)
    _open_row(lea, "/odoo/commission-disputes", "Nora")
    lea.sees(WHY)
    lea.shot("commission-dispute")
    lea.press("Rechazar")
    lea.page.locator(".modal .o_field_widget[name=text] textarea").fill(ANSWER)
    _press(lea, "action_decide")
    _is_at(lea, "rejected")
    nora.page.reload()
    nora.sees(ANSWER)

    # and the manager approves, and the accountant closes March
    boss = person(office, "max", device=DESK)
    _open_row(boss, "/odoo/commission-statements", "Nora", "2026-03")
    _press(boss, "action_approve")
    _is_at(boss, "approved")
    _open_row(ana, "/odoo/commission-periods", "2026-03")
    _press(ana, "action_review")
    _is_at(ana, "reviewed")
    _open_row(boss, "/odoo/commission-periods", "2026-03")
    _press(boss, "action_approve")
    _is_at(boss, "approved")
    ana.page.reload()
    _is_at(ana, "approved")
    _press(ana, "action_close")
    _is_at(ana, "closed")

    # and settles and posts
    _open_row(ana, "/odoo/commission-statements", "Nora", "2026-03")
    _press(ana, "action_settle")
    _is_at(ana, "draft")
    ana.shot("commission-settled")
    _press(ana, "action_post")
    _is_at(ana, "posted")
    [entry] = ana.call(
        "account.move.line",
        "search_read",
        [("commission_statement_id", "!=", False), ("parent_state", "=", "posted")],
        ["balance", "account_id"],
    )
    assert entry["balance"] == 1875.00
    assert entry["account_id"][1] == "Sueldos y salarios"

    _open_row(ana, "/odoo/commission-statements", "Nora", "2026-03")
    _is_at(ana, "settled")

    # then a refund that is posted afterwards is one explained entry in April
    [refund] = ana.call("account.move", "search", [("move_type", "=", "out_refund")])
    ana.call("account.move", "action_post", [refund])
    _open_row(ana, "/odoo/commission-periods", "2026-04")
    _press(ana, "action_calculate")
    _is_at(ana, "calculated")
    _open_row(nora, "/odoo/my-commissions", "2026-04")
    expect(drill.locator("[data-figure=payable]")).to_contain_text("0,00")
    expect(drill.locator("[data-figure=late]")).to_contain_text("700,00")
    nora.shot("commission-april-phone")
    entries = nora.call(
        "crm.commission.entry",
        "search_read",
        [("period_id.name", "=", "2026-04")],
        ["amount", "explanation", "origin_period_id"],
    )
    assert sum(each["amount"] for each in entries) == -700.00
    assert {each["origin_period_id"][1] for each in entries} == {"2026-03"}
    assert all(each["explanation"] for each in entries)
    _open_row(ana, "/odoo/commission-statements", "Nora", "2026-03")
    ana.sees("1.875,00")
