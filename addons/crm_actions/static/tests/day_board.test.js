import { defineMailModels } from "@mail/../tests/mail_test_helpers";
import {
    advanceTime,
    animationFrame,
    expect,
    mockDate,
    press,
    queryOne,
    queryRect,
    test,
} from "@odoo/hoot";
import { Component, xml } from "@odoo/owl";
import { registry } from "@web/core/registry";
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

test("the line of the present moves on, and only today has one", async () => {
    const answer = await openBoard();
    expect(queryRect(".o_crm_now").top - queryRect(".o_crm_board_body").top).toBe(1.5 * HOUR);
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

test("a card opens its action by click and by key", async () => {
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

test("the board comes back on the day that was left", async () => {
    class Elsewhere extends Component {
        static template = xml`<div/>`;
        static props = ["*"];
    }
    registry.category("actions").add("elsewhere", Elsewhere);
    const answer = await openBoard();
    Object.assign(answer, { date: "2026-10-16", is_today: false });
    await contains(".o_crm_next").click();
    await getService("action").doAction("elsewhere");
    await getService("action").restore();
    expect.verifySteps(["load 2026-10-16", "load 2026-10-16"]);
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

test.tags("desktop");
test("only what changes is sent, and nothing if nothing changes", async () => {
    await openBoard();
    await openMove(1);
    await contains(".o_crm_move_confirm").click();
    expect.verifySteps([]);
    await contains(card(1)).dragAndDrop(".o_crm_rep_name:contains(Nils)");
    expect.verifySteps([`move 1 {"user_id":${NILS}}`, "load 2026-10-15"]);
    expect(".o_notification").toHaveText("Hotel Ría Mansa · Visit was moved.");
});

test.tags("desktop");
test("a move that the server refuses is undone and explained", async () => {
    expect.errors(1);
    const answer = await openBoard();
    onRpc("crm.action", "move_on_board", () => {
        answer.actions = [makeAction({ state: "in_progress", can_move: false })];
        throw makeServerError({ message: "It has begun." });
    });
    await contains(card(1)).dragAndDrop(column(NILS));
    await animationFrame();
    expect.verifyErrors([/It has begun/]);
    expect.verifySteps(["load 2026-10-15"]);
    expect(".o_dialog .modal-body").toHaveText("It has begun.");
    expect(`${column(NORA)} ${card(1)}`).toHaveCount(1);
    expect(card(1)).not.toHaveClass("o_crm_movable");
});

test.tags("mobile");
test("a phone shows one rep at a time", async () => {
    await openBoard({
        actions: [makeAction({ id: 2, stop_minute: 605 }), makeAction({ user_id: NILS })],
    });
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
    const counts = { planned: 1, done: 0, overdue: 0 };
    await openBoard({ reps: [{ id: NORA, name: "Nora", counts }] });
    expect(".o_crm_rep_select").toHaveCount(0);
    expect(card(1)).toHaveCount(1);
});
