import { defineMailModels } from "@mail/../tests/mail_test_helpers";
import { animationFrame, describe, expect, manuallyDispatchProgrammaticEvent, queryAllTexts, queryFirst, setInputFiles, test, waitFor } from "@odoo/hoot";
import { contains } from "@web/../tests/web_test_helpers";
import { browser } from "@web/core/browser/browser";
import { LEAD, makeAction, makeDay, openMyDay } from "./my_day_helpers";

defineMailModels();
describe.current.tags("mobile");

const PIXEL =
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==";
const HERE = {
    state: "in_progress",
    checkin_at: "2026-10-15 08:10:00",
    verdict: "verified",
    distance_m: 92,
};

async function openReport(values = {}) {
    const visit = makeAction({ ...HERE, checkout_at: "2026-10-15 08:55:00" });
    const result = await openMyDay(makeDay({ actions: [visit], open_visit: visit, ...values }));
    await contains(".o_crm_live_card .o_crm_report").click();
    return result;
}

const chip = (text) => `.o_crm_report_sheet .o_crm_chip:contains(${text})`;
const sent = ({ outbox }) => outbox.enqueued[outbox.enqueued.length - 1];

/** Hoot's typing does not know the pickers of a browser. */
async function setInput(selector, value) {
    const input = queryFirst(selector);
    input.value = value;
    for (const type of ["input", "change"]) {
        await manuallyDispatchProgrammaticEvent(input, type);
    }
    await animationFrame();
}

function makePhoto() {
    const bytes = Uint8Array.from(window.atob(PIXEL), (char) => char.charCodeAt(0));
    return new File([bytes], "shelf.png", { type: "image/png" });
}

test("checking out asks how it went", async () => {
    const visit = makeAction(HERE);
    await openMyDay(makeDay({ actions: [visit], open_visit: visit }));
    expect(".o_crm_live_card .o_crm_verdict").toHaveText("At 92 m · verified");
    expect(".o_crm_live_card .o_crm_timer").toHaveText(/^45:0\d min$/);
    await contains(".o_crm_live_card .o_crm_check_out").click();
    await animationFrame();
    expect.verifySteps(["position", "check_out 1"]);
    expect(".o_crm_report_sheet .modal-title").toHaveText("Hotel Ría Mansa");
    expect(".o_crm_report_sheet .o_crm_sheet_subtitle").toHaveText(/10:10–10:55 · 45 min/);
    expect(".o_crm_note").not.toBeFocused({ message: "the keyboard of the phone stays down" });
});

test("one sheet says everything at once", async () => {
    const opened = await openReport();
    expect(queryAllTexts(".o_crm_report_sheet .o_crm_chip")).toEqual([
        "Order taken",
        "Interested",
        "Payment collected",
        "No order",
        "Asked to call back",
        "More",
    ]);
    await contains(".o_crm_more").click();
    expect(".o_crm_report_sheet .o_crm_chip").toHaveCount(7);
    expect(".o_crm_blocked").toHaveText(/choose an outcome/);
    expect(".o_crm_save_report").not.toBeEnabled();
    await contains(chip("Interested")).click();
    expect(".o_crm_next_choice.o_crm_on").toHaveText("+1 wk\nThu Oct 22");
    expect(queryAllTexts(".o_crm_next_choice small")).toEqual(["Mon Oct 19", "Thu Oct 22", "Mon Nov 16"]);
    expect(".o_crm_plan_line").toHaveText(/Visit · Thu Oct 22, 11:15/);
    await contains(".o_crm_note").edit("They liked it ");
    await contains(".o_crm_plan_line").click();
    await contains(".o_crm_next_summary").edit("Fetch the signature");
    await contains(".o_crm_save_report").click();
    await animationFrame();
    expect.verifySteps(["close 1"]);
    const { vals } = sent(opened);
    expect(vals).toEqual({
        outcome_id: 32,
        note: "They liked it",
        next: {
            client_uuid: vals.next.client_uuid,
            type_id: 1,
            start: "2026-10-22 09:15:00",
            summary: "Fetch the signature",
        },
    });
    expect(".o_dialog").toHaveCount(0);
    expect(".o_crm_timeline .o_crm_state").toHaveText("Interested");
});

test("photos are shrunk, shown, taken back and sent", async () => {
    const opened = await openReport();
    for (const photo of [makePhoto(), makePhoto()]) {
        await contains(".o_crm_photo_add input", { visible: false }).click();
        await setInputFiles([photo]);
        await animationFrame();
    }
    await waitFor(".o_crm_photo:eq(1)");
    expect(".o_crm_report_sheet").toHaveText(/Photos · 2, sent when there is signal/);
    await contains(".o_crm_photo_remove:first").click();
    await contains(chip("Order taken")).click();
    await contains(".o_crm_save_report").click();
    await animationFrame();
    expect.verifySteps(["close 1"]);
    expect(sent(opened).photos).toHaveLength(1);
    expect(sent(opened).photos[0].type).toBe("image/jpeg");
});

test("where a next step is required the sheet says why it cannot be saved", async () => {
    const opened = await openReport({ policy: "require" });
    await contains(chip("Interested")).click();
    await contains(".o_crm_next_choice.o_crm_on").click();
    expect(".o_crm_blocked").toHaveText(/asks for a next step on an open opportunity/);
    expect(".o_crm_save_report").not.toBeEnabled();
    expect(".o_crm_save_report").toHaveAttribute("aria-describedby", "o_crm_blocked");
    await contains(".o_crm_decision[data-key=lost]").click();
    expect(".o_crm_blocked").toHaveText(/why it was lost/);
    await contains(chip("Competitor")).click();
    await contains(".o_crm_save_report").click();
    await animationFrame();
    expect.verifySteps(["close 1"]);
    expect(sent(opened).vals).toEqual({ outcome_id: 32, note: "", opportunity: "lost", lost_reason_id: 42 });
});

test("where it is only advised the sheet warns and saves", async () => {
    await openReport();
    await contains(chip("Interested")).click();
    await contains(".o_crm_next_choice.o_crm_on").click();
    expect(".o_crm_blocked").toHaveText(/stays without a next step/);
    expect(".o_crm_save_report").toBeEnabled();
});

test("won or lost takes the next step back, and a next step opens it again", async () => {
    // given a report that proposes a next step, as the outcome does
    const opened = await openReport();
    await contains(chip("Order taken")).click();
    expect(".o_crm_next_choice.o_crm_on").toHaveText("+1 mo\nMon Nov 16");
    expect(".o_crm_decision_hint").toHaveText(/then no next step is planned/);
    // when she marks it won
    await contains(".o_crm_decision[data-key=won]").click();
    // then nothing is planned, and the sheet says so
    expect(".o_crm_report_sheet .o_crm_segment.o_crm_on").toHaveCount(1);
    expect(".o_crm_plan_line").toHaveCount(0);
    expect(".o_crm_decision_hint").toHaveText(/without a next step/);
    // and a next step keeps it open
    await contains(".o_crm_next_choice:first").click();
    expect(".o_crm_decision.o_crm_on").toHaveText("Keep open");
    await contains(".o_crm_decision[data-key=won]").click();
    await contains(".o_crm_save_report").click();
    await animationFrame();
    expect.verifySteps(["close 1"]);
    expect(sent(opened).vals).toEqual({ outcome_id: 31, note: "", opportunity: "won" });
});

test("a draft of before that has both waits for a choice", async () => {
    // given what an older page kept: a next step, and won
    const both = { outcomeId: 32, choice: "1w", date: "2026-10-22", decision: "won" };
    browser.localStorage.setItem("crm_my_day.report.7.1", JSON.stringify(both));
    await openReport();
    expect(".o_crm_blocked").toHaveText(/Choose one/);
    expect(".o_crm_save_report").not.toBeEnabled();
    await contains(".o_crm_decision[data-key=won]").click();
    expect(".o_crm_save_report").toBeEnabled();
});

test("a pause may have a next step after it", async () => {
    await openReport();
    await contains(chip("Interested")).click();
    await contains(".o_crm_decision[data-key=pause]").click();
    expect(".o_crm_next_choice.o_crm_on").toHaveCount(1);
    await contains(".o_crm_next_choice:first").click();
    expect(".o_crm_decision.o_crm_on").toHaveText("Pause");
});

test("an opportunity can rest until a date, with a reason", async () => {
    const opened = await openReport({ policy: "require" });
    await contains(".o_crm_decision[data-key=pause]").click();
    await contains(chip("No order")).click();
    expect(".o_crm_blocked").toHaveText(/until when it is paused/);
    await setInput(".o_crm_snooze_until", "2027-01-11");
    await contains(".o_crm_snooze_reason").edit("Closed in winter");
    await contains(".o_crm_save_report").click();
    await animationFrame();
    expect.verifySteps(["close 1"]);
    expect(sent(opened).vals).toEqual({
        outcome_id: 34,
        note: "",
        snooze_until: "2027-01-11",
        snooze_reason: "Closed in winter",
    });
});

test("a next step of one's own has day and hour, and not in the past", async () => {
    const opened = await openReport();
    await contains(chip("Order taken")).click();
    await contains(".o_crm_next_pick").click();
    await setInput(".o_crm_next_date", "2026-10-14");
    expect(".o_crm_blocked").toHaveText(/lies in the past/);
    await setInput(".o_crm_next_date", "2026-10-20");
    await setInput(".o_crm_next_time", "16:15");
    await contains(".o_crm_save_report").click();
    await animationFrame();
    expect.verifySteps(["close 1"]);
    expect(sent(opened).vals.next.start).toBe("2026-10-20 14:15:00");
});

test("what was typed survives a sheet that was closed by accident", async () => {
    await openReport();
    await contains(chip("Interested")).click();
    await contains(".o_crm_note").edit("Not lost");
    await contains(".o_crm_sheet_close").click();
    expect(".o_dialog").toHaveCount(0);
    await contains(".o_crm_live_card .o_crm_report").click();
    expect(".o_crm_note").toHaveValue("Not lost");
    expect(".o_crm_chip.o_crm_on").toHaveText("Interested");
    await contains(".o_crm_save_report").click();
    await animationFrame();
    expect.verifySteps(["close 1"]);
});

test("a note during the visit is kept for its report", async () => {
    const visit = makeAction(HERE);
    await openMyDay(makeDay({ actions: [visit], open_visit: visit }));
    await contains(".o_crm_add_note").click();
    await contains(".o_crm_note").edit("Third shelf");
    await contains(".o_crm_keep").click();
    expect.verifySteps([]);
    await contains(".o_crm_live_card .o_crm_check_out").click();
    await animationFrame();
    expect(".o_crm_note").toHaveValue("Third shelf");
    expect.verifySteps(["position", "check_out 1"]);
});

test("an opportunity that is closed already is not asked for", async () => {
    await openReport({ leads: { [LEAD]: { id: LEAD, name: "Old", amount: 0, open: false } } });
    expect(".o_crm_decision").toHaveCount(0);
});
