import { defineMailModels } from "@mail/../tests/mail_test_helpers";
import { animationFrame, describe, expect, mockDate, on, setInputFiles, test, waitFor } from "@odoo/hoot";
import { contains, patchWithCleanup } from "@web/../tests/web_test_helpers";
import { browser } from "@web/core/browser/browser";
import { OutboxError } from "@crm_actions/outbox/outbox_error";
import { emptyReport, reportVals } from "@crm_actions/my_day/report/report_state";
import { makePicture } from "../outbox_helpers";
import { CALL, HOTEL, makeAction, makeDay, NOW, openMyDay } from "./my_day_helpers";

defineMailModels();
describe.current.tags("mobile");

const VISIT = makeAction({
    state: "in_progress",
    checkin_at: "2026-10-15 08:10:00",
    checkout_at: "2026-10-15 08:55:00",
});
const REFUSED = {
    uuid: "r1",
    kind: "close",
    action: { id: 1 },
    at: "2026-10-15 08:50:00",
    vals: { outcome_id: 32, note: "Too short" },
    base: { title: "Hotel Ría Mansa" },
    message: "Say more.",
    photoCount: 1,
};
const chip = (text) => `.o_crm_report_sheet .o_crm_chip:contains(${text})`;
const openReport = () => contains(".o_crm_live_card .o_crm_report").click();
const closeSheet = () => contains(".o_crm_sheet_close").click();

async function addPhoto(number = 1) {
    await contains(".o_crm_photo_add input", { visible: false }).click();
    const picture = await makePicture();
    await setInputFiles([new File([picture], "shelf.png", { type: "image/png" })]);
    await waitFor(`.o_crm_photo:eq(${number - 1})`);
}

/** A phone that cannot store the next op of that kind. */
function failOnce(outbox, kind) {
    const { enqueue } = outbox;
    outbox.enqueue = async (...args) => {
        if (args[0] === kind) {
            outbox.enqueue = enqueue;
            throw new OutboxError("There is no room left on this device.");
        }
        return enqueue(...args);
    };
}

/** Away to the telephone and back. */
async function call() {
    on(".o_crm_next_card .o_crm_call", "click", (ev) => ev.preventDefault());
    await contains(".o_crm_next_card .o_crm_call").click();
    for (const visibility of ["hidden", "visible"]) {
        patchWithCleanup(document, { visibilityState: visibility });
        document.dispatchEvent(new Event("visibilitychange"));
        await animationFrame();
    }
}

test("photos of a report that was not sent are kept, beside its words and not among them", async () => {
    // given a report with a photo that is closed by accident
    const { outbox } = await openMyDay(makeDay({ actions: [VISIT], open_visit: VISIT }));
    await openReport();
    await contains(chip("Order taken")).click();
    await addPhoto();
    await closeSheet();
    // then the small store of the browser has the words alone
    const words = browser.localStorage.getItem("crm_my_day.report.7.1");
    expect(words).toMatch(/"outcomeId":31/);
    expect(words).not.toMatch(/data:image/);
    // and the sheet has both again
    await openReport();
    await waitFor(".o_crm_photo");
    expect(".o_crm_chip.o_crm_on").toHaveText("Order taken");
    await contains(".o_crm_save_report").click();
    await animationFrame();
    expect.verifySteps(["close 1"]);
    expect(outbox.enqueued[0].photos).toHaveLength(1);
    // once it is sent, nothing of it is left
    expect(browser.localStorage.getItem("crm_my_day.report.7.1")).toBe(null);
    expect(await outbox.drafts.read("7.1")).toEqual([]);
});

test("a photo that was taken back is gone from the draft too", async () => {
    const { outbox } = await openMyDay(makeDay({ actions: [VISIT], open_visit: VISIT }));
    await openReport();
    await addPhoto();
    await addPhoto(2);
    await contains(".o_crm_photo_remove:first").click();
    await closeSheet();
    expect(await outbox.drafts.read("7.1")).toHaveLength(1);
});

test("what nobody sent in a month is thrown away", async () => {
    // given a draft of the middle of September, and one of October
    mockDate("2026-09-14 10:00:00", "Europe/Madrid");
    const { outbox } = await openMyDay(makeDay({ actions: [VISIT], open_visit: VISIT }));
    mockDate("2026-09-14 10:00:00", "Europe/Madrid");
    await openReport();
    await contains(".o_crm_note").edit("September");
    await addPhoto();
    await closeSheet();
    mockDate(NOW, "Europe/Madrid");
    browser.localStorage.setItem("crm_my_day.report.7.2", JSON.stringify({ note: "October", savedAt: Date.now() }));
    browser.localStorage.setItem("crm_my_day.report.7.3", JSON.stringify({ note: "of a version that wrote no date" }));
    // when My day opens on 15 October
    const { dropOldDrafts } = odoo.loader.modules.get("@crm_actions/my_day/report/drafts");
    await dropOldDrafts(outbox.drafts);
    // then the first is gone, with its photo
    expect(browser.localStorage.getItem("crm_my_day.report.7.1")).toBe(null);
    expect(await outbox.drafts.read("7.1")).toEqual([]);
    expect(browser.localStorage.getItem("crm_my_day.report.7.2")).toMatch(/October/);
    expect(browser.localStorage.getItem("crm_my_day.report.7.3")).toMatch(/savedAt/);
});

test("photos that are added while a refused report is corrected go with it", async () => {
    // given a report that was refused, with one photo
    const { outbox } = await openMyDay(makeDay(), { state: { rejected: [REFUSED] } });
    await contains(".o_crm_sync").click();
    await contains(".o_crm_correct").click();
    expect(".o_crm_report_sheet").toHaveText(/Photos · 1, sent when there is signal/);
    // when another one is added
    await addPhoto();
    expect(".o_crm_report_sheet").toHaveText(/Photos · 2, sent when there is signal/);
    await contains(".o_crm_note").edit("Long enough");
    await contains(".o_crm_save_report").click();
    await animationFrame();
    expect.verifySteps([`resend r1 {"outcome_id":32,"note":"Long enough"}`]);
    expect(outbox.resent[0].photos.map(({ type }) => type)).toEqual(["image/jpeg"]);
});

test("a correction that is closed by accident is there again", async () => {
    const { outbox } = await openMyDay(makeDay(), { state: { rejected: [REFUSED] } });
    const correct = async () => {
        await contains(".o_crm_sync").click();
        await contains(".o_crm_correct").click();
    };
    await correct();
    await contains(".o_crm_note").edit("Long enough");
    await addPhoto();
    await closeSheet();
    await correct();
    expect(".o_crm_note").toHaveValue("Long enough");
    await waitFor(".o_crm_photo");
    await closeSheet();
    // who gives it up gives up what was typed
    await contains(".o_crm_sync").click();
    await contains(".o_crm_discard").click();
    await animationFrame();
    expect.verifySteps(["discard"]);
    expect(browser.localStorage.getItem("crm_my_day.report.7.r1")).toBe(null);
    expect(await outbox.drafts.read("7.r1")).toEqual([]);
});

test("a call is one call however often its report is begun", async () => {
    // given a call to the hotel, whose report cannot be stored at first
    const { outbox } = await openMyDay(makeDay({ actions: [makeAction({ partner_id: HOTEL })] }));
    await call();
    failOnce(outbox, "close");
    await contains(".o_crm_call_report").click();
    await contains(chip("Order taken")).click();
    await contains(".o_crm_note").edit("Half an order");
    await contains(".o_crm_save_report").click();
    await animationFrame();
    expect(".o_notification").toHaveText(/no room left/);
    // when the sheet is closed and opened again
    await closeSheet();
    await contains(".o_crm_call_report").click();
    // then what was typed is there, and it is the same call
    expect(".o_crm_note").toHaveValue("Half an order");
    await contains(".o_crm_save_report").click();
    await animationFrame();
    expect.verifySteps(["create new", "create new", "close new"]);
    const [first, again, report] = outbox.enqueued;
    expect(first.vals.type_id).toBe(CALL);
    expect(again.vals.client_uuid).toBe(first.vals.client_uuid);
    expect(report.action).toEqual({ client_uuid: first.vals.client_uuid });
});

test("a report sent twice plans its next step once", () => {
    const report = { ...emptyReport(VISIT), choice: "1w", date: "2026-10-22" };
    expect(reportVals(report).next.client_uuid).toBe(reportVals(report).next.client_uuid);
});
