import { animationFrame, expect, mockDate, mockPermission } from "@odoo/hoot";
import { reactive } from "@odoo/owl";
import { browser } from "@web/core/browser/browser";
import { uuid } from "@web/core/utils/strings";
import {
    getService,
    mockService,
    mountWithCleanup,
    onRpc,
    patchWithCleanup,
} from "@web/../tests/web_test_helpers";
import { WebClient } from "@web/webclient/webclient";
import { DraftPhotos } from "@crm_actions/outbox/draft_photos";
import { MemoryStore } from "@crm_actions/outbox/memory_store";
import { secureContext } from "@crm_actions/my_day/secure_context";
import { forgetPosition } from "@crm_actions/position/position";

export const NOW = "2026-10-15 08:55:00";
export const HOTEL = 11;
export const SHOP = 12;
export const CALL = 2;
export const LEAD = 5;

export function makeAction(values = {}) {
    return {
        id: 1,
        client_uuid: false,
        type_id: 1,
        code: "visit",
        partner_id: HOTEL,
        lead_id: LEAD,
        title: "Hotel Ría Mansa",
        city: "Ribadesella",
        summary: "Close the winter breakfasts",
        start: "2026-10-15 09:15:00",
        stop: "2026-10-15 09:45:00",
        allday: false,
        state: "planned",
        outcome_id: false,
        outcome: false,
        result: false,
        checkin_at: false,
        checkout_at: false,
        verdict: false,
        distance_m: false,
        done_at: false,
        next_missing: false,
        late: false,
        off_calendar: false,
        locked: false,
        has_checkin: true,
        ...values,
    };
}

export const makeCall = (values = {}) =>
    makeAction({
        id: 2,
        type_id: CALL,
        code: "call",
        partner_id: SHOP,
        lead_id: false,
        title: "Súper El Calero",
        city: "Llanes",
        summary: "",
        start: "2026-10-15 10:10:00",
        stop: "2026-10-15 10:25:00",
        has_checkin: false,
        ...values,
    });

function makePartner(values) {
    return {
        address: "C/ del Muelle 8, Ribadesella",
        city: "Ribadesella",
        phone: "+34 985 86 01 23",
        lat: 43.4631,
        lng: -5.0583,
        precision: "address",
        radius_m: 300,
        segment: "Customer A",
        note: false,
        summary: {},
        ...values,
    };
}

export function makeDay(values = {}) {
    const actions = values.actions || [makeAction(), makeCall()];
    return {
        date: "2026-10-15",
        today: "2026-10-15",
        tz: "Europe/Madrid",
        server_now: "2026-10-15 08:55:00",
        user: { id: 7, name: "Nuria", geo_notice: true },
        policy: "warn",
        done: 0,
        total: actions.length,
        overdue: [],
        overdue_count: 0,
        open_visit: false,
        without_next: [],
        without_next_count: 0,
        nearby: [],
        nearby_count: 0,
        partners: {
            [HOTEL]: makePartner({
                id: HOTEL,
                name: "Hotel Ría Mansa",
                note: { on: "2026-10-01", text: "Before nine" },
                summary: {
                    quotes: { count: 1, amount: 842.6 },
                    receivables: { open: 1236.4, overdue: 310 },
                    weather: { rain: true },
                },
            }),
            [SHOP]: makePartner({ id: SHOP, name: "Súper El Calero", city: "Llanes" }),
        },
        leads: { [LEAD]: { id: LEAD, name: "Winter breakfasts", amount: 4800, open: true } },
        currency_id: false,
        types: [
            { id: 1, name: "Visit", code: "visit", minutes: 30, geo_policy: "expect", outcome_ids: [] },
            { id: CALL, name: "Call", code: "call", minutes: 15, geo_policy: "none", outcome_ids: [31, 36] },
        ],
        outcomes: [
            ["Order taken", "positive", 30],
            ["Interested", "positive", 7],
            ["Payment collected", "positive", 30],
            ["No order", "neutral", 14],
            ["Asked to call back", "neutral", 2],
            ["Not there", "no_contact", 2],
            ["Wrong number", "no_contact", 0],
        ].map(([name, result, next_days], index) => ({
            id: 31 + index,
            name,
            result,
            contacted: result !== "no_contact",
            next_days,
        })),
        lost_reasons: [
            { id: 41, name: "Too expensive" },
            { id: 42, name: "Competitor" },
        ],
        choices: [
            { key: "2d", date: "2026-10-19" },
            { key: "1w", date: "2026-10-22" },
            { key: "1m", date: "2026-11-16" },
        ],
        slots: ["2026-10-16 07:00:00", "2026-10-16 07:30:00"],
        ...values,
        actions,
    };
}

/** An outbox that keeps everything: what is put in it is a step. */
export function mockOutbox(state = {}, ops = []) {
    const synced = [];
    const outbox = {
        state: reactive({
            pending: ops.length,
            sending: false,
            offlineSince: false,
            rejected: [],
            conflicts: [],
            foreign: 0,
            durable: true,
            sessionExpired: false,
            serverError: false,
            clockSkew: 0,
            ...state,
        }),
        ops: reactive([...ops]),
        enqueued: [],
        resent: [],
        drafts: new DraftPhotos(new MemoryStore()),
        async enqueue(kind, action, vals, { base, photos = [] } = {}) {
            const at = "2026-10-15 08:55:00";
            const op = { uuid: uuid(), kind, action, at, vals, base, photoCount: photos.length };
            outbox.enqueued.push({ ...op, photos });
            outbox.ops.push(op);
            outbox.state.pending++;
            expect.step(`${kind} ${action.id || "new"}`);
            return op;
        },
        async flush() {
            expect.step("flush");
        },
        async discard(id) {
            expect.step("discard");
            outbox.state.rejected = outbox.state.rejected.filter((op) => op.uuid !== id);
        },
        async resend(id, vals, { photos = [] } = {}) {
            outbox.resent.push({ id, vals, photos });
            expect.step(`resend ${id} ${JSON.stringify(vals)}`);
        },
        async dismiss(id) {
            expect.step(`dismiss ${id}`);
            outbox.state.conflicts = outbox.state.conflicts.filter((op) => op.uuid !== id);
        },
        onSynced(callback) {
            synced.push(callback);
            return () => {};
        },
        /** The server took it otherwise than asked. */
        conflict(id, message) {
            const [op] = outbox.ops.splice(
                outbox.ops.findIndex((each) => each.uuid === id),
                1
            );
            outbox.state.pending--;
            outbox.state.conflicts.push({ ...op, message, acknowledged: true });
            synced.forEach((callback) => callback([]));
        },
        /** The server has everything: what a flush ends with. */
        land() {
            outbox.ops.splice(0);
            outbox.state.pending = 0;
            synced.forEach((callback) => callback());
        },
    };
    mockService("crm_outbox", () => outbox);
    return outbox;
}

export function mockPosition() {
    mockPermission("geolocation", "granted");
    forgetPosition();
    patchWithCleanup(browser.navigator, {
        geolocation: {
            getCurrentPosition(success) {
                expect.step("position");
                success({ coords: { latitude: 43.4636, longitude: -5.0583, accuracy: 18 } });
            },
        },
    });
}

/** My day at 10:55 in Madrid, with signal and a position; the phone's clock may be elsewhere. */
export async function openMyDay(day = makeDay(), { state = {}, ops = [], zone = "Europe/Madrid" } = {}) {
    mockDate(NOW, zone);
    mockPosition();
    patchWithCleanup(secureContext, { isSecure: () => true });
    const outbox = mockOutbox(state, ops);
    const server = { day, pages: [], readings: 0 };
    onRpc("crm.action", "get_my_day", ({ args }) => {
        server.readings++;
        return { ...server.day, date: args[0] };
    });
    onRpc("res.partner", "crm360_load", ({ args, kwargs }) => {
        server.pages.push([...args[0], kwargs.small, kwargs.keys]);
        return { id: args[0][0], model: "res.partner", currency_id: false, sections: [] };
    });
    await mountWithCleanup(WebClient);
    await getService("action").doAction("crm_actions.my_day");
    await animationFrame();
    return { outbox, server };
}
