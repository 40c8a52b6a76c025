import { defineMailModels } from "@mail/../tests/mail_test_helpers";
import { advanceTime, animationFrame, describe, expect, queryAll, queryAllTexts, test } from "@odoo/hoot";
import { contains, onRpc } from "@web/../tests/web_test_helpers";
import { makeAction, makeDay, openMyDay } from "@crm_actions/../tests/my_day/my_day_helpers";
import { makeRoute, makeRouteDay, makeStop } from "./day_helpers";

defineMailModels();
describe.current.tags("mobile");

/** Answer methods of routes; each call is a step with what it was asked. */
function office(answers) {
    for (const [method, answer] of Object.entries(answers)) {
        onRpc("crm.route", method, ({ args }) => {
            expect.step(`${method} ${JSON.stringify(args)}`);
            return typeof answer === "function" ? answer(args) : answer;
        });
    }
}

test("what one can do with the route of today", async () => {
    await openMyDay(makeRouteDay());
    expect(queryAllTexts(".o_crm_route_button")).toEqual([
        "Running late",
        "Insert a visit",
        "Shorter way",
        "Map of the day",
    ]);
    for (const button of queryAll(".o_crm_route_button")) {
        expect(button.getBoundingClientRect().height).toBeGreaterThan(43);
    }
});

test("with one visit left there is no order, and on a day that is over nothing", async () => {
    await openMyDay(makeDay({ actions: [makeAction()] }));
    expect(queryAllTexts(".o_crm_route_button")).toEqual([
        "Running late",
        "Insert a visit",
        "Map of the day",
    ]);
});

test("running late shows the new hours beside the old ones, and writes them", async () => {
    office({ preview_late: makeRoute(), set_late: makeRoute() });
    const { server } = await openMyDay(makeRouteDay());
    await contains(".o_crm_late").click();
    await contains(".o_crm_chip[data-minutes='20']").click();
    await animationFrame();
    expect.verifySteps(['preview_late [7,"2026-10-15",20,null]']);
    expect(queryAllTexts(".o_crm_stop_hours")).toEqual(["11:35\nBefore:\n11:15", "13:00"]);
    expect(".o_crm_fits").toHaveCount(1);
    const { readings } = server;
    await contains(".o_crm_save_late").click();
    await animationFrame();
    expect.verifySteps(['set_late [7,"2026-10-15",20,null,false,"v1"]']);
    expect(".o_dialog").toHaveCount(0);
    expect(server.readings).toBe(readings + 1);
});

test("late from where one is asks the phone once", async () => {
    office({ preview_late: makeRoute() });
    await openMyDay(makeRouteDay());
    await contains(".o_crm_late").click();
    await contains(".o_crm_from_here").click();
    await animationFrame();
    expect.verifySteps([
        "position",
        'preview_late [7,"2026-10-15",0,{"latitude":43.4636,"longitude":-5.0583}]',
    ]);
});

test("where not all fits it is said what to give up, and one tap does it", async () => {
    const broken = makeStop({ id: 3, problem: "broken", warning: "Promised for 13:00", promised: true });
    const offers = [
        {
            id: 1,
            name: "Hotel Ría Mansa",
            begin: "2026-10-15 09:15:00",
            promised: false,
            worth_km: 40,
            helps: true,
            postpone_to: "2026-10-16 08:00:00",
        },
        {
            id: 3,
            name: "Súper El Calero",
            begin: "2026-10-15 11:00:00",
            promised: true,
            worth_km: 80,
            helps: false,
            postpone_to: false,
        },
    ];
    const days = [makeRoute({ stops: [makeStop(), broken], offers }), makeRoute()];
    office({ preview_late: () => days.shift(), postpone_visit: makeRoute() });
    await openMyDay(makeRouteDay());
    await contains(".o_crm_late").click();
    await contains(".o_crm_chip[data-minutes='60']").click();
    await animationFrame();
    expect.verifySteps(['preview_late [7,"2026-10-15",60,null]']);
    // what helps first, the others for whoever asks
    expect(queryAllTexts(".o_crm_offers .o_crm_row_title")).toEqual(["Hotel Ría Mansa"]);
    await contains(".o_crm_more_offers").click();
    expect(queryAllTexts(".o_crm_offers .o_crm_small")).toEqual([
        "11:15 · worth 40 km · helps",
        "13:00 · promised",
    ]);
    expect(queryAllTexts(".o_crm_offers .o_crm_row_title")).toEqual([
        "Hotel Ría Mansa",
        "Súper El Calero",
    ]);
    expect(".o_crm_stop_warning").toHaveText("Promised for 13:00");
    expect(".o_crm_save_late").toHaveText("Take these hours all the same");
    // what has nowhere to go can only be dropped
    expect(".o_crm_postpone_offer").toHaveCount(1);
    await contains(".o_crm_postpone_offer").click();
    await animationFrame();
    expect.verifySteps([
        'postpone_visit [1,"2026-10-16 08:00:00"]',
        'preview_late [7,"2026-10-15",60,null]',
    ]);
    expect(".o_crm_offers").toHaveCount(0);
    expect(".o_crm_save_late").toHaveText("Take these hours");
});

test("without signal there is a sentence, and the day stays", async () => {
    // a network that swallows everything is given up after a while
    office({ preview_late: () => new Promise(() => {}) });
    await openMyDay(makeRouteDay());
    await contains(".o_crm_late").click();
    await contains(".o_crm_chip[data-minutes='20']").click();
    await advanceTime(14900);
    expect(".o_crm_problem").toHaveCount(0);
    await advanceTime(200);
    await animationFrame();
    expect.verifySteps(['preview_late [7,"2026-10-15",20,null]']);
    expect(".o_crm_problem").toHaveText(/No signal/);
    expect(".o_crm_save_late").toHaveCount(0);
});

test("what is still on the phone is sent first", async () => {
    const { outbox } = await openMyDay(makeRouteDay());
    outbox.state.pending = 1;
    await contains(".o_crm_late").click();
    await contains(".o_crm_chip[data-minutes='20']").click();
    await animationFrame();
    expect.verifySteps(["flush"]);
    expect(".o_crm_problem").toHaveText(/still on the phone/);
});

test("one more visit is booked in two taps", async () => {
    const slot = {
        date: "2026-10-16",
        begin: "2026-10-16 08:05:00",
        end: "2026-10-16 08:35:00",
        travel_km: 4.2,
        after: "Shop A",
        before: false,
    };
    office({
        get_slots: { minutes: 30, slots: [slot, { ...slot, begin: "2026-10-15 10:00:00", date: "2026-10-15", travel_km: 0, after: false }] },
        book_slot: { action_id: 9, day: makeRoute() },
    });
    await openMyDay(makeRouteDay());
    await contains(".o_crm_insert").click();
    await contains(".o_crm_customer:first").click();
    await animationFrame();
    expect.verifySteps(["get_slots [7,11]"]);
    expect(queryAllTexts(".o_crm_slot_when")).toEqual(["10:05\nFri Oct 16", "12:00\nToday"]);
    expect(queryAllTexts(".o_crm_slot_offer .o_crm_grow")).toEqual([
        "+4.2 km · after Shop A",
        "on the way · nothing else that day",
    ]);
    await contains(".o_crm_slot_offer:first").click();
    await animationFrame();
    expect.verifySteps(['book_slot [7,11,"2026-10-16 08:05:00",30,true]']);
    expect(".o_dialog").toHaveCount(0);
});

test("where no hour could be looked for, it is tried again with the same customer", async () => {
    let signal = false;
    const slots = { minutes: 30, slots: [] };
    office({ get_slots: () => (signal ? slots : new Promise(() => {})) });
    await openMyDay(makeRouteDay());
    await contains(".o_crm_insert").click();
    await contains(".o_crm_customer:first").click();
    await advanceTime(15100);
    await animationFrame();
    expect(".o_crm_problem").toHaveText(/No signal/);
    signal = true;
    await contains(".o_crm_look_again").click();
    await animationFrame();
    expect.verifySteps(["get_slots [7,11]", "get_slots [7,11]"]);
    expect(".o_crm_look_again").toHaveCount(0);
    expect(".o_crm_slot_sheet").toHaveText(/There is no room/);
});

test("a shorter way says what it saves before it is written", async () => {
    office({
        preview_better_order: makeRoute({ is_possible: true, saved_km: 12.4, saved_minutes: 18 }),
        set_order: makeRoute(),
    });
    await openMyDay(makeRouteDay());
    await contains(".o_crm_shorter").click();
    await animationFrame();
    expect.verifySteps(['preview_better_order [7,"2026-10-15",null,true]']);
    expect(".o_crm_keep_own").toHaveCount(0);
    expect(".o_crm_saved").toHaveText("Saves 12.4 km · 18 min");
    await contains(".o_crm_save_order").click();
    await animationFrame();
    expect.verifySteps(['set_order [7,"2026-10-15",[1,3],false,0,null,"v1",true]']);
});

test("what one has planned oneself keeps its hour until one lets go of it", async () => {
    const stops = [makeStop({ own: true }), makeStop({ id: 3 })];
    const saved = ([, , , keepOwn]) => ({ saved_km: keepOwn ? 0 : 5, saved_minutes: 0 });
    office({
        preview_better_order: (args) => makeRoute({ stops, is_possible: true, ...saved(args) }),
    });
    await openMyDay(makeRouteDay());
    await contains(".o_crm_shorter").click();
    await animationFrame();
    expect(".o_crm_best").toHaveCount(1);
    await contains(".o_crm_keep_own input").click();
    await animationFrame();
    expect(".o_crm_saved").toHaveText("Saves 5.0 km");
    expect.verifySteps([
        'preview_better_order [7,"2026-10-15",null,true]',
        'preview_better_order [7,"2026-10-15",null,false]',
    ]);
});

test("a way that is quicker and no shorter saves minutes alone", async () => {
    office({
        preview_better_order: makeRoute({ is_possible: true, saved_km: -0.4, saved_minutes: 9 }),
    });
    await openMyDay(makeRouteDay());
    await contains(".o_crm_shorter").click();
    await animationFrame();
    expect.verifySteps(['preview_better_order [7,"2026-10-15",null,true]']);
    expect(".o_crm_saved").toHaveText("Saves 9 min");
});

test("where there is none it says so", async () => {
    office({
        preview_better_order: makeRoute({ is_possible: true, saved_km: 0, saved_minutes: 0 }),
    });
    await openMyDay(makeRouteDay());
    await contains(".o_crm_shorter").click();
    await animationFrame();
    expect.verifySteps(['preview_better_order [7,"2026-10-15",null,true]']);
    expect(".o_crm_best").toHaveCount(1);
    expect(".o_crm_save_order").toHaveCount(0);
});

test("a cancelled visit leaves a gap, which one tap closes", async () => {
    office({ preview_gap: { ...makeRoute(), moves: 1 }, close_gap: makeRoute() });
    const { outbox, server } = await openMyDay(makeRouteDay());
    await contains(".o_crm_timeline li[data-id='1'] .o_crm_timeline_row").click();
    await contains(".o_crm_cancel").click();
    await contains(".o_crm_chip:first").click();
    await contains(".o_crm_confirm_cancel").click();
    await animationFrame();
    // unsent, nothing is asked
    expect.verifySteps(["cancel 1"]);
    const [, ...others] = server.day.actions;
    server.day = { ...server.day, actions: [makeAction({ state: "cancelled" }), ...others] };
    outbox.land();
    await animationFrame();
    await animationFrame();
    expect.verifySteps(["preview_gap [1]"]);
    expect(".o_crm_gap").toHaveText(/Hotel Ría Mansa was cancelled: one visit can begin sooner/);
    await contains(".o_crm_close_gap").click();
    await animationFrame();
    expect.verifySteps(['close_gap [1,"v1"]']);
    expect(".o_crm_gap").toHaveCount(0);
});

test("what is dropped because it is late leaves no gap to close", async () => {
    const offer = {
        id: 1,
        name: "Hotel Ría Mansa",
        begin: "2026-10-15 09:15:00",
        promised: false,
        worth_km: 40,
        helps: true,
        postpone_to: false,
    };
    office({ preview_late: makeRoute({ offers: [offer] }), drop_visit: makeRoute() });
    const { server } = await openMyDay(makeRouteDay());
    await contains(".o_crm_late").click();
    await contains(".o_crm_chip[data-minutes='60']").click();
    await animationFrame();
    const [, ...others] = server.day.actions;
    server.day = { ...server.day, actions: [makeAction({ state: "cancelled" }), ...others] };
    await contains(".o_crm_drop_offer").click();
    await animationFrame();
    await animationFrame();
    expect.verifySteps([
        'preview_late [7,"2026-10-15",60,null]',
        "drop_visit [1]",
        'preview_late [7,"2026-10-15",60,null]',
    ]);
    expect(".o_crm_gap").toHaveCount(0);
});
