import { defineMailModels } from "@mail/../tests/mail_test_helpers";
import { animationFrame, describe, expect, queryAllTexts, queryRect, test } from "@odoo/hoot";
import { contains, mountWithCleanup } from "@web/../tests/web_test_helpers";
import { BoardGrid } from "@crm_actions/day_board/board_grid";

describe.current.tags("desktop");

const NORA = 7;
const NILS = 8;
const HOUR = 96;
const WHOLE_DAY = { allday: true, start_minute: 0, stop_minute: 1440 };
const DONE = { state: "done", state_label: "Done", can_move: false };
const RUNNING = { state: "in_progress", state_label: "In progress", can_move: false };

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

async function mountGrid(...actions) {
    await mountWithCleanup(BoardGrid, {
        props: {
            hours: [8, 20],
            reps: [
                { id: NILS, name: "Nils", counts: { planned: 0, done: 0, overdue: 0 } },
                { id: NORA, name: "Nora", counts: { planned: 2, done: 1, overdue: 1 } },
            ],
            actions: actions.map(makeAction),
            now: null,
            onOpen: ({ id }) => expect.step(`open ${id}`),
            onMove: ({ id }) => expect.step(`choose ${id}`),
            move: ({ id }, { userId, startMinute }) =>
                expect.step(`move ${id} to ${userId} at ${startMinute}`),
        },
    });
}

const column = (rep) => `.o_crm_column[data-user-id="${rep}"]`;
const card = (id) => `.o_crm_card[data-id="${id}"]`;
const label = (id) => `${card(id)} .o_crm_card_open`;
const topIn = (selector) => queryRect(selector).top - queryRect(".o_crm_board_body").top;
/** A place in a column, from its top left corner. */
const at = (x, y) => ({ position: { x, y }, relative: true });

test("reps are columns with their counts, cards lie at their hours", async () => {
    await mountGrid({}, { id: 2, user_id: NILS, start_minute: 495, stop_minute: 525 });
    expect(queryAllTexts(".o_crm_rep_name")).toEqual(["Nils", "Nora"]);
    const counts = ["0 planned", "0 done", "2 planned", "1 done", "1 overdue"];
    expect(queryAllTexts(".o_crm_rep_counts span")).toEqual(counts);
    expect(`${column(NORA)} ${card(1)}`).toHaveCount(1);
    expect(`${column(NILS)} ${card(2)}`).toHaveCount(1);
    expect(topIn(card(1))).toBe(2 * HOUR);
    expect(topIn(card(2))).toBe(HOUR / 4);
    expect(queryRect(card(1)).height).toBe(HOUR);
    expect(".o_crm_hour").toHaveCount(12);
});

test("a card says type, customer and how it stands, in words and icons", async () => {
    await mountGrid(
        { overdue: true, start_minute: 480, stop_minute: 510 },
        { id: 2, ...DONE, outcome: "Order", contacted: true },
        { id: 3, ...DONE, outcome: "Not there", user_id: NILS },
        { id: 4, ...RUNNING, start_minute: 720, stop_minute: 780 }
    );
    expect(`${card(1)} .fa-map-marker`).toHaveCount(1);
    expect(`${card(1)} .fa-exclamation-triangle`).toHaveCount(1);
    expect(`${card(2)} .fa-check-circle`).toHaveCount(1);
    expect(`${card(3)} .fa-times-circle-o`).toHaveCount(1);
    const states = ["Not there", "Overdue", "Order", "In progress"];
    expect(queryAllTexts(".o_crm_card_state")).toEqual(states);
    expect(label(4)).toHaveAttribute(
        "aria-label",
        "12:00–13:00, Visit, Hotel Ría Mansa, In progress"
    );
    expect(".o_crm_card_move").toHaveCount(1, { message: "only what is planned can be moved" });
});

test("overlapping cards lie side by side", async () => {
    await mountGrid({}, { id: 2, start_minute: 630, stop_minute: 690 });
    const [left, right] = [queryRect(card(1)), queryRect(card(2))];
    expect(left.right).toBeCloseTo(right.left, { margin: 1 });
    expect(left.width).toBeCloseTo(queryRect(column(NORA)).width / 2, { margin: 1 });
});

test("actions without an hour have a strip of their own", async () => {
    await mountGrid(WHOLE_DAY);
    expect(`.o_crm_whole_day ${card(1)}`).toHaveCount(1);
    expect(`.o_crm_column ${card(1)}`).toHaveCount(0);
    expect(label(1)).toHaveAttribute("aria-label", "All day, Visit, Hotel Ría Mansa, Planned");
});

test("dragging a card moves it by quarters of an hour, and to another rep", async () => {
    await mountGrid({});
    const { drop, moveTo } = await contains(card(1)).drag(at(20, 10));
    await moveTo(column(NILS), at(40, 3 * HOUR + 20));
    await animationFrame();
    expect(`${column(NILS)} .o_crm_ghost`).toHaveText("11:00");
    await moveTo(column(NILS), at(40, 3 * HOUR + 30));
    await animationFrame();
    expect(".o_crm_ghost").toHaveText("11:15");
    await drop();
    expect.verifySteps([`move 1 to ${NILS} at 675`]);
    await animationFrame();
    expect(".o_crm_ghost").toHaveCount(0);
});

test("dropped on the head of a column a card keeps its hour", async () => {
    await mountGrid({});
    await contains(card(1)).dragAndDrop(".o_crm_rep_name:contains(Nils)");
    expect.verifySteps([`move 1 to ${NILS} at null`]);
});

test("an action of the whole day gets an hour by dragging it to one", async () => {
    await mountGrid(WHOLE_DAY);
    const { drop, moveTo } = await contains(card(1)).drag(at(20, 10));
    await moveTo(column(NORA), at(40, HOUR + 10));
    await drop();
    expect.verifySteps([`move 1 to ${NORA} at 540`]);
});

test("what has begun is not moved", async () => {
    await mountGrid(RUNNING);
    await contains(card(1)).dragAndDrop(column(NILS), at(40, 400));
    expect.verifySteps([]);
});

test("dragging does not open the card, clicking does", async () => {
    await mountGrid({});
    const { drop, moveTo } = await contains(label(1)).drag();
    await moveTo(column(NORA), at(100, 6 * HOUR));
    await drop();
    expect.verifySteps([`move 1 to ${NORA} at 810`]);
    await contains(label(1)).click();
    expect.verifySteps(["open 1"]);
});
