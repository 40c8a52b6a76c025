"""A rep's day on the phone: visit, report and next step, with signal and without."""

from __future__ import annotations

import re
from base64 import b64decode
from datetime import datetime, timedelta, timezone

import pytest
from playwright.sync_api import expect

from tests.journeys.browser import DESK, PHONE, Device, Place

# 68 m from where the demo data place the hotel.
AT_THE_HOTEL = Place(43.4631, -5.0583)
HOTEL = "Hotel Ría Mansa"
NEXT_STEP = "Recoger la firma del presupuesto"
PHOTO = b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="
)
WIDTHS = (360, 390, 768, 1280)
# What a browser says of a network that is not there is no fault of the page.
_NO_NETWORK = re.compile(r"ERR_INTERNET_DISCONNECTED|ERR_FAILED|ERR_NETWORK_CHANGED")


@pytest.fixture(params=[PHONE, DESK], ids=lambda device: device.name)
def nuria(request, person, demo_server):
    """The rep at the hotel's door, who knows the notice, with one visit there today."""
    rep = person(demo_server, "nuria", device=request.param, place=AT_THE_HOTEL)
    rep.call("res.users", "crm_accept_geo_notice", [])
    left_open = rep.call("crm.action", "get_open_visit")
    if left_open:
        rep.call("crm.action", "check_out", [left_open["id"]])
    return rep


@pytest.fixture
def visit(nuria):
    """A visit to the hotel that comes next, about its opportunity."""
    [lead] = nuria.call(
        "crm.lead",
        "search",
        [("partner_id.name", "=", HOTEL), ("won_status", "=", "pending")],
        limit=1,
    )
    [partner] = nuria.call("res.partner", "search", [("name", "=", HOTEL)], limit=1)
    [kind] = nuria.call("crm.action.type", "search", [("code", "=", "visit")])
    start = datetime.now(timezone.utc) - timedelta(minutes=1)
    [visit_id] = nuria.call(
        "crm.action",
        "create",
        [
            {
                "type_id": kind,
                "partner_id": partner,
                "opportunity_id": lead,
                "summary": "Cerrar los desayunos de invierno",
                "start": f"{start:%Y-%m-%d %H:%M:%S}",
                "stop": f"{start + timedelta(minutes=30):%Y-%m-%d %H:%M:%S}",
            }
        ],
    )
    return visit_id


def test_a_visit_from_check_in_to_the_next_step(nuria, visit):
    # given the day, with the visit that comes next
    _open_my_day(nuria)
    nuria.check_accessibility(".o_crm_my_day")
    _fits(nuria)
    nuria.shot(f"my-day-{_device(nuria)}")

    # when she checks in at the door
    _open_visit(nuria, visit)
    nuria.page.locator(".o_crm_action_sheet .o_crm_check_in").click()
    nuria.sees("A 68 m · verificada")
    nuria.check_accessibility(".o_crm_my_day")
    nuria.shot(f"my-day-visit-{_device(nuria)}")

    # and leaves, and says how it went
    _report(nuria, "Les gustó la mantequilla en porciones.")
    nuria.check_accessibility(".o_crm_report_sheet")
    nuria.page.locator(".o_crm_report_sheet .o_crm_chip").first.scroll_into_view_if_needed()
    nuria.shot(f"my-day-report-{_device(nuria)}")
    nuria.press("Guardar y cerrar")

    # then the day shows it as done, and nothing is left on the phone
    row = nuria.page.locator(f".o_crm_timeline li[data-id='{visit}']")
    expect(row.locator(".o_crm_state")).to_have_text("Interesado")
    nuria.sees("Sincronizado")

    # and the server has it, once
    _is_on_the_server_once(nuria, visit, "Les gustó la mantequilla en porciones.")


def test_a_visit_without_signal_arrives_once(nuria, visit):
    # given the day on the phone, and a valley without signal
    _open_my_day(nuria)
    nuria.page.context.set_offline(True)

    # when she checks in, leaves and reports with a photo
    _open_visit(nuria, visit)
    nuria.page.locator(".o_crm_action_sheet .o_crm_check_in").click()
    nuria.sees("A 68 m · verificada")
    _report(nuria, "Sin cobertura en la cámara fría.")
    nuria.press("Guardar y cerrar")

    # then the screen shows it as done, says what is unsent and since when
    row = nuria.page.locator(f".o_crm_timeline li[data-id='{visit}']")
    expect(row.locator(".o_crm_state")).to_have_text("Interesado")
    expect(nuria.page.locator(".o_crm_sync")).to_have_text("3 sin enviar")
    nuria.sees("Sin conexión desde las")
    nuria.check_accessibility(".o_crm_my_day")
    nuria.shot(f"my-day-offline-{_device(nuria)}")
    nuria.page.locator(".o_crm_offline button").click()
    nuria.check_accessibility(".o_crm_outbox_sheet")
    nuria.shot(f"my-day-unsent-{_device(nuria)}")
    nuria.page.locator(".o_crm_sheet_close").click()

    # when the signal is back, it is sent by itself
    nuria.page.context.set_offline(False)
    nuria.sees("Sincronizado")
    nuria.problems[:] = [each for each in nuria.problems if not _NO_NETWORK.search(each)]
    _is_on_the_server_once(nuria, visit, "Sin cobertura en la cámara fría.")


def _wait_until_won(nuria, lead):
    """The phone may still show the sync of a moment ago while it sends."""
    for _attempt in range(60):
        [decided] = nuria.call("crm.lead", "read", [lead], ["won_status"])
        if decided["won_status"] == "won":
            return
        nuria.page.wait_for_timeout(250)
    assert decided["won_status"] == "won"


def test_a_visit_that_wins_the_opportunity(nuria, visit):
    # given a visit about an opportunity of its own
    [partner] = nuria.call("res.partner", "search", [("name", "=", HOTEL)], limit=1)
    values = {"name": "Desayunos de primavera", "type": "opportunity", "partner_id": partner}
    [lead] = nuria.call("crm.lead", "create", [values])
    nuria.call("crm.action", "write", [visit], {"opportunity_id": lead})
    _open_my_day(nuria)

    # when she reports it: the outcome proposes a next step
    _open_visit(nuria, visit)
    nuria.page.locator(".o_crm_action_sheet .o_crm_report").click()
    sheet = nuria.page.locator(".o_crm_report_sheet")
    sheet.get_by_text("Interesado", exact=True).click()
    expect(sheet.locator(".o_crm_plan_line")).to_be_visible()

    # and marks it won, which takes the next step back
    sheet.locator(".o_crm_decision[data-key=won]").click()
    expect(sheet.locator(".o_crm_plan_line")).to_be_hidden()
    nuria.check_accessibility(".o_crm_report_sheet")
    nuria.press("Guardar y cerrar")
    expect(sheet).to_be_hidden()
    expect(nuria.page.locator(".o_crm_sync")).to_have_text("Sincronizado")

    # then it is won on the server, and nothing else was planned
    _wait_until_won(nuria, lead)
    [done] = nuria.call("crm.action", "read", [visit], ["state", "next_id"])
    assert (done["state"], done["next_id"]) == ("done", False)


def test_a_finger_or_a_button_postpones_a_visit(nuria, visit):
    # given a visit of today in the day's plan
    _open_my_day(nuria)
    row = f".o_crm_timeline li[data-id='{visit}'] .o_crm_row_line"
    [before] = nuria.call("crm.action", "read", [visit], ["start"])

    # when a finger draws it aside, or the desk's button is pressed
    if _device(nuria) == "phone":
        nuria.swipe_left(row)
    else:
        nuria.page.locator(row).locator(".o_crm_row_postpone").click()
    nuria.sees(f"{HOTEL}: aplazada")
    expect(nuria.page.locator(".o_crm_sync")).to_have_text("Sincronizado")

    # then it is at the next free hour, and one tap takes it back
    [after] = nuria.call("crm.action", "read", [visit], ["start", "state"])
    assert after["start"] > before["start"]
    assert after["state"] == "planned"
    nuria.press("Deshacer")
    expect(nuria.page.locator(".o_crm_sync")).to_have_text("Sincronizado")
    nuria.page.wait_for_function(
        """async ([id, start]) => {
            const { rpc } = odoo.loader.modules.get("@web/core/network/rpc");
            const args = [[id], ["start"]];
            const params = { model: "crm.action", method: "read", args, kwargs: {} };
            const [visit] = await rpc("/web/dataset/call_kw/crm.action/read", params);
            return visit.start === start;
        }""",
        arg=[visit, before["start"]],
    )


@pytest.mark.parametrize("width", WIDTHS)
def test_every_width_fits(person, demo_server, width):
    device = Device(f"w{width}", width, 800, touch=width < 1024)
    rep = person(demo_server, "nuria", device=device)
    _open_my_day(rep)
    _fits(rep)
    rep.page.locator(".o_crm_fab").click()
    rep.page.wait_for_selector(".o_crm_new_sheet")
    _fits(rep)
    rep.check_accessibility(".o_crm_new_sheet")


def test_my_day_is_the_home_of_who_wants_it(person, demo_server):
    rep = person(demo_server, "carlos", device=PHONE)
    rep.call("res.users", "write", [rep.call("res.users", "search", [("login", "=", "carlos")])[0]],
             {"crm_my_day_home": True})  # fmt: skip
    rep.open("/odoo")
    rep.page.wait_for_selector(".o_crm_my_day")


def _open_my_day(rep):
    rep.open("/odoo/my-day")
    rep.page.wait_for_selector(".o_crm_my_day_page")


def _open_visit(rep, visit):
    rep.page.locator(f".o_crm_timeline li[data-id='{visit}'] .o_crm_timeline_row").click()


def _report(rep, note):
    rep.page.locator(".o_crm_live_card .o_crm_check_out").click()
    sheet = rep.page.locator(".o_crm_report_sheet")
    sheet.get_by_text("Interesado", exact=True).click()
    sheet.locator(".o_crm_note").fill(note)
    photo = {"name": "shelf.png", "mimeType": "image/png", "buffer": PHOTO}
    sheet.locator("input[type=file]").set_input_files(photo)
    expect(sheet.locator(".o_crm_photo")).to_have_count(1)
    sheet.get_by_role("button", name=re.compile(r"^\+1 sem")).first.wait_for()
    sheet.locator(".o_crm_plan_line").click()
    sheet.locator(".o_crm_next_summary").fill(NEXT_STEP)
    sheet.locator(".o_crm_plan_line").click()


def _is_on_the_server_once(rep, visit, note):
    [done] = rep.call(
        "crm.action", "read", [visit], ["state", "checkin_verdict", "note", "next_id", "partner_id"]
    )
    assert done["state"] == "done"
    assert done["checkin_verdict"] == "verified"
    assert note in done["note"]
    [following] = rep.call("crm.action", "read", [done["next_id"][0]], ["summary", "state"])
    assert following["summary"] == NEXT_STEP
    assert following["state"] == "planned"
    next_steps = [("previous_id", "=", visit)]
    photos = [("res_model", "=", "crm.action"), ("res_id", "=", visit)]
    expect(rep.page.locator(".o_crm_sync")).to_have_text("Sincronizado")
    assert rep.call("ir.attachment", "search_count", photos) == 1
    assert rep.call("crm.action", "search_count", next_steps) == 1


def _fits(rep):
    """No screen scrolls sideways, and no button is cut off at its side."""
    wide = rep.page.evaluate("document.documentElement.scrollWidth - window.innerWidth")
    assert wide <= 0, f"{wide} px too wide"
    cut = rep.page.evaluate(
        """() => [...document.querySelectorAll(".o_crm_my_day .btn, .o_crm_sheet .btn")]
            .filter((button) => button.offsetParent)
            .filter((button) => {
                const frame = button.closest(
                    ".o_crm_card_buttons, .o_crm_day_card, .o_crm_sheet, .o_crm_my_day");
                const { left, right } = button.getBoundingClientRect();
                const box = frame.getBoundingClientRect();
                return right > box.right + 0.5 || left < box.left - 0.5;
            })
            .map((button) => button.textContent.trim())"""
    )
    assert not cut, f"cut off: {cut}"


def _device(rep):
    return "phone" if rep.page.viewport_size["width"] < 500 else "desk"
