import { defineMailModels } from "@mail/../tests/mail_test_helpers";
import {
    advanceTime,
    animationFrame,
    expect,
    manuallyDispatchProgrammaticEvent,
    mockDate,
    press,
    queryAllTexts,
    queryOne,
    queryRect,
    test,
} from "@odoo/hoot";
import {
    contains,
    getService,
    makeServerError,
    mockService,
    mountWithCleanup,
    onRpc,
    serverState,
} from "@web/../tests/web_test_helpers";
import { WebClient } from "@web/webclient/webclient";

const NORA = serverState.userId;
const NILS = NORA + 1;
const HOUR = 96;

defineMailModels();

function makeAction(values) {
    return {
        id: 1,
        user_id: NORA,
        name: "Hotel Ría Mansa · Visit",
        customer: "Hotel Ría Mansa",
        summary: false,
        type: { id: 1, name: "Visit", code: "visit", color: 10 },
        state: "planned",
        state_label: "Planned",
        overdue: false,
        allday: false,
        start_minute: 10 * 60,
        stop_minute: 11 * 60,
        outcome: false,
        contacted: false,
        can_move: true,
        ...values,
    };
}

/** Open the board; its answer can be changed between two readings. */
async function openBoard(values = {}) {
    mockDate("2026-10-15 07:30:00");
    const answer = {
        date: "2026-10-15",
        previous: "2026-10-14",
        next: "2026-10-16",
        is_today: true,
        tz: "Europe/Madrid",
        now: 9 * 60 + 30,
        hours: [8, 20],
        reps: [
            { id: NILS, name: "Nils", counts: { planned: 0, done: 0, overdue: 0 } },
            { id: NORA, name: "Nora", counts: { planned: 2, done: 1, overdue: 1 } },
        ],
        actions: [makeAction()],
        ...values,
    };
    onRpc("crm.action", "get_day_board", ({ args }) => {
        expect.step(`load ${args[0]}`);
        return answer;
    });
    onRpc("crm.action", "move_on_board", ({ args: [ids, vals] }) => {
        expect.step(`move ${ids} ${JSON.stringify(vals)}`);
        return true;
    });
    await mountWithCleanup(WebClient);
    await getService("action").doAction({
        type: "ir.actions.client",
        tag: "crm_actions.day_board",
    });
    expect.verifySteps(["load false"]);
    return answer;
}

const column = (rep) => `.o_crm_column[data-user-id="${rep}"]`;
const card = (id) => `.o_crm_card[data-id="${id}"]`;
/** By the keyboard: with a mouse the button shows on hovering alone. */
async function openMove(id) {
    queryOne(`${card(id)} .o_crm_card_move`).focus();
    await press("Enter");
    await animationFrame();
}

const topIn = (selector) => queryRect(selector).top - queryRect(".o_crm_board_body").top;

test.tags("desktop");
test("reps are columns with their counts, cards lie at their hours", async () => {
    await openBoard({ actions: [makeAction(), makeAction({ id: 2, user_id: NILS, start_minute: 495, stop_minute: 525 })] });
    expect(queryAllTexts(".o_crm_rep_name")).toEqual(["Nils", "Nora"]);
    expect(queryAllTexts(".o_crm_rep_counts span")).toEqual([
        "0 planned",
        "0 done",
        "2 planned",
        "1 done",
        "1 overdue",
    ]);
    expect(`${column(NORA)} ${card(1)}`).toHaveCount(1);
    expect(`${column(NILS)} ${card(2)}`).toHaveCount(1);
    expect(topIn(card(1))).toBe(2 * HOUR);
    expect(topIn(card(2))).toBe(HOUR / 4);
    expect(queryRect(card(1)).height).toBe(HOUR);
    expect(".o_crm_hour").toHaveCount(12);
});

test.tags("desktop");
test("a card says type, customer and how it stands, in words and icons", async () => {
    await openBoard({
        actions: [
            makeAction({ id: 1, overdue: true, start_minute: 480, stop_minute: 510 }),
            makeAction({ id: 2, state: "done", outcome: "Order", contacted: true, can_move: false }),
            makeAction({ id: 3, user_id: NILS, state: "done", outcome: "Not there", can_move: false }),
            makeAction({
                id: 4,
                state: "in_progress",
                state_label: "In progress",
                start_minute: 720,
                stop_minute: 780,
                can_move: false,
            }),
        ],
    });
    expect(`${card(1)} .fa-map-marker`).toHaveCount(1);
    expect(`${card(1)} .fa-exclamation-triangle`).toHaveCount(1);
    expect(queryAllTexts(".o_crm_card_state")).toEqual([
        "Not there",
        "Overdue",
        "Order",
        "In progress",
    ]);
    expect(`${card(2)} .fa-check-circle`).toHaveCount(1);
    expect(`${card(3)} .fa-times-circle-o`).toHaveCount(1);
    expect(`${card(4)} .o_crm_card_open`).toHaveAttribute(
        "aria-label",
        "12:00–13:00, Visit, Hotel Ría Mansa, In progress"
    );
    expect(".o_crm_card_move").toHaveCount(1, { message: "only what is planned can be moved" });
});

test.tags("desktop");
test("overlapping cards lie side by side", async () => {
    await openBoard({ actions: [makeAction(), makeAction({ id: 2, start_minute: 630, stop_minute: 690 })] });
    const [left, right] = [queryRect(card(1)), queryRect(card(2))];
    expect(left.right).toBeCloseTo(right.left, { margin: 1 });
    expect(left.width).toBeCloseTo(queryRect(column(NORA)).width / 2, { margin: 1 });
});

test.tags("desktop");
test("actions without an hour have a strip of their own", async () => {
    await openBoard({ actions: [makeAction({ allday: true, start_minute: 0, stop_minute: 1440 })] });
    expect(`.o_crm_whole_day ${card(1)}`).toHaveCount(1);
    expect(`.o_crm_column ${card(1)}`).toHaveCount(0);
    expect(`${card(1)} .o_crm_card_open`).toHaveAttribute(
        "aria-label",
        "All day, Visit, Hotel Ría Mansa, Planned"
    );
});

test("the line of the present moves on, and only today has one", async () => {
    const answer = await openBoard();
    expect(topIn(".o_crm_now")).toBe(1.5 * HOUR);
    expect(".o_crm_now_label").toHaveText("09:30");
    await advanceTime(2 * 60 * 1000);
    await animationFrame();
    expect(".o_crm_now_label").toHaveText("09:32");
    Object.assign(answer, { date: "2026-10-16", is_today: false });
    await contains(".o_crm_next").click();
    expect.verifySteps(["load 2026-10-16"]);
    expect(".o_crm_now").toHaveCount(0);
});

test.tags("desktop");
test("days are changed by arrows, by today and by the calendar", async () => {
    const answer = await openBoard();
    expect(".o_crm_board_title").toHaveText("Thursday, October 15, 2026");
    expect(".o_crm_today").not.toBeEnabled();
    Object.assign(answer, { date: "2026-10-14", is_today: false });
    await contains(".o_crm_previous").click();
    expect(".o_crm_board_title").toHaveText("Wednesday, October 14, 2026");
    await contains(".o_crm_board_title").click();
    await contains(".o_date_item_cell:contains(20)").click();
    await contains(".o_crm_today").click();
    expect.verifySteps(["load 2026-10-14", "load 2026-10-20", "load false"]);
});

test("a day without actions says so and leads to the agenda", async () => {
    mockService("action", {
        doAction(action) {
            if (action === "crm_actions.crm_action_action_agenda") {
                expect.step("agenda");
                return;
            }
            return super.doAction(...arguments);
        },
    });
    await openBoard({ actions: [] });
    expect(".o_crm_board_grid").toHaveCount(0);
    expect(".o_crm_board_empty").toHaveText(/Nothing is planned this day/);
    await contains(".o_crm_open_agenda").click();
    expect.verifySteps(["agenda"]);
});

test("a card opens its action by click and by key, the board comes back as it was", async () => {
    mockService("action", {
        doAction(action) {
            if (action.res_model) {
                expect.step(`${action.res_model} ${action.res_id} ${action.views[0][1]}`);
                return;
            }
            return super.doAction(...arguments);
        },
    });
    await openBoard();
    await contains(`${card(1)} .o_crm_card_open`).click();
    expect.verifySteps(["crm.action 1 form"]);
    queryOne(`${card(1)} .o_crm_card_open`).focus();
    await press("Enter");
    expect.verifySteps(["crm.action 1 form"]);
});

test.tags("desktop");
test("dragging a card moves it by quarters of an hour, and to another rep", async () => {
    await openBoard();
    const { drop, moveTo } = await contains(card(1)).drag({ position: { x: 20, y: 10 }, relative: true });
    await moveTo(column(NILS), { position: { x: 40, y: 3 * HOUR + 10 }, relative: true });
    await animationFrame();
    expect(`${column(NILS)} .o_crm_ghost`).toHaveText("11:00");
    await drop();
    expect.verifySteps([
        `move 1 {"user_id":${NILS},"start_minute":660,"date":"2026-10-15"}`,
        "load 2026-10-15",
    ]);
    await animationFrame();
    expect(".o_crm_ghost").toHaveCount(0);
    expect(".o_notification").toHaveText(/was moved/);
});

test.tags("desktop");
test("dropped on the head of a column a card keeps its hour", async () => {
    await openBoard();
    await contains(card(1)).dragAndDrop(".o_crm_rep_name:contains(Nils)");
    expect.verifySteps([`move 1 {"user_id":${NILS}}`, "load 2026-10-15"]);
});

test.tags("desktop");
test("dropped where it was it stays, and what has begun does not move", async () => {
    await openBoard({
        actions: [makeAction(), makeAction({ id: 2, user_id: NILS, state: "in_progress", can_move: false })],
    });
    const { drop, moveTo } = await contains(card(1)).drag();
    await moveTo(column(NILS));
    await moveTo(column(NORA), {
        position: { x: queryRect(card(1)).width / 2, y: 2.5 * HOUR },
        relative: true,
    });
    await drop();
    await contains(card(2)).dragAndDrop(column(NORA), { position: { x: 40, y: 400 }, relative: true });
    expect.verifySteps([]);
});

test.tags("desktop");
test("the keyboard moves a card too", async () => {
    await openBoard();
    await openMove(1);
    expect(".o_crm_move_dialog").toHaveText(/Move Hotel Ría Mansa/);
    await contains("#o_crm_move_rep").select(NILS);
    await contains("#o_crm_move_time").edit("16:15");
    await contains(".o_crm_move_confirm").click();
    expect.verifySteps([
        `move 1 {"user_id":${NILS},"start_minute":975,"date":"2026-10-15"}`,
        "load 2026-10-15",
    ]);
    expect(".o_dialog").toHaveCount(0);
});

test("an action of the whole day goes to another rep without getting an hour, or gets one", async () => {
    await openBoard({
        actions: [
            makeAction({ allday: true, start_minute: 0, stop_minute: 1440 }),
            makeAction({ id: 2, allday: true, start_minute: 0, stop_minute: 1440 }),
        ],
    });
    await openMove(1);
    expect(".o_crm_move_confirm").toBeEnabled();
    await contains("#o_crm_move_rep").select(NILS);
    await contains(".o_crm_move_confirm").click();
    expect.verifySteps([`move 1 {"user_id":${NILS}}`, "load 2026-10-15"]);
    await openMove(2);
    // Hoot's own edit() cannot fill a time input that is empty
    const input = queryOne("#o_crm_move_time");
    input.value = "00:00";
    await manuallyDispatchProgrammaticEvent(input, "input");
    await contains(".o_crm_move_confirm").click();
    expect.verifySteps(['move 2 {"start_minute":0,"date":"2026-10-15"}', "load 2026-10-15"]);
});

test.tags("desktop");
test("an hour is needed for what has one", async () => {
    await openBoard();
    await openMove(1);
    await contains("#o_crm_move_time").clear();
    expect(".o_crm_move_confirm").not.toBeEnabled();
    expect(".o_crm_move_dialog .text-danger").toHaveText("Choose a time.");
});

test.tags("desktop");
test("a move that the server refuses is undone and explained", async () => {
    expect.errors(1);
    const answer = await openBoard();
    onRpc("crm.action", "move_on_board", () => {
        Object.assign(answer, { actions: [makeAction({ state: "in_progress", can_move: false })] });
        throw makeServerError({ message: "It has begun." });
    });
    await contains(card(1)).dragAndDrop(column(NILS), { position: { x: 40, y: 300 }, relative: true });
    await animationFrame();
    expect.verifyErrors([/It has begun/]);
    expect.verifySteps(["load 2026-10-15"]);
    expect(".o_dialog .modal-body").toHaveText("It has begun.");
    expect(`${column(NORA)} ${card(1)}`).toHaveCount(1);
    expect(card(1)).not.toHaveClass("o_crm_movable");
});

test.tags("mobile");
test("a phone shows one rep at a time", async () => {
    await openBoard({ actions: [makeAction({ id: 2, stop_minute: 605 }), makeAction({ user_id: NILS })] });
    expect(".o_crm_column").toHaveCount(1);
    expect(card(2)).toHaveCount(1, { message: "the user sees himself first" });
    expect(".o_crm_rep_select option").toHaveCount(2);
    await contains(".o_crm_rep_select").select(NILS);
    expect(card(1)).toHaveCount(1);
    expect(card(2)).toHaveCount(0);
    await contains(".o_crm_rep_select").select(NORA);
    expect(queryRect(card(2)).height).toBe(44, { message: "as high as a finger" });
    expect(queryRect(`${card(2)} .o_crm_card_move`).height).toBeGreaterThan(43);
    expect(".o_crm_rep_counts").toHaveText(/1 done/);
});

test.tags("mobile");
test("a rep who is alone on the board has nothing to choose", async () => {
    await openBoard({ reps: [{ id: NORA, name: "Nora", counts: { planned: 1, done: 0, overdue: 0 } }] });
    expect(".o_crm_rep_select").toHaveCount(0);
    expect(card(1)).toHaveCount(1);
});
