import { describe, expect, test } from "@odoo/hoot";
import { applyOps } from "@crm_actions/outbox/overlay";

describe.current.tags("headless");

const AT = "2026-10-15 08:05:00";

function makeAction(values) {
    return {
        client_uuid: false,
        type_id: 1,
        code: "visit",
        partner_id: 30,
        lead_id: false,
        title: "Hotel Ría Mansa",
        start: "2026-10-15 08:00:00",
        stop: "2026-10-15 09:00:00",
        allday: false,
        state: "planned",
        outcome_id: false,
        checkin_at: false,
        checkout_at: false,
        late: false,
        ...values,
    };
}

/** Thursday in Madrid, with a visit planned, one open, one late and one that was done. */
function makeDay() {
    const open = makeAction({
        id: 2,
        start: "2026-10-15 10:00:00",
        stop: "2026-10-15 11:00:00",
        state: "in_progress",
        checkin_at: "2026-10-15 10:01:00",
        lead_id: 50,
    });
    return {
        date: "2026-10-15",
        today: "2026-10-15",
        tz: "Europe/Madrid",
        done: 1,
        total: 3,
        actions: [
            makeAction({ id: 3, start: "2026-10-15 06:00:00", state: "done" }),
            makeAction({ id: 1 }),
            open,
        ],
        overdue: [
            makeAction({
                id: 4,
                start: "2026-10-13 08:00:00",
                stop: "2026-10-13 08:45:00",
                late: true,
            }),
        ],
        overdue_count: 25,
        open_visit: { ...open },
        without_next: [{ lead_id: 50 }, { lead_id: 51 }],
        without_next_count: 12,
        partners: { 30: { id: 30, name: "Hotel Ría Mansa", city: "Ribadesella" } },
        leads: { 50: { id: 50, name: "Canned fish", open: true } },
        types: [
            { id: 1, name: "Visit", code: "visit", minutes: 45, geo_policy: "ask" },
            { id: 2, name: "Call", code: "call", minutes: 15, geo_policy: "none" },
        ],
        outcomes: [{ id: 9, name: "Sold", result: "positive" }],
    };
}

const op = (kind, action, vals = {}, values = {}) => ({ kind, action, vals, at: AT, ...values });

/** The day after these ops; that it was not touched is made sure of each time. */
function apply(...ops) {
    const day = freeze(makeDay());
    const result = applyOps(day, freeze(ops));
    expect(day).toEqual(makeDay());
    return result;
}

function freeze(value) {
    Object.values(value || {}).forEach((each) => typeof each === "object" && freeze(each));
    return Object.freeze(value);
}

const idsOf = (actions) => actions.map((action) => action.id || action.client_uuid);
const pick = (day, id) => day.actions.find((a) => a.id === id || a.client_uuid === id);
const countsOf = (day) => [day.done, day.total, day.overdue_count, day.without_next_count];

test("no op, no change", () => {
    expect(apply()).toEqual(makeDay());
});

test("what is on the server already, or of a kind that nobody knows, changes nothing", () => {
    expect(apply(op("cancel", { id: 1 }, {}, { acknowledged: true }))).toEqual(makeDay());
    expect(apply(op("dance", { id: 1 }))).toEqual(makeDay());
});

const TOUCHED = [
    ["check_in", {}, { state: "in_progress", checkin_at: AT, late: false }],
    ["start", {}, { state: "in_progress", checkin_at: false }],
    ["cancel", { reason: "closed" }, { state: "cancelled" }],
    [
        "close",
        { outcome_id: 9 },
        { state: "done", outcome_id: 9, outcome: "Sold", result: "positive", done_at: AT },
    ],
    ["close", { outcome_id: 77 }, { state: "done", outcome: false, result: false }],
    ["postpone", { start: AT }, { start: AT, stop: "2026-10-15 09:05:00", state: "planned" }],
];
for (const [kind, vals, expected] of TOUCHED) {
    test(`${kind} ${JSON.stringify(vals)}`, () => {
        const action = pick(apply(op(kind, { id: 1 }, vals)), 1);
        expect(action).toMatchObject({ ...expected, unsent: [kind] });
    });
}

const COUNTED = [
    ["check_in", 1, {}, [1, 3, 25, 12]],
    ["close", 1, {}, [2, 3, 25, 12]],
    ["close", 2, { next: { client_uuid: "n", start: "2026-10-22 08:00:00" } }, [2, 3, 25, 11]],
    ["close", 2, { opportunity: "lost", lost_reason_id: 1 }, [2, 3, 25, 11]],
    ["close", 2, { snooze_until: "2026-11-01" }, [2, 3, 25, 11]],
    ["cancel", 1, {}, [1, 2, 25, 12]],
    ["cancel", 4, {}, [1, 3, 24, 12]],
    ["close", 4, {}, [1, 3, 24, 12]],
    ["check_in", 4, {}, [1, 3, 24, 12]],
    ["postpone", 1, { start: "2026-10-16 08:00:00" }, [1, 2, 25, 12]],
    ["postpone", 4, { start: "2026-10-15 15:00:00" }, [1, 4, 24, 12]],
    ["postpone", 4, { start: "2026-10-19 15:00:00" }, [1, 3, 24, 12]],
    ["postpone", 4, { start: "2026-10-14 15:00:00" }, [1, 3, 25, 12]],
];
for (const [kind, id, vals, counts] of COUNTED) {
    test(`figures after ${kind} of ${id} ${JSON.stringify(vals)}`, () => {
        expect(countsOf(apply(op(kind, { id }, vals)))).toEqual(counts);
    });
}

test("who checks in is at that visit, who checks out or closes is not", () => {
    expect(apply(op("check_in", { id: 1 })).open_visit.id).toBe(1);
    const out = apply(op("check_out", { id: 2 }));
    expect(out.open_visit).toBe(false);
    expect(pick(out, 2)).toMatchObject({ state: "in_progress", checkout_at: AT });
    const closed = apply(op("close", { id: 2 }, { outcome_id: 9 }));
    expect(closed.open_visit).toBe(false);
    expect(pick(closed, 2).checkout_at).toBe(AT);
    // without a check-in there is none to end
    expect(pick(apply(op("close", { id: 1 })), 1).checkout_at).toBe(false);
});

test("a visit from check-in to close is one action with all its steps", () => {
    const day = apply(
        op("check_in", { id: 1 }),
        op("check_out", { id: 1 }, {}, { at: "2026-10-15 08:40:00" }),
        op("close", { id: 1 }, { outcome_id: 9 }, { at: "2026-10-15 08:41:00" })
    );
    expect(pick(day, 1)).toMatchObject({
        state: "done",
        checkin_at: AT,
        checkout_at: "2026-10-15 08:40:00",
        done_at: "2026-10-15 08:41:00",
        unsent: ["check_in", "check_out", "close"],
    });
});

test("what the server knows of a check-in is better than the clock of the device", () => {
    const action = pick(apply(op("check_in", { id: 2 })), 2);
    expect(action.checkin_at).toBe("2026-10-15 10:01:00");
});

test("the next step is on the day if it falls on it, with the customer of the visit", () => {
    const next = { client_uuid: "n", type_id: 2, start: "2026-10-15 21:30:00", summary: "Quote" };
    const day = apply(op("close", { id: 2 }, { next }));
    expect(idsOf(day.actions)).toEqual([3, 1, 2, "n"]);
    expect(pick(day, "n")).toMatchObject({
        id: false,
        code: "call",
        partner_id: 30,
        lead_id: 50,
        title: "Hotel Ría Mansa",
        city: "Ribadesella",
        summary: "Quote",
        stop: "2026-10-15 21:45:00",
        state: "planned",
        has_checkin: false,
        unsent: ["close"],
    });
    // half past midnight in Madrid
    const tomorrow = { ...next, start: "2026-10-15 22:30:00" };
    expect(pick(apply(op("close", { id: 2 }, { next: tomorrow })), "n")).toBe(undefined);
});

test("won or lost, an opportunity is no longer open", () => {
    expect(apply(op("close", { id: 2 }, { opportunity: "won" })).leads[50].open).toBe(false);
    expect(apply(op("close", { id: 2 }, { snooze_until: "x" })).leads[50].open).toBe(true);
});

test("a new action is among the others, and goes on living", () => {
    const vals = {
        client_uuid: "n",
        type_id: 1,
        partner_id: 30,
        opportunity_id: 51,
        start: "2026-10-15 07:00:00",
    };
    const day = apply(
        op("create", { client_uuid: "n" }, vals),
        op("check_in", { client_uuid: "n" })
    );
    expect(idsOf(day.actions)).toEqual([3, "n", 1, 2]);
    expect(pick(day, "n")).toMatchObject({
        state: "in_progress",
        stop: "2026-10-15 07:45:00",
        has_checkin: true,
        unsent: ["create", "check_in"],
    });
    expect(day.open_visit).toBe(pick(day, "n"));
    expect(day.without_next).toEqual([{ lead_id: 50 }]);
});

test("a new action that the server has sent meanwhile is there once", () => {
    const day = makeDay();
    day.actions[1].client_uuid = "n";
    const vals = { client_uuid: "n", type_id: 1, start: "2026-10-15 08:00:00" };
    expect(idsOf(applyOps(day, [op("create", { client_uuid: "n" }, vals)]).actions)).toEqual([
        3, 1, 2,
    ]);
});

test("a whole-day action belongs to its date, whatever the zone", () => {
    const day = { ...makeDay(), tz: "Pacific/Auckland" };
    const vals = { client_uuid: "n", type_id: 1, allday: true, start: "2026-10-15 18:00:00" };
    const create = op("create", { client_uuid: "n" }, vals);
    expect(idsOf(applyOps(day, [create]).actions)).toInclude("n");
    const timed = op("create", { client_uuid: "n" }, { ...vals, allday: false });
    expect(idsOf(applyOps(day, [timed]).actions)).not.toInclude("n");
});

test("what lasts the whole day stands above the hours", () => {
    const vals = { client_uuid: "n", type_id: 1, allday: true, start: "2026-10-15 18:00:00" };
    expect(idsOf(apply(op("create", { client_uuid: "n" }, vals)).actions)).toEqual(["n", 3, 1, 2]);
});

test("an overdue action postponed to today is today's", () => {
    const day = apply(op("postpone", { id: 4 }, { start: "2026-10-15 09:30:00" }));
    expect(idsOf(day.actions)).toEqual([3, 1, 4, 2]);
    expect(pick(day, 4)).toMatchObject({ stop: "2026-10-15 10:15:00", late: false });
    expect(day.overdue).toEqual([]);
});

test("an overdue fair of three days is overdue no more if it ends today or later", () => {
    const day = makeDay();
    const fair = { id: 4, start: "2026-10-11 08:00:00", stop: "2026-10-13 16:00:00" };
    day.overdue = [makeAction(fair)];
    const moved = (start) => applyOps(day, [op("postpone", { id: 4 }, { start })]);
    // from yesterday to tomorrow: it is under way, and today is one of its days
    expect(idsOf(moved("2026-10-14 08:00:00").overdue)).toEqual([]);
    expect(idsOf(moved("2026-10-14 08:00:00").actions)).toInclude(4);
    // from the 12th to the 14th: it ended yesterday
    expect(idsOf(moved("2026-10-12 08:00:00").overdue)).toEqual([4]);
    expect(idsOf(moved("2026-10-12 08:00:00").actions)).not.toInclude(4);
});

test("what the day does not have is made from what the person saw", () => {
    const base = {
        partner_id: 30,
        type_id: 1,
        lead_id: 50,
        start: "2026-10-20 08:00:00",
        title: "Hotel Ría Mansa",
    };
    const postponed = op("postpone", { id: 99 }, { start: "2026-10-15 15:00:00" }, { base });
    expect(pick(apply(postponed), 99)).toMatchObject({
        title: "Hotel Ría Mansa",
        lead_id: 50,
        stop: "2026-10-15 15:45:00",
    });
    const elsewhere = apply(op("check_in", { id: 99 }, {}, { base }));
    expect(idsOf(elsewhere.actions)).toEqual([3, 1, 2]);
    expect(elsewhere.open_visit).toMatchObject({ id: 99, title: "Hotel Ría Mansa" });
});

test("what nobody touched stays where the server put it", () => {
    const day = makeDay();
    // begun the evening before
    day.actions.unshift(makeAction({ id: 8, start: "2026-10-14 20:00:00", state: "done" }));
    expect(idsOf(applyOps(day, [op("close", { id: 1 })]).actions)).toEqual([8, 3, 1, 2]);
});

test("twice is as good as once", () => {
    const next = { client_uuid: "n", type_id: 2, start: "2026-10-15 16:00:00", summary: "" };
    const ops = [
        op("check_in", { id: 1 }),
        op("close", { id: 1 }, { outcome_id: 9, next }),
        op("cancel", { id: 4 }),
        op("postpone", { id: 2 }, { start: "2026-10-15 12:00:00" }),
    ];
    const once = applyOps(makeDay(), ops);
    const twice = applyOps(once, ops);
    expect(countsOf(twice)).toEqual(countsOf(once));
    expect(idsOf(twice.actions)).toEqual(idsOf(once.actions));
    expect(pick(twice, 1).checkin_at).toBe(AT);
    expect(pick(twice, 2).stop).toBe(pick(once, 2).stop);
});
