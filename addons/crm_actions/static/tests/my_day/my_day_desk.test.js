import { defineMailModels } from "@mail/../tests/mail_test_helpers";
import { animationFrame, describe, expect, press, queryRect, test } from "@odoo/hoot";
import { contains } from "@web/../tests/web_test_helpers";
import { makeAction, makeCall, makeDay, openMyDay } from "./my_day_helpers";

defineMailModels();
describe.current.tags("desktop");

test("on a desk the rest of the day stands beside it, and nothing is folded", async () => {
    const actions = [...Array(9).keys()].map((index) =>
        makeAction({
            id: index + 1,
            start: `2026-10-15 ${String(6 + index).padStart(2, "0")}:00:00`,
            stop: `2026-10-15 ${String(6 + index).padStart(2, "0")}:30:00`,
        })
    );
    await openMyDay(makeDay({ actions }));
    expect(".o_crm_timeline > li").toHaveCount(9);
});

test("a button and the keyboard postpone too", async () => {
    await openMyDay(makeDay({ actions: [makeAction(), makeCall()] }));
    expect(queryRect(".o_crm_row_postpone:first").height).toBe(44);
    await contains(".o_crm_row_postpone:last").focus();
    await press("Enter");
    await animationFrame();
    expect.verifySteps(["postpone 2"]);
    await contains(".o_crm_timeline_row").click();
    await contains(".o_crm_action_sheet .o_crm_move").click();
    await contains(".o_crm_move_sheet .o_crm_slot:eq(1)").click();
    await animationFrame();
    expect.verifySteps(["postpone 1"]);
});
