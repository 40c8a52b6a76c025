import { defineMailModels } from "@mail/../tests/mail_test_helpers";
import { expect, manuallyDispatchProgrammaticEvent, queryOne, test } from "@odoo/hoot";
import { contains, getService, mountWithCleanup } from "@web/../tests/web_test_helpers";
import { MainComponentsContainer } from "@web/core/main_components_container";
import { MoveDialog } from "@crm_actions/day_board/move_dialog";

const TIMED = {
    id: 1,
    name: "Hotel Ría Mansa · Visit",
    user_id: 7,
    allday: false,
    start_minute: 9 * 60 + 5,
};
const WHOLE_DAY = { ...TIMED, allday: true, start_minute: 0 };

defineMailModels();

/** What is chosen becomes a step. */
async function openDialog(action) {
    await mountWithCleanup(MainComponentsContainer);
    getService("dialog").add(MoveDialog, {
        action,
        reps: [
            { id: 7, name: "Nora" },
            { id: 8, name: "Nils" },
        ],
        move: (moved, target) => expect.step(`${moved.id} ${JSON.stringify(target)}`),
    });
}

test("rep and time begin as they are and can be changed", async () => {
    await openDialog(TIMED);
    await contains(".o_crm_move_dialog #o_crm_move_rep").select(8);
    expect(queryOne("#o_crm_move_time").value).toBe("09:05");
    expect(".modal-title").toHaveText("Move Hotel Ría Mansa · Visit");
    await contains("#o_crm_move_time").edit("16:15");
    await contains(".o_crm_move_confirm").click();
    expect.verifySteps(['1 {"userId":8,"startMinute":975}']);
    expect(".o_dialog").toHaveCount(0);
});

test("what has an hour needs one", async () => {
    await openDialog(TIMED);
    await contains("#o_crm_move_time").clear();
    expect(".o_crm_move_confirm").not.toBeEnabled();
    expect(".o_crm_move_dialog .text-danger").toHaveText("Choose a time.");
});

test("an action of the whole day goes to another rep without getting an hour", async () => {
    await openDialog(WHOLE_DAY);
    await contains("#o_crm_move_rep").select(8);
    await contains(".o_crm_move_confirm").click();
    expect.verifySteps(['1 {"userId":8,"startMinute":null}']);
});

test("or it gets one, midnight too", async () => {
    await openDialog(WHOLE_DAY);
    await contains("#o_crm_move_rep").select(7);
    // Hoot's own edit() cannot fill a time input that is empty
    const input = queryOne("#o_crm_move_time");
    input.value = "00:00";
    await manuallyDispatchProgrammaticEvent(input, "input");
    await contains(".o_crm_move_confirm").click();
    expect.verifySteps(['1 {"userId":7,"startMinute":0}']);
});

test("discarding moves nothing", async () => {
    await openDialog(TIMED);
    await contains(".o_crm_move_dialog .modal-footer .btn-secondary").click();
    expect(".o_dialog").toHaveCount(0);
    expect.verifySteps([]);
});
