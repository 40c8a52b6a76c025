import { defineMailModels } from "@mail/../tests/mail_test_helpers";
import {
    advanceTime,
    animationFrame,
    expect,
    mockDate,
    press,
    queryAllTexts,
    test,
} from "@odoo/hoot";
import {
    contains,
    mockService,
    mountWithCleanup,
    onRpc,
} from "@web/../tests/web_test_helpers";
import { MainComponentsContainer } from "@web/core/main_components_container";

defineMailModels();

const OPEN_360 = { key: "open_360", label: "Open 360", icon: "fa-address-card-o" };
const LOG_CALL = { key: "log_call", label: "Log a call", icon: "fa-pencil" };
const HOTEL = {
    id: 30,
    name: "Hotel Ría Mansa",
    company: "",
    city: "Ribadesella",
    segment: "Gold",
};

function makeCall(values) {
    return {
        id: 7,
        uuid: "a-1",
        state: "ringing",
        direction: "in",
        number: "+34 985 11 22 33",
        name: "",
        partner: HOTEL,
        candidates: [],
        started_at: "2026-10-15 09:00:00",
        talk_s: 0,
        actions: [OPEN_360],
        ...values,
    };
}

/** The web client at five seconds past nine; the function returned is what the server tells. */
async function mountCalls() {
    mockDate("2026-10-15 09:00:05");
    let tell;
    mockService("bus_service", {
        addChannel() {},
        deleteChannel() {},
        subscribe(type, callback) {
            if (type === "crm_call") {
                tell = callback;
            }
        },
        unsubscribe() {},
        addEventListener() {},
        removeEventListener() {},
    });
    mockService("action", {
        doAction: (action) => expect.step(`open ${action.tag || action.res_model}`),
    });
    await mountWithCleanup(MainComponentsContainer);
    return async (call) => {
        tell(call);
        await animationFrame();
    };
}

test("who calls, from where, and what to do", async () => {
    const tell = await mountCalls();
    expect(".o_crm_call").toHaveCount(0);
    await tell(makeCall());
    expect(".o_crm_call_status").toHaveText("Incoming call");
    expect(".o_crm_call_title").toHaveText("Hotel Ría Mansa");
    expect(".o_crm_call_segment").toHaveText("Gold");
    expect(".o_crm_call_details").toHaveText("Ribadesella · +34 985 11 22 33");
    expect(queryAllTexts(".o_crm_call_actions button")).toEqual(["Open 360"]);
    expect(".o_crm_call").toHaveAttribute("aria-label", "Incoming call: Hotel Ría Mansa");
    expect(".o_crm_calls").toHaveAttribute("aria-live", "assertive");
});

test("one card follows the call to its end, and goes a minute later", async () => {
    const tell = await mountCalls();
    await tell(makeCall());
    await tell(makeCall({ state: "answered", actions: [OPEN_360, LOG_CALL] }));
    expect(".o_crm_call").toHaveCount(1);
    expect(".o_crm_call_status").toHaveText("Talking");
    await tell(makeCall({ state: "ended", talk_s: 185, actions: [OPEN_360, LOG_CALL] }));
    expect(".o_crm_call_status").toHaveText("Ended after 3:05");
    await advanceTime(59_000);
    expect(".o_crm_call").toHaveCount(1);
    await advanceTime(2_000);
    await animationFrame();
    expect(".o_crm_call").toHaveCount(0);
});

test("a button does what the server says, once", async () => {
    onRpc("crm.call", "action_run_popup", ({ args }) => {
        expect.step(`run ${args[1]} of ${args[0][0]}`);
        return { type: "ir.actions.act_window", res_model: "crm.action" };
    });
    const tell = await mountCalls();
    await tell(makeCall({ state: "answered", actions: [OPEN_360, LOG_CALL] }));
    await contains("[data-key=log_call]").click();
    await animationFrame();
    expect.verifySteps(["run log_call of 7", "open crm.action"]);
    expect(".o_crm_call").toHaveCount(0);
});

test.tags("desktop");
test("at a desk the card stays beside the page of the customer", async () => {
    onRpc("crm.call", "action_run_popup", () => ({ tag: "crm_actions.customer_360" }));
    const tell = await mountCalls();
    await tell(makeCall());
    await contains("[data-key=open_360]").click();
    await animationFrame();
    expect.verifySteps(["open crm_actions.customer_360"]);
    expect(".o_crm_call").toHaveCount(1);
});

test.tags("mobile");
test("on a phone it is as wide as the screen and makes room for what it opens", async () => {
    onRpc("crm.call", "action_run_popup", () => false);
    const tell = await mountCalls();
    await tell(makeCall());
    const { width, bottom } = document.querySelector(".o_crm_calls").getBoundingClientRect();
    expect(width).toBe(window.innerWidth);
    expect(Math.round(bottom)).toBe(window.innerHeight);
    // of two there is room for the newer one
    await tell(makeCall({ uuid: "a-2", partner: false }));
    expect(".o_crm_call:visible").toHaveCount(1);
    await tell({ uuid: "a-2", gone: true });
    await contains("[data-key=open_360]").click();
    await animationFrame();
    expect(".o_crm_call").toHaveCount(0);
});

test("of several contacts with the number one is chosen", async () => {
    const ana = { id: 31, name: "Ana", company: "Hotel Ría Mansa", city: "", segment: "" };
    onRpc("crm.call", "action_set_partner", ({ args }) => {
        expect.step(`it is ${args[1]}`);
        return true;
    });
    onRpc("crm.call", "get_popup", () => makeCall({ partner: ana }));
    const tell = await mountCalls();
    await tell(makeCall({ partner: false, candidates: [ana, HOTEL], actions: [] }));
    expect(".o_crm_call_title").toHaveText("Who is it?");
    expect(queryAllTexts(".o_crm_call_candidates button")).toEqual([
        "Ana\nHotel Ría Mansa",
        "Hotel Ría Mansa\nRibadesella",
    ]);
    await contains(".o_crm_call_candidates button:first").click();
    await animationFrame();
    expect.verifySteps(["it is 31"]);
    expect(".o_crm_call_title").toHaveText("Ana");
    expect(".o_crm_call_candidates").toHaveCount(0);
});

test("without a contact the number, the name on the telephone, and a way to make one", async () => {
    const tell = await mountCalls();
    const action = { key: "new_contact", label: "New contact", icon: "fa-user-plus" };
    await tell(makeCall({ partner: false, name: "Xandru", actions: [action] }));
    expect(".o_crm_call_title").toHaveText("Xandru");
    expect(".o_crm_call_details").toHaveText("+34 985 11 22 33");
    await tell(makeCall({ uuid: "a-2", partner: false, number: "", actions: [action] }));
    expect(queryAllTexts(".o_crm_call_title")).toEqual(["Xandru", "Number withheld"]);
});

test("taken by a colleague it goes, and what is hours old does not ring", async () => {
    const tell = await mountCalls();
    await tell(makeCall());
    await tell({ uuid: "a-1", gone: true });
    expect(".o_crm_call").toHaveCount(0);
    await tell(makeCall({ started_at: "2026-10-15 05:00:00" }));
    expect(".o_crm_call").toHaveCount(0);
});

test("never more than three", async () => {
    const tell = await mountCalls();
    for (const number of ["1", "2", "3", "4"]) {
        await tell(makeCall({ uuid: number, partner: false, number }));
    }
    expect(queryAllTexts(".o_crm_call_title")).toEqual(["2", "3", "4"]);
});

test.tags("desktop");
test("by keyboard: one key leads to the card, another closes it", async () => {
    const tell = await mountCalls();
    await tell(makeCall());
    expect(".o_crm_call").not.toBeFocused();
    await press(["alt", "shift", "l"]);
    await animationFrame();
    expect(".o_crm_call").toBeFocused();
    await press("Escape");
    await animationFrame();
    expect(".o_crm_call").toHaveCount(0);
});
