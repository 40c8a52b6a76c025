import { defineMailModels } from "@mail/../tests/mail_test_helpers";
import { advanceTime, animationFrame, describe, expect, mockDate, test } from "@odoo/hoot";
import { Deferred } from "@odoo/hoot-mock";
import { contains, onRpc, patchWithCleanup, swipeLeft } from "@web/../tests/web_test_helpers";
import { session } from "@web/session";
import { HOTEL, LEAD, makeAction, makeCall, makeDay, NOW, openMyDay } from "./my_day_helpers";

defineMailModels();
describe.current.tags("mobile");

const row = (id) => `.o_crm_timeline li[data-id='${id}']`;
const AT_WORK = { state: "in_progress", checkin_at: "2026-10-15 08:55:00" };
const HANGING = new Promise(() => {});

async function comeBack() {
    document.dispatchEvent(new Event("visibilitychange"));
    await animationFrame();
}

/** Each reading waits until the test gives its answer. */
function holdReadings() {
    const answers = [];
    onRpc("crm.action", "get_my_day", ({ args }) => {
        const answer = new Deferred();
        answers.push((day) => answer.resolve({ ...day, date: args[0] }));
        return answer;
    });
    return answers;
}

async function checkIn() {
    await contains(".o_crm_next_card .o_crm_check_in").click();
    await animationFrame();
    expect.verifySteps(["position", "check_in 1"]);
}

for (const [how, secret] of [
    ["with a copy on the phone", "23aeb0ff5d46cfa8aa44163720d871ac"],
    ["without one", undefined],
]) {
    test(`an older reading does not undo what was sent meanwhile, ${how}`, async () => {
        // given a reading under way, begun before the check-in
        patchWithCleanup(session, { browser_cache_secret: secret });
        const { outbox } = await openMyDay();
        const answers = holdReadings();
        await comeBack();
        await checkIn();
        // when the check-in arrives, and then the answer from before it
        outbox.land();
        await animationFrame();
        expect(answers).toHaveLength(1);
        answers[0](makeDay());
        await animationFrame();
        await animationFrame();
        // then the visit goes on
        expect(".o_crm_live_card").toHaveCount(1);
        expect(".o_crm_next_card").toHaveCount(0);
        // and the day is read once more, which says so by itself
        expect(answers).toHaveLength(2);
        const visit = makeAction(AT_WORK);
        answers[1](makeDay({ actions: [visit, makeCall()], open_visit: visit }));
        await animationFrame();
        await animationFrame();
        expect(".o_crm_live_card").toHaveCount(1);
        expect(`${row(1)} .o_crm_unsent`).toHaveCount(0);
    });
}

test("what was sent holds for a day that was not read since", async () => {
    // given a check-in that arrived while tomorrow shows
    const { outbox, server } = await openMyDay();
    await checkIn();
    await contains(".o_crm_day_header .o_crm_next").click();
    await animationFrame();
    outbox.land();
    await animationFrame();
    const answers = holdReadings();
    // when today shows again, from the copy of before
    expect(server.readings).toBe(3);
    await contains(".o_crm_today").click();
    await animationFrame();
    expect(answers).toHaveLength(1);
    // then it is no plan again
    expect(".o_crm_next_card").toHaveCount(0);
});

test("a reading that hangs is given up after 8 seconds, and the pill tells the age of the copy", async () => {
    expect.errors(1);
    patchWithCleanup(session, { browser_cache_secret: "23aeb0ff5d46cfa8aa44163720d871ac" });
    const { server } = await openMyDay();
    expect(".o_crm_sync").toHaveText("Synced");
    // given a network that swallows everything
    let hangs = true;
    onRpc("crm.action", "get_my_day", ({ args }) => (hangs ? HANGING : { ...server.day, date: args[0] }));
    await comeBack();
    await advanceTime(7900);
    expect(".o_crm_sync").toHaveText("Synced");
    await advanceTime(200);
    await animationFrame();
    // then the copy stays, and says since when it is
    expect(row(1)).toHaveCount(1);
    expect(".o_crm_sync").toHaveText("As of 10:55");
    expect(".o_crm_sync .o_crm_tone_warn .fa-clock-o").toHaveCount(1);
    // and the next reading is one of its own
    hangs = false;
    await comeBack();
    await animationFrame();
    expect(".o_crm_sync").toHaveText("Synced");
    expect.verifyErrors([/Connection to/]);
});

test("a fair of the whole day is not what comes next while somebody waits at an hour", async () => {
    const fair = makeCall({ id: 9, title: "Fair", allday: true, start: "2026-10-15 08:00:00", stop: "2026-10-15 18:00:00" });
    const { server } = await openMyDay(makeDay({ actions: [fair, makeAction(), makeCall()] }));
    expect(".o_crm_next_card .o_crm_card_name").toHaveText("Hotel Ría Mansa");
    // once the visits are done, it is
    server.day = makeDay({ actions: [fair, makeAction({ state: "done" })] });
    await comeBack();
    await animationFrame();
    expect(".o_crm_next_card .o_crm_card_name").toHaveText("Fair");
});

test("in the afternoon the morning is folded, and a fair of the whole day is not", async () => {
    const visit = (id, hour, state) =>
        makeAction({ id, state, start: `2026-10-15 ${hour}:00:00`, stop: `2026-10-15 ${hour}:30:00` });
    const done = ["05", "06", "07", "08", "09", "10", "11"].map((hour, index) => visit(index + 1, hour, "done"));
    const fair = visit(20, "08", "planned");
    const actions = [{ ...fair, allday: true }, ...done, visit(21, "15", "planned")];
    const { server } = await openMyDay(makeDay({ actions }));
    mockDate("2026-10-15 13:00:00", "Europe/Madrid");
    server.day = makeDay({ actions });
    await comeBack();
    await animationFrame();
    expect(".o_crm_timeline li[data-id]").toHaveCount(2);
    expect(row(20)).toHaveCount(1);
    expect(row(21)).toHaveCount(1);
    expect(".o_crm_timeline").toHaveText(/07:00–13:30/);
});

test("after midnight it is the new day, and one may still look at yesterday", async () => {
    const { server } = await openMyDay();
    expect(".o_crm_day_title").toHaveText(/Thu Oct 15/);
    // given a phone in a pocket, half a minute after midnight in Madrid
    mockDate("2026-10-15 22:00:30", "Europe/Madrid");
    server.day = makeDay({ today: "2026-10-16", actions: [makeCall({ id: 3, start: "2026-10-16 08:00:00", stop: "2026-10-16 08:15:00" })] });
    // when it comes out again
    await comeBack();
    await animationFrame();
    // then it shows Friday, and what comes next there
    expect(".o_crm_day_title").toHaveText(/Fri Oct 16/);
    expect(".o_crm_next_card").toHaveCount(1);
    expect(".o_crm_today").toHaveCount(0);
    // and Thursday, if one goes there, is no longer today
    await contains(".o_crm_day_header .o_crm_previous").click();
    await animationFrame();
    expect(".o_crm_next_card").toHaveCount(0);
    expect(".o_crm_today").toHaveCount(1);
});

test("the day changes on the screen too, and whoever looks at another day stays there", async () => {
    await openMyDay();
    await contains(".o_crm_day_header .o_crm_next").click();
    await contains(".o_crm_day_header .o_crm_next").click();
    await animationFrame();
    mockDate("2026-10-15 21:59:45", "Europe/Madrid");
    await advanceTime(60000);
    await animationFrame();
    expect(".o_crm_day_title").toHaveText(/Sat Oct 17/);
    await contains(".o_crm_today").click();
    await animationFrame();
    expect(".o_crm_day_title").toHaveText(/Fri Oct 16/);
    // setting the clock holds up what is timed by a minute
    mockDate("2026-10-16 21:59:45", "Europe/Madrid");
    await advanceTime(120000);
    await animationFrame();
    expect(".o_crm_day_title").toHaveText(/Sat Oct 17/);
});

test("what the office refused to move is where it was, at once", async () => {
    // given a call that was postponed on the phone
    const { outbox, server } = await openMyDay();
    await swipeLeft(`${row(2)} .o_actionswiper`);
    await advanceTime(1000);
    await animationFrame();
    expect.verifySteps(["postpone 2"]);
    expect(row(2)).toHaveCount(0);
    const before = server.readings;
    // when the office moved it first
    outbox.conflict(outbox.enqueued[0].uuid, "It was changed at the office.");
    await animationFrame();
    // then the day is read again, and the call is where the office has it
    expect(server.readings).toBe(before + 1);
    expect(`${row(2)} .o_crm_hour`).toHaveText("12:10");
    // and reading the message reads the day too
    await contains(".o_crm_sync").click();
    await contains(".o_crm_conflicts button").click();
    await animationFrame();
    expect.verifySteps([`dismiss ${outbox.enqueued[0].uuid}`]);
    expect(server.readings).toBe(before + 2);
    expect(row(2)).toHaveCount(1);
});

test("a next step that was lost with a conflict can be planned as it was typed", async () => {
    // given a report that arrived without its next step, because the opportunity was won
    const next = { client_uuid: "step-1", type_id: 1, start: "2026-10-22 09:15:00", summary: "Bring samples" };
    const base = { partner_id: HOTEL, lead_id: LEAD, title: "Hotel Ría Mansa" };
    const told = { uuid: "c1", kind: "close", action: { id: 1 }, at: NOW, base, message: "Not planned.", acknowledged: true };
    const { outbox } = await openMyDay(makeDay(), {
        state: {
            conflicts: [
                { ...told, vals: { opportunity: "won", next }, nextLost: true },
                { ...told, uuid: "c2", vals: { next }, nextLost: false },
            ],
        },
    });
    await contains(".o_crm_sync").click();
    expect(".o_crm_plan_next").toHaveCount(1);
    // when she plans it a day earlier
    await contains(".o_crm_plan_next").click();
    expect(".o_crm_next_summary").toHaveValue("Bring samples");
    expect(".o_crm_plan_line").toHaveText(/Visit · Thu Oct 22, 11:15/);
    await contains(".o_crm_next_choice:first").click();
    await contains(".o_crm_save_step").click();
    await animationFrame();
    // then it goes to the outbox, with the customer and not with what was won, and is read
    expect.verifySteps(["create new", "dismiss c1"]);
    expect(outbox.enqueued[0].vals).toEqual({
        ...{ ...next, start: "2026-10-19 09:15:00" },
        partner_id: HOTEL,
        opportunity_id: false,
    });
    expect(".o_dialog").toHaveCount(0);
});

test("what a rep did stays on the screen although the office takes it otherwise", async () => {
    const { outbox } = await openMyDay();
    await checkIn();
    const answers = holdReadings();
    outbox.conflict(outbox.enqueued[0].uuid, "You were checked out elsewhere.");
    await animationFrame();
    expect(answers).toHaveLength(1);
    expect(".o_crm_live_card").toHaveCount(1);
});

test("two visits made without signal are two", async () => {
    // given two visits that the server does not know yet
    const { outbox } = await openMyDay(makeDay({ actions: [] }), { state: { offlineSince: Date.now() } });
    for (const hour of ["09:00", "10:00"]) {
        await contains(".o_crm_fab").click();
        await contains(".o_crm_type:contains(Visit)").click();
        await contains(`.o_crm_customer:contains(${hour === "09:00" ? "Hotel" : "Súper"})`).click();
        await contains(".o_crm_own_slot").click();
        await contains(".o_crm_own_confirm").click();
        await animationFrame();
    }
    expect.verifySteps(["create new", "create new"]);
    expect(".o_crm_state:contains(Next one)").toHaveCount(1);
    const [first, second] = outbox.enqueued.map(({ action }) => action);
    // when she checks in at the first, and then at the second
    await contains(".o_crm_next_card .o_crm_check_in").click();
    await animationFrame();
    await contains(".o_crm_timeline_row:last").click();
    await contains(".o_crm_action_sheet .o_crm_check_in").click();
    await animationFrame();
    // then she is asked to leave the first one
    expect(".o_dialog .modal-body").toHaveText(/still at Hotel Ría Mansa/);
    await contains(".o_dialog .btn-primary").click();
    await animationFrame();
    expect.verifySteps(["position", "check_in new", "position", "check_out new", "check_in new"]);
    expect(outbox.enqueued.slice(2).map(({ action }) => action)).toEqual([first, first, second]);
});
