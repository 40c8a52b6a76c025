import { after, animationFrame, beforeEach, freezeTime, mockDate, mockFetch } from "@odoo/hoot";
import { allowTranslations, patchWithCleanup } from "@web/../tests/web_test_helpers";
import { browser } from "@web/core/browser/browser";
import { session } from "@web/session";
import { Outbox } from "@crm_actions/outbox/outbox";
import { makeUuid } from "@crm_actions/outbox/uuid";

export const REP = 7;
export const HANGING = new Promise(() => {});

/** Time stands still until a test moves it. */
export function setUpOutbox() {
    beforeEach(() => {
        allowTranslations();
        mockDate("2026-10-15 08:05:00", "Europe/Madrid");
        freezeTime();
    });
}

/** The name of an IndexedDB database of the browser's own, for one test. */
export function makeDatabaseName() {
    // a lock of that name may still be held by a test that failed
    const name = `crm_outbox_${makeUuid()}`;
    after(() => deleteDatabase(name));
    return name;
}

function deleteDatabase(name) {
    return new Promise((resolve, reject) => {
        const request = window.indexedDB.deleteDatabase(name);
        request.onsuccess = resolve;
        request.onerror = reject;
    });
}

/** The service of a test gets a database of its own on the device. */
export function mockOutboxDatabase() {
    patchWithCleanup(session, { db: makeDatabaseName().replace("crm_outbox_", "") });
}

/** A page with the outbox; several of one name are tabs, or the page before and after a reload. */
export async function openPage(name = makeDatabaseName(), userId = REP) {
    const outbox = new Outbox(name, userId);
    outbox.start();
    await idle(outbox);
    return outbox;
}

/** The page is gone: nothing that it had planned happens. */
export function closePage(outbox) {
    outbox.delivery.flush = async () => {};
    outbox.delivery.channel?.close();
}

/** Once the flush that runs, and what it set off, has ended. */
export async function idle(outbox) {
    await until(() => !outbox.delivery.flushing);
}

/** As over plain HTTP: no `navigator.locks`, so that the row in the database decides. */
export function withoutLocks() {
    patchWithCleanup(browser, { navigator: {} });
}

/** Wait for what only the browser's own clock brings: its storage, its channels. */
export async function until(condition) {
    for (let frame = 0; frame < 300; frame++) {
        if (condition()) {
            return;
        }
        await animationFrame();
    }
    throw new Error(`never: ${condition}`);
}

export const lost = () => {
    throw new Error("no network");
};
export const answer = (result) => ({ result });
const fault = (name, message, code = 0) => ({
    error: { code, message: "Odoo Server Error", data: { name, message } },
});
export const traceback = () => fault("builtins.KeyError", "'partner'");
export const refusal = (message) => fault("odoo.exceptions.AccessError", message);
export const expired = () => fault("odoo.http.SessionExpiredException", "Session expired", 100);

/**
 * A server that applies each op once and says so. A test that replaces `sync`, `syncPhoto` or
 * `apply` makes it behave otherwise; `calls` and `uploads` are what reached it.
 */
export function mockServer() {
    const server = {
        calls: [],
        uploads: [],
        statuses: [],
        applied: [],
        attached: [],
        uid: REP,
        sync: (ops) => answer({ skew_s: 0, results: ops.map((op) => server.apply(op)) }),
        apply(op) {
            const status = server.applied.includes(op.uuid) ? "duplicate" : "applied";
            if (status === "applied") {
                server.applied.push(op.uuid);
            }
            server.statuses.push(status);
            return { uuid: op.uuid, status, action_id: op.action.id || 900, message: "" };
        },
        syncPhoto(uuid) {
            server.attached.push(uuid);
            return answer({ status: "applied", attachment_id: 1, message: "" });
        },
    };
    mockFetch((route, { body }) => {
        const { method, args } = JSON.parse(body).params;
        if (method === "sync") {
            server.calls.push(args[0]);
            return server.sync(...args);
        }
        if (method === "sync_photo") {
            server.uploads.push(args);
            return server.syncPhoto(...args);
        }
        return answer({ uid: server.uid });
    });
    return server;
}

/** A picture of one colour, as a camera or a gallery gives it. */
export async function makePicture(width = 40, height = 30, type = "image/png") {
    const canvas = document.createElement("canvas");
    Object.assign(canvas, { width, height });
    canvas.getContext("2d").fillRect(0, 0, width, height);
    return new Promise((resolve) => canvas.toBlob(resolve, type));
}
