import { defineMailModels } from "@mail/../tests/mail_test_helpers";
import {
    advanceTime,
    animationFrame,
    expect,
    mockDate,
    mockPermission,
    queryAllTexts,
    test,
} from "@odoo/hoot";
import { browser } from "@web/core/browser/browser";
import {
    contains,
    defineModels,
    fields,
    makeServerError,
    mockService,
    MockServer,
    models,
    mountView,
    onRpc,
    patchWithCleanup,
    serverState,
} from "@web/../tests/web_test_helpers";

const VISIT = {
    id: 1,
    state: "planned",
    geo_policy: "expect",
    partner_phone: "+34 985 86 01 23",
    partner_address: "C/ Muelle 8, Llanes",
};

class CrmAction extends models.Model {
    _name = "crm.action";

    summary = fields.Char();
    state = fields.Selection({
        selection: ["planned", "in_progress", "done", "cancelled"].map((state) => [state, state]),
    });
    user_id = fields.Many2one({ relation: "res.users" });
    geo_policy = fields.Selection({ selection: ["none", "ask", "expect"].map((p) => [p, p]) });
    checkin_at = fields.Datetime();
    checkout_at = fields.Datetime();
    checkin_verdict = fields.Selection({
        selection: ["verified", "far", "unknown", "unlocated"].map((v) => [v, v]),
    });
    checkin_distance_m = fields.Float();
    can_set_location = fields.Boolean();
    partner_phone = fields.Char();
    partner_address = fields.Char();
    outcome_id = fields.Many2one({ relation: "crm.action.outcome" });
    off_calendar = fields.Boolean();
}

class CrmActionOutcome extends models.Model {
    _name = "crm.action.outcome";

    name = fields.Char();

    _records = [{ id: 1, name: "Order" }];
}

defineMailModels();
defineModels([CrmAction, CrmActionOutcome]);

/** The form with the bar; what is not in its view the bar asks for itself. */
async function mountBar(values = {}) {
    CrmAction._records = [{ ...VISIT, ...values }];
    await mountView({
        type: "form",
        resModel: "crm.action",
        resId: 1,
        arch: `<form><widget name="crm_action_bar"/><field name="summary"/></form>`,
    });
}

/** What the server has changed by the time of the next reading. */
function setVisit(values) {
    MockServer.env["crm.action"].write([1], values);
}

function mockPosition(getCurrentPosition) {
    mockPermission("geolocation", "granted");
    patchWithCleanup(browser.navigator, { geolocation: { getCurrentPosition } });
}

/** The server of a rep who knows the notice, and a step for what the bar tells it. */
function mockServer() {
    onRpc("res.users", "crm_get_geo_notice", () => ({ accepted: true, retention_days: 90 }));
    onRpc("crm.action", "get_open_visit", () => false);
    for (const method of ["check_in", "check_out"]) {
        onRpc("crm.action", method, ({ args: [ids, place] }) => {
            expect.step(`${method} ${ids} ${JSON.stringify(place)}`);
            setVisit({ state: "in_progress" });
            return {};
        });
    }
}

const giveFix = (success) => success({ coords: { latitude: 0, longitude: 2.17, accuracy: 25 } });
const AT = '"device_at":"2026-10-15 09:00:05"';
const FIX = `{"latitude":0,"longitude":2.17,"accuracy_m":25,${AT}}`;
const buttons = () => queryAllTexts(".o_crm_bar_buttons > *");

test("a planned visit offers the check-in first", async () => {
    await mountBar();
    expect(buttons()).toEqual(["Check in", "Close", "Navigate", "Make a call", "Cancel"]);
    expect(".o_crm_bar_buttons .btn-primary").toHaveText("Check in");
    expect(".o_crm_navigate").toHaveAttribute(
        "href",
        "https://www.google.com/maps/dir/?api=1&destination=C%2F%20Muelle%208%2C%20Llanes"
    );
    expect(".o_crm_call").toHaveAttribute("href", "tel:+34985860123");
    expect(".o_crm_bar_facts").toHaveCount(0);
});

test("a planned call has no check-in, and closing it comes first", async () => {
    await mountBar({ geo_policy: "none", partner_phone: false });
    expect(buttons()).toEqual(["Close", "Begin", "Cancel"]);
    expect(".btn-primary").toHaveText("Close");
    onRpc("crm.action", "action_start", ({ args }) => {
        expect.step(`start ${args[0]}`);
        setVisit({ state: "in_progress" });
        return false;
    });
    await contains(".o_crm_start").click();
    expect.verifySteps(["start 1"]);
    expect(buttons()).toEqual(["Close", "Cancel"]);
});

test("nobody checks in for another, but may close the visit", async () => {
    await mountBar({ user_id: serverState.publicUserId });
    expect(buttons()).toEqual(["Close", "Navigate", "Make a call", "Cancel"]);
});

test("a running visit says where it began and offers what is left", async () => {
    await mountBar({
        state: "in_progress",
        checkin_at: "2026-10-15 09:00:00",
        checkin_verdict: "far",
        checkin_distance_m: 1882.3,
        can_set_location: true,
    });
    expect(".o_crm_verdict").toHaveText("At 1,882 m · far away");
    expect(".o_crm_verdict i").toHaveClass("fa-exclamation-triangle");
    expect(buttons()).toEqual(["Close", "Check out", "Set location here", "Cancel"]);
});

test("after the check-out there is nothing to check out of", async () => {
    await mountBar({
        state: "in_progress",
        checkin_at: "2026-10-15 09:00:00",
        checkout_at: "2026-10-15 09:45:00",
        checkin_verdict: "unknown",
    });
    expect(".o_crm_verdict").toHaveText("Without position");
    expect(buttons()).toEqual(["Close", "Cancel"]);
});

test("a done visit shows outcome and verdict, and at the door is 0 m", async () => {
    await mountBar({
        state: "done",
        outcome_id: 1,
        checkin_verdict: "verified",
        checkin_distance_m: 0,
        off_calendar: true,
    });
    expect(queryAllTexts(".o_crm_pill")).toEqual(["Order", "At 0 m · verified"]);
    expect(buttons()).toEqual([]);
    expect(".o_crm_off_calendar").toHaveCount(0);
});

test("a cancelled action can be planned again", async () => {
    onRpc("crm.action", "action_replan", ({ args }) => {
        expect.step(`action_replan ${args[0]}`);
        setVisit({ state: "planned" });
        return false;
    });
    await mountBar({ state: "cancelled", checkin_verdict: "far" });
    expect(buttons()).toEqual(["Plan again"]);
    expect(".o_crm_verdict").toHaveCount(0);
    await contains(".o_crm_replan").click();
    expect.verifySteps(["action_replan 1"]);
    expect(".o_crm_check_in").toHaveCount(1);
});

test("an action without its event can be put back in the calendar", async () => {
    onRpc("crm.action", "action_put_in_calendar", () => {
        setVisit({ off_calendar: false });
        return false;
    });
    await mountBar({ off_calendar: true });
    expect(".o_crm_off_calendar").toHaveText(/deleted in the calendar/);
    await contains(".o_crm_put_in_calendar").click();
    expect(".o_crm_off_calendar").toHaveCount(0);
});

test("closing opens its sheet, and the form is fresh once that is closed", async () => {
    mockService("action", {
        doAction(action, { onClose }) {
            expect.step(action.res_model);
            setVisit({ state: "done" });
            onClose();
        },
    });
    onRpc("crm.action", "action_open_close", ({ args }) => {
        expect(args).toEqual([[1]]);
        return { type: "ir.actions.act_window", res_model: "crm.action.close.wizard" };
    });
    await mountBar();
    await contains(".o_crm_close").click();
    await animationFrame();
    expect.verifySteps(["crm.action.close.wizard"]);
    expect(".o_crm_close").toHaveCount(0);
});

test("checking in saves first, then sends position and hour of the press", async () => {
    mockDate("2026-10-15 09:00:05", "Europe/Madrid");
    mockServer();
    mockPosition(giveFix);
    onRpc("crm.action", "web_save", ({ args }) => expect.step(`save ${args[1].summary}`));
    await mountBar();
    await contains(".o_field_widget[name=summary] input").edit("Winter breakfasts");
    await contains(".o_crm_check_in").click();
    await animationFrame();
    expect.verifySteps(["save Winter breakfasts", `check_in 1 ${FIX}`]);
    expect(".o_dialog").toHaveCount(0);
    expect(".o_crm_check_in").toHaveCount(0);
    expect(".o_crm_close").toHaveClass("btn-primary");
});

test("while the position is looked for the bar says so and takes no other press", async () => {
    mockDate("2026-10-15 09:00:05", "Europe/Madrid");
    mockServer();
    mockPosition(() => {});
    await mountBar();
    await contains(".o_crm_check_in").click();
    await animationFrame();
    expect(".o_crm_check_in").toHaveText("Locating…");
    expect(".o_crm_check_in .fa-spin").toHaveCount(1);
    expect(".o_crm_action_bar button:enabled").toHaveCount(0);
    await advanceTime(11000);
    await advanceTime(6000);
    await animationFrame();
    expect.verifySteps([`check_in 1 {${AT}}`]);
});

test("checking out sends the position too", async () => {
    mockDate("2026-10-15 09:00:05", "Europe/Madrid");
    mockServer();
    mockPosition(giveFix);
    await mountBar({ state: "in_progress", checkin_at: "2026-10-15 08:05:00" });
    await contains(".o_crm_check_out").click();
    await animationFrame();
    expect.verifySteps([`check_out 1 ${FIX}`]);
});

test("what the server refuses is said, and the form shows how things are", async () => {
    expect.errors(1);
    mockServer();
    mockPosition(giveFix);
    onRpc("crm.action", "check_in", () => {
        setVisit({ state: "done" });
        throw makeServerError({ message: "It is already done." });
    });
    await mountBar();
    await contains(".o_crm_check_in").click();
    await animationFrame();
    expect.verifyErrors([/It is already done/]);
    expect(".o_dialog .modal-body").toHaveText("It is already done.");
    expect(".o_crm_check_in").toHaveCount(0);
});
