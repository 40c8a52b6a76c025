import { defineMailModels } from "@mail/../tests/mail_test_helpers";
import { advanceTime, animationFrame, describe, expect, queryAllTexts, queryFirst, queryRect, test } from "@odoo/hoot";
import { Deferred } from "@odoo/hoot-mock";
import { Component, xml } from "@odoo/owl";
import { registry } from "@web/core/registry";
import { contains, getService, onRpc, patchWithCleanup } from "@web/../tests/web_test_helpers";
import { secureContext } from "@crm_actions/my_day/secure_context";
import { makeAction, makeCall, makeDay, openMyDay } from "./my_day_helpers";

defineMailModels();
describe.current.tags("mobile");

const at = (hour) => ({
    start: `2026-10-15 ${hour}:00`,
    stop: `2026-10-15 ${hour.slice(0, 3)}55:00`,
});
const row = (id) => `.o_crm_timeline li[data-id='${id}']`;

test("the next card says where, when, what for, and what is open", async () => {
    await openMyDay();
    expect(".o_crm_next_card .o_crm_card_name").toHaveText("Hotel Ría Mansa");
    expect(".o_crm_next_time").toHaveText("11:15");
    expect(".o_crm_next_card").toHaveText(/C\/ del Muelle 8, Ribadesella/);
    expect(".o_crm_next_card").toHaveText(/Objective: Close the winter breakfasts/);
    expect(".o_crm_next_card").toHaveText(/Thu Oct 1: «Before nine»/);
    expect(".o_crm_summary_part[data-key=quotes]").toHaveText("Open quotations\n1 · 842.60");
    expect(".o_crm_overdue_debt .fa-exclamation-triangle").toHaveCount(1);
    expect(".o_crm_overdue_debt").toHaveText("310.00 overdue");
    expect(".o_crm_card_buttons .btn-primary").toHaveText("Check in");
    expect(".o_crm_card_buttons .o_crm_call").toHaveAttribute("href", "tel:+34985860123");
    expect(".o_crm_drive").toHaveCount(0, { message: "the phone is not asked for that" });
    expect.verifySteps([]);
});

test("what nobody can show of a customer is left out", async () => {
    await openMyDay();
    expect(".o_crm_summary_part").toHaveCount(2);
    expect(".o_crm_summary_part[data-key=weather]").toHaveCount(0);
});

test("another addon shows its own part of a customer", async () => {
    class Weather extends Component {
        static template = xml`<span>Rain: <t t-out="props.value.rain"/></span>`;
        static props = ["*"];
    }
    registry.category("crm_my_day_widgets").add("weather", Weather);
    try {
        await openMyDay();
        expect(".o_crm_summary_part[data-key=weather]").toHaveText("Rain: true");
    } finally {
        registry.category("crm_my_day_widgets").remove("weather");
    }
});

test("each row says its state by colour, icon and word", async () => {
    await openMyDay(
        makeDay({
            actions: [
                makeAction({ id: 3, ...at("06:00"), state: "done", outcome: "Order taken", result: "positive" }),
                makeAction({ id: 4, ...at("06:30"), state: "done", outcome: "Not there", result: "no_contact" }),
                makeAction({ id: 5, ...at("07:00") }),
                makeAction(),
                makeCall(),
                makeCall({ id: 6, ...at("14:00"), state: "cancelled" }),
            ],
            done: 2,
        })
    );
    expect(queryAllTexts(".o_crm_state")).toEqual([
        "Order taken",
        "Not there",
        "Late",
        "Next one",
        "Planned",
        "Cancelled",
    ]);
    expect(`${row(3)} .o_crm_dot_ok .fa-check`).toHaveCount(1);
    expect(`${row(4)} .o_crm_dot_warn .fa-times`).toHaveCount(1);
    expect(`${row(1)} .o_crm_timeline_row`).toHaveAttribute("aria-current", "step");
    expect(".o_crm_day_title").toHaveText("Thu Oct 15\n2 of 5 done");
});

test("a long day folds its afternoon, and one tap unfolds it", async () => {
    const hours = ["06", "07", "08", "09", "10", "11", "13", "14", "15"];
    const actions = hours.map((hour, index) =>
        makeAction({
            id: index + 1,
            code: index === 8 ? "call" : "visit",
            start: `2026-10-15 ${hour}:00:00`,
            stop: `2026-10-15 ${hour}:30:00`,
        })
    );
    await openMyDay(makeDay({ actions }));
    expect(".o_crm_timeline > li").toHaveCount(7);
    expect(".o_crm_fold_after").toHaveText("Afternoon\n2 visits and 1 call\n15:00–17:30");
    await contains(".o_crm_fold_after").click();
    expect(".o_crm_timeline > li").toHaveCount(9);
});

test("sections are folded, say how many there are, and open", async () => {
    const overdue = [makeCall({ id: 8, start: "2026-10-13 08:00:00", stop: "2026-10-13 08:15:00" })];
    await openMyDay(
        makeDay({
            overdue,
            overdue_count: 1,
            without_next: [
                { lead_id: 5, name: "Winter breakfasts", partner_id: 11, partner_name: "Hotel", amount: 4800, state: "red", reason: "No next step" },
            ],
            without_next_count: 2,
            nearby: [{ partner_id: 13, name: "La Tina", city: "Unquera", distance_km: 3.2, due_on: "2026-10-12", last_visit_on: false }],
            nearby_count: 4,
        })
    );
    expect(queryAllTexts(".o_crm_fold_head")).toEqual(["Overdue actions (1)", "No next step (2)", "Visits due nearby (4)"]);
    expect(".o_crm_fold_body").toHaveCount(0);
    await contains(".o_crm_fold_head:contains(Overdue)").click();
    expect(`${row(8)} .o_crm_hour`).toHaveText("Tue Oct 13");
    await contains(".o_crm_fold_head:contains(No next step)").click();
    expect(".o_crm_todo_row").toHaveText(/Hotel · 4,800.00 · No next step/);
    await contains(".o_crm_fold_head:contains(nearby)").click();
    expect(".o_crm_todo_row:contains(La Tina)").toHaveText(/Unquera · 3.2 km away · due since Mon Oct 12/);
});

test("a section without anything in it is not there", async () => {
    const nearby = [{ partner_id: 13, name: "La Tina", city: "Unquera", distance_km: 3.2, due_on: false, last_visit_on: false }];
    const { server } = await openMyDay(makeDay({ nearby, nearby_count: 1 }));
    expect(queryAllTexts(".o_crm_fold_head")).toEqual(["Visits due nearby (1)"]);
    server.day = makeDay();
    document.dispatchEvent(new Event("visibilitychange"));
    await animationFrame();
    await animationFrame();
    expect(".o_crm_my_day_side .o_crm_day_card").toHaveCount(0);
});

test("a long address is there to its end", async () => {
    const day = makeDay();
    day.partners[11].address = "Avenida de Castilla 30, bajo, Polígono de Guadamía, 33560 Ribadesella, Asturias, España";
    await openMyDay(day);
    const place = queryFirst(".o_crm_next_card .o_crm_place");
    expect(place).toHaveText(/España$/);
    expect(place.scrollWidth).toBe(place.clientWidth);
    expect(place.clientHeight).toBeGreaterThan(30, { message: "on two lines or more" });
});

test("the day is there from the cache before the server answers, and what changed flashes", async () => {
    const { server } = await openMyDay();
    await getService("action").doAction("elsewhere").catch(() => {});
    const slow = new Deferred();
    onRpc("crm.action", "get_my_day", async ({ args }) => {
        await slow;
        return { ...server.day, date: args[0] };
    });
    server.day = makeDay({ actions: [makeAction({ start: "2026-10-15 10:00:00", stop: "2026-10-15 10:30:00" }), makeCall()] });
    await getService("action").doAction("crm_actions.my_day", { clearBreadcrumbs: true });
    await animationFrame();
    expect(`${row(1)} .o_crm_hour`).toHaveText("11:15");
    slow.resolve();
    await animationFrame();
    await animationFrame();
    expect(`${row(1)} .o_crm_hour`).toHaveText("12:00");
    expect(".o_crm_flash").toHaveCount(1);
    await advanceTime(2000);
    expect(".o_crm_flash").toHaveCount(0);
});

test("without signal the stored day stays, and no toast stays with it", async () => {
    await openMyDay();
    // no JSON: what a browser makes of a proxy without its server
    onRpc("/web/dataset/call_kw/crm.action/get_my_day", () => new window.Response("…"), { pure: true });
    await getService("action").doAction("crm_actions.my_day", { clearBreadcrumbs: true });
    await animationFrame();
    expect(row(1)).toHaveCount(1);
    expect(queryAllTexts(".o_notification")).toEqual([]);
    await contains(".o_crm_next:first").click();
    await animationFrame();
    expect(".o_crm_my_day_empty").toHaveText(/not on the phone yet/);
});

test("other days are one tap away, and so is today", async () => {
    await openMyDay();
    await contains(".o_crm_day_header .o_crm_previous").click();
    await animationFrame();
    expect(".o_crm_day_title").toHaveText(/Wed Oct 14/);
    expect(".o_crm_next_card").toHaveCount(0);
    await contains(".o_crm_today").click();
    await animationFrame();
    expect(".o_crm_day_title").toHaveText(/Thu Oct 15/);
});

test("outside a secure context one sentence says what is missing", async () => {
    await openMyDay();
    expect(".o_crm_insecure").toHaveCount(0);
    patchWithCleanup(secureContext, { isSecure: () => false });
    await getService("action").doAction("crm_actions.my_day", { clearBreadcrumbs: true });
    await animationFrame();
    expect(".o_crm_insecure").toHaveText(/not secure \(https\): your position and working offline/);
    expect(row(1)).toHaveCount(1, { message: "it works all the same" });
});

test("what a finger has to hit is 44 px high", async () => {
    await openMyDay(makeDay({ open_visit: false, overdue: [makeCall({ id: 8 })], overdue_count: 1 }));
    for (const target of [
        ".o_crm_previous",
        ".o_crm_day_title",
        ".o_crm_sync",
        ".o_crm_check_in",
        ".o_crm_timeline_row",
        ".o_crm_fold_head",
        ".o_crm_fab",
    ]) {
        expect(queryRect(`${target}:first`).height).toBeGreaterThan(43.9, { message: target });
    }
});

test("the pages of the day's customers are read ahead, once in half an hour", async () => {
    const actions = [
        makeAction({ id: 1, partner_id: 7 }),
        makeAction({ id: 2, partner_id: 8 }),
        makeAction({ id: 3, partner_id: 7 }),
        makeAction({ id: 4, partner_id: false }),
    ];
    const { server, outbox } = await openMyDay(makeDay({ actions }));
    expect(server.pages).toEqual([], { message: "the day itself comes first" });
    await advanceTime(3000);
    await animationFrame();
    expect(server.pages).toEqual([
        [7, true, null],
        [8, true, null],
    ]);
    // what is sent meanwhile makes the day be read again, not the pages
    outbox.land();
    await animationFrame();
    await advanceTime(3000);
    expect(server.pages).toHaveLength(2);
});
