import { defineMailModels } from "@mail/../tests/mail_test_helpers";
import { advanceTime, animationFrame, describe, expect, on, queryAllTexts, test } from "@odoo/hoot";
import { browser } from "@web/core/browser/browser";
import { registry } from "@web/core/registry";
import { contains, mockService, onRpc, patchWithCleanup, swipeLeft } from "@web/../tests/web_test_helpers";
import { CALL, HOTEL, LEAD, makeAction, makeCall, makeDay, openMyDay, SHOP } from "./my_day_helpers";

defineMailModels();
describe.current.tags("mobile");

const row = (id) => `.o_crm_timeline li[data-id='${id}']`;
const AT_DOOR = { latitude: 43.4636, longitude: -5.0583, accuracy_m: 18 };

/** The phone would show its keypad; a test stays on the page. */
async function dial() {
    on(".o_crm_next_card .o_crm_call", "click", (ev) => ev.preventDefault());
    await contains(".o_crm_next_card .o_crm_call").click();
}

const last = ({ enqueued }) => enqueued[enqueued.length - 1];

test("a check-in goes to the outbox with the position and what was seen, and shows at once", async () => {
    const { outbox } = await openMyDay();
    await contains(".o_crm_next_card .o_crm_check_in").click();
    await animationFrame();
    expect.verifySteps(["position", "check_in 1"]);
    expect(last(outbox).vals).toEqual(AT_DOOR);
    expect(last(outbox).action).toEqual({ id: 1 });
    expect(last(outbox).base).toEqual({
        partner_id: HOTEL,
        type_id: 1,
        lead_id: LEAD,
        start: "2026-10-15 09:15:00",
        title: "Hotel Ría Mansa",
    });
    expect(".o_crm_live_card .o_crm_card_name").toHaveText("Hotel Ría Mansa");
    expect(".o_crm_live_card .o_crm_timer").toHaveText("00:00 min");
    expect(`${row(1)} .o_crm_unsent`).toHaveText("Unsent: check-in");
    expect(".o_crm_sync").toHaveText("1 unsent");
    await advanceTime(61000);
    expect(".o_crm_live_card .o_crm_timer").toHaveText("01:01 min");
});

test("who has not read the notice is asked, and may go on without a position", async () => {
    onRpc("res.users", "crm_get_geo_notice", () => ({ accepted: false, retention_days: 90 }));
    const { outbox } = await openMyDay(makeDay({ user: { id: 7, name: "Nuria", geo_notice: false } }));
    await contains(".o_crm_next_card .o_crm_check_in").click();
    await animationFrame();
    expect(".o_crm_geo_notice").toHaveCount(1);
    await contains(".o_crm_notice_refuse").click();
    await animationFrame();
    expect.verifySteps(["check_in 1"]);
    expect(last(outbox).vals).toEqual({});
});

test("without signal nobody can accept the notice: the check-in has no position", async () => {
    const { outbox } = await openMyDay(
        makeDay({ user: { id: 7, name: "Nuria", geo_notice: false } }),
        { state: { offlineSince: Date.now() } }
    );
    await contains(".o_crm_next_card .o_crm_check_in").click();
    await animationFrame();
    expect.verifySteps(["check_in 1"]);
    expect(last(outbox).vals).toEqual({});
});

test("another open visit is left with the same press", async () => {
    const visit = makeAction({ id: 9, title: "La Tina", state: "in_progress", checkin_at: "2026-10-15 08:00:00" });
    await openMyDay(makeDay({ actions: [makeAction()], open_visit: visit }));
    await contains(`${row(1)} .o_crm_timeline_row`).click();
    await contains(".o_crm_action_sheet .o_crm_check_in").click();
    await animationFrame();
    expect(".o_dialog .modal-body").toHaveText(/still at La Tina since 10:00/);
    await contains(".o_dialog .btn-primary").click();
    await animationFrame();
    expect.verifySteps(["position", "check_out 9", "check_in 1"]);
});

test("of two visits made without signal the one is left for the other", async () => {
    const made = { id: false, state: "in_progress", checkin_at: "2026-10-15 08:00:00" };
    const visit = makeAction({ ...made, client_uuid: "a", title: "La Tina" });
    const other = makeAction({ id: false, client_uuid: "b", title: "El Calero" });
    await openMyDay(makeDay({ actions: [other], open_visit: visit }));
    await contains(".o_crm_timeline_row").click();
    await contains(".o_crm_action_sheet .o_crm_check_in").click();
    await animationFrame();
    expect(".o_dialog .modal-body").toHaveText(/still at La Tina/);
});

test("after a check-in the drive to the next customer is estimated from there", async () => {
    const far = makeAction({ id: 7, title: "Far", partner_id: SHOP, start: "2026-10-15 12:00:00", stop: "2026-10-15 12:30:00" });
    const day = makeDay({ actions: [makeAction(), far] });
    Object.assign(day.partners[SHOP], { lat: 43.42, lng: -4.75 });
    await openMyDay(day);
    await contains(".o_crm_next_card .o_crm_check_in").click();
    await animationFrame();
    await contains(".o_crm_live_card .o_crm_check_out").click();
    await animationFrame();
    await contains(".o_crm_chip:contains(Interested)").click();
    await contains(".o_crm_save_report").click();
    await animationFrame();
    expect(".o_crm_next_card .o_crm_drive").toHaveText("about 33.0 km · 40 min");
    expect(".o_crm_next_card").toHaveText(/leave at 13:20/);
    expect.verifySteps(["position", "check_in 1", "position", "check_out 1", "close 1"]);
});

test("a swipe postpones to the next free hour, and can be undone", async () => {
    const { outbox } = await openMyDay();
    await swipeLeft(`${row(2)} .o_actionswiper`);
    await advanceTime(1000);
    await animationFrame();
    expect.verifySteps(["postpone 2"]);
    expect(last(outbox).vals).toEqual({ start: "2026-10-16 07:00:00" });
    expect(last(outbox).base.start).toBe("2026-10-15 10:10:00");
    expect(".o_notification").toHaveText(/Súper El Calero: postponed to Fri Oct 16, 09:00/);
    await contains(".o_notification button:contains(Undo)").click();
    await animationFrame();
    expect.verifySteps(["postpone 2"]);
    expect(last(outbox).vals).toEqual({ start: "2026-10-15 10:10:00" });
    expect(last(outbox).base.start).toBe("2026-10-16 07:00:00");
});

test("what was promised cannot be moved", async () => {
    await openMyDay(makeDay({ actions: [makeAction({ locked: true })] }));
    expect(`${row(1)} .o_actionswiper`).toHaveCount(0);
    await contains(`${row(1)} .o_crm_timeline_row`).click();
    expect(".o_crm_action_sheet .o_crm_postpone").toHaveCount(0);
    expect(".o_crm_locked").toHaveCount(1);
});

test("a row offers what can be done with it, and cancelling asks why", async () => {
    const { outbox } = await openMyDay();
    await contains(`${row(2)} .o_crm_timeline_row`).click();
    expect(queryAllTexts(".o_crm_action_sheet .o_crm_choice span:first-of-type")).toEqual([
        "Report",
        "Make a call",
        "Navigate",
        "Postpone",
        "Another day or hour",
        "Cancel with a reason",
        "Open the customer",
        "All details",
    ]);
    await contains(".o_crm_action_sheet .o_crm_cancel").click();
    expect(".o_crm_confirm_cancel").not.toBeEnabled();
    await contains(".o_crm_chip:contains(Closed or on holiday)").click();
    await contains(".o_crm_confirm_cancel").click();
    await animationFrame();
    expect.verifySteps(["cancel 2"]);
    expect(last(outbox).vals).toEqual({ reason: "Closed or on holiday" });
    expect(`${row(2)} .o_crm_state`).toHaveText("Cancelled");
});

test("the customer opens as 360 where that is installed, else as a contact", async () => {
    mockService("action", {
        doAction(request) {
            if (typeof request === "string") {
                return super.doAction(...arguments);
            }
            expect.step(request.tag || `${request.res_model} ${request.res_id}`);
        },
    });
    await openMyDay();
    const open = async () => {
        await contains(`${row(2)} .o_crm_timeline_row`).click();
        await contains(".o_crm_open_customer").click();
    };
    const actions = registry.category("actions");
    const installed = actions.get("crm_actions.customer_360", null);
    actions.remove("crm_actions.customer_360");
    await open();
    actions.add("crm_actions.customer_360", installed || class {}, { force: true });
    await open();
    if (!installed) {
        actions.remove("crm_actions.customer_360");
    }
    expect.verifySteps([`res.partner ${SHOP}`, "crm_actions.customer_360"]);
});

test("a new action takes three taps, without signal too", async () => {
    const { outbox } = await openMyDay(makeDay(), { state: { offlineSince: Date.now() } });
    await contains(".o_crm_fab").click();
    await contains(".o_crm_type:contains(Call)").click();
    await contains(".o_crm_customer:contains(Súper El Calero)").click();
    await contains(".o_crm_slot:first").click();
    await animationFrame();
    expect.verifySteps(["create new"]);
    const { vals, action } = last(outbox);
    expect(action).toEqual({ client_uuid: vals.client_uuid });
    expect(vals).toEqual({
        client_uuid: vals.client_uuid,
        type_id: CALL,
        partner_id: SHOP,
        opportunity_id: false,
        start: "2026-10-16 07:00:00",
    });
    expect(".o_dialog").toHaveCount(0);
});

test("with signal every customer can be found by name", async () => {
    onRpc("res.partner", "name_search", ({ kwargs }) => {
        expect.step(`search ${kwargs.name}`);
        return [[77, "Bar Nuevo"]];
    });
    const { outbox } = await openMyDay();
    await contains(".o_crm_fab").click();
    await contains(".o_crm_type:first").click();
    await contains(".o_crm_customer_search").edit("bar", { confirm: false });
    await advanceTime(500);
    await contains(".o_crm_customer:contains(Bar Nuevo)").click();
    await contains(".o_crm_own_slot").click();
    await contains(".o_crm_own_confirm").click();
    await animationFrame();
    expect.verifySteps(["search bar", "create new"]);
    expect(last(outbox).vals.partner_id).toBe(77);
    expect(last(outbox).vals.start).toBe("2026-10-15 09:00:00");
});

test("coming back from a call asks how it went, and notes nothing by itself", async () => {
    await openMyDay(makeDay({ actions: [makeCall()] }));
    await dial();
    expect(".o_crm_call_chip").toHaveCount(0);
    for (const visibility of ["hidden", "visible"]) {
        patchWithCleanup(document, { visibilityState: visibility });
        document.dispatchEvent(new Event("visibilitychange"));
        await animationFrame();
    }
    await animationFrame();
    expect(".o_crm_call_chip").toHaveText("How did it go?\nCall to Súper El Calero at 10:55");
    expect.verifySteps([]);
    await contains(".o_crm_call_report").click();
    expect(queryAllTexts(".o_crm_chip")).toEqual(["Order taken", "Not there"]);
    await contains(".o_crm_chip:contains(Not there)").click();
    await contains(".o_crm_save_report").click();
    await animationFrame();
    expect.verifySteps(["close 2"]);
    expect(".o_crm_call_chip").toHaveCount(0);
});

test("a call to somebody whom one was to visit is a call of its own", async () => {
    const { outbox } = await openMyDay(makeDay({ actions: [makeAction()] }));
    const call = { id: 1, title: "Hotel Ría Mansa", partner_id: HOTEL, at: "2026-10-15 08:50:00" };
    await dial();
    expect(JSON.parse(browser.localStorage.getItem("crm_my_day.call.7")).id).toBe(call.id);
    for (const visibility of ["hidden", "visible"]) {
        patchWithCleanup(document, { visibilityState: visibility });
        document.dispatchEvent(new Event("visibilitychange"));
        await animationFrame();
    }
    await contains(".o_crm_call_report").click();
    await contains(".o_crm_chip:contains(Order taken)").click();
    await contains(".o_crm_save_report").click();
    await animationFrame();
    expect.verifySteps(["create new", "close new"]);
    expect(outbox.enqueued[0].vals.type_id).toBe(CALL);
    expect(outbox.enqueued[1].action).toEqual(outbox.enqueued[0].action);
    expect(`${row(1)} .o_crm_state`).toHaveText("Next one");
});

test("without signal the banner says since when, and what waits", async () => {
    const op = { uuid: "a", kind: "check_in", action: { id: 1 }, at: "2026-10-15 08:50:00", vals: {}, base: { title: "Hotel Ría Mansa" }, photoCount: 0 };
    const since = luxon.DateTime.fromISO("2026-10-15T09:12:00Z").toMillis();
    await openMyDay(makeDay(), { state: { offlineSince: since, foreign: 2 }, ops: [op] });
    expect(".o_crm_offline").toHaveText(/Offline since 11:12. Go on working/);
    expect(".o_crm_sync .o_crm_tone_warn").toHaveText("1 unsent");
    await contains(".o_crm_offline .o_crm_strip_button").click();
    expect(".o_crm_waiting").toHaveText(/Hotel Ría Mansa · check-in/);
    expect(".o_crm_foreign").toHaveText(/Another user has 2 unsent/);
    await contains(".o_crm_outbox_sheet .o_crm_main_button").click();
    expect.verifySteps(["flush"]);
});

test("what the server refused is corrected where it was said, or discarded", async () => {
    const base = { title: "Hotel Ría Mansa" };
    const rejected = [
        { uuid: "r1", kind: "close", action: { id: 1 }, at: "2026-10-15 08:50:00", vals: { outcome_id: 32, note: "Too short" }, base, message: "Say more." },
        { uuid: "r2", kind: "postpone", action: { id: 2 }, at: "2026-10-15 08:51:00", vals: { start: "2026-10-18 08:00:00" }, base, message: "A Sunday." },
    ];
    const conflicts = [{ uuid: "c1", kind: "postpone", action: { id: 2 }, at: "2026-10-15 08:52:00", vals: {}, base, message: "The office moved it." }];
    const { outbox } = await openMyDay(makeDay(), { state: { rejected, conflicts } });
    expect(".o_crm_sync .o_crm_tone_bad").toHaveText("3 to look at");
    await contains(".o_crm_sync").click();
    expect(".o_crm_rejected").toHaveText(/Say more\./);
    await contains(".o_crm_conflicts button").click();
    expect.verifySteps(["dismiss c1"]);
    await contains(".o_crm_rejected .o_crm_outbox_item:contains(Sunday) .o_crm_discard").click();
    expect.verifySteps(["discard"]);
    await contains(".o_crm_rejected .o_crm_correct").click();
    await animationFrame();
    expect(".o_crm_note").toHaveValue("Too short");
    expect(".o_crm_chip.o_crm_on").toHaveText("Interested");
    await contains(".o_crm_note").edit("Long enough");
    await contains(".o_crm_save_report").click();
    await animationFrame();
    expect.verifySteps([`resend r1 {"outcome_id":32,"note":"Long enough"}`]);
    expect(outbox.enqueued).toHaveLength(0);
});

test("a session that is over loses nothing and says so", async () => {
    await openMyDay(makeDay(), { state: { sessionExpired: true, durable: false } });
    expect(".o_crm_session").toHaveText(/kept on the phone and is sent once you have logged in/);
    expect(".o_crm_sync").toHaveText("Log in");
    expect(".o_crm_not_durable").toHaveCount(1);
});
