import { advanceTime, after, animationFrame, describe, expect, test } from "@odoo/hoot";
import { reactive } from "@odoo/owl";
import { patchWithCleanup } from "@web/../tests/web_test_helpers";
import { Outbox } from "@crm_actions/outbox/outbox";
import {
    idle,
    lost,
    makeDatabaseName,
    mockServer,
    openPage,
    REP,
    setUpOutbox,
    until,
} from "@crm_actions/../tests/outbox_helpers";

describe.current.tags("headless");
setUpOutbox();

/** What the browser offers as IndexedDB. */
function replaceIndexedDb(value) {
    const original = Object.getOwnPropertyDescriptor(window, "indexedDB");
    Object.defineProperty(window, "indexedDB", { value, configurable: true });
    after(() => Object.defineProperty(window, "indexedDB", original));
}

function refuseToOpen() {
    throw new window.DOMException("denied", "SecurityError");
}

for (const [what, indexedDB] of [
    ["a browser without IndexedDB", undefined],
    ["a browser that refuses it", { open: refuseToOpen }],
]) {
    test(`${what}: it works as long as the page is open, and says so`, async () => {
        replaceIndexedDb(indexedDB);
        const server = mockServer();
        const working = server.sync;
        server.sync = lost;
        const outbox = await openPage("crm_outbox_nowhere");
        expect(outbox.state.durable).toBe(false);
        await outbox.enqueue("check_in", { id: 5 });
        await outbox.enqueue("check_out", { id: 5 });
        await idle(outbox);
        expect(outbox.state.pending).toBe(2);
        server.sync = working;
        await outbox.flush();
        expect(server.calls.at(-1).map((op) => [op.seq, op.kind])).toEqual([
            [1, "check_in"],
            [2, "check_out"],
        ]);
        expect(outbox.state.pending).toBe(0);
        expect(outbox.state.durable).toBe(false);
    });
}

test("storage that never answers is given up after 3 seconds", async () => {
    replaceIndexedDb({ open: () => ({}) });
    const server = mockServer();
    const outbox = new Outbox("crm_outbox_nowhere", REP);
    outbox.start();
    const enqueuing = outbox.enqueue("start", { id: 5 });
    await animationFrame();
    await advanceTime(2999);
    expect(outbox.ops).toHaveLength(0);
    await advanceTime(1);
    await until(() => server.applied.length);
    await enqueuing;
    expect(outbox.state.durable).toBe(false);
    await idle(outbox);
    expect(server.applied).toHaveLength(1);
});

test("it says when storage works", async () => {
    mockServer();
    expect((await openPage()).state.durable).toBe(true);
});

test("a full device says so, and nothing was stored", async () => {
    const server = mockServer();
    const outbox = await openPage();
    const full = patchWithCleanup(window.IDBObjectStore.prototype, {
        put() {
            throw new window.DOMException("full", "QuotaExceededError");
        },
    });
    await expect(outbox.enqueue("close", { id: 5 }, {})).rejects.toThrow(
        "There is no room left on this device: nothing was saved. Free some and save again."
    );
    expect(outbox.state.durable).toBe(false);
    full();
    expect(await outbox.db.ops()).toEqual([]);
    expect(server.calls).toHaveLength(0);
    // somebody deleted some films
    await outbox.enqueue("close", { id: 5 }, {});
    await idle(outbox);
    expect(outbox.state.durable).toBe(true);
    expect(server.applied).toHaveLength(1);
});

test("an op counts as stored when the disk has it", async () => {
    mockServer().sync = lost;
    const outbox = await openPage();
    patchWithCleanup(window.IDBDatabase.prototype, {
        transaction(stores, mode, options) {
            const transaction = super.transaction(stores, mode, options);
            if (mode === "readwrite") {
                expect.step(options.durability);
                transaction.addEventListener("complete", () => expect.step("on the disk"));
            }
            return transaction;
        },
    });
    await outbox.db.add({ uuid: "op", photos: [] }, []);
    expect.step("stored");
    expect.verifySteps(["strict", "on the disk", "stored"]);
});

test("an op and its photos are stored together or not at all", async () => {
    mockServer();
    const outbox = await openPage();
    const photo = { uuid: "photo", name: "photo.jpg", type: "image/jpeg", bytes: new ArrayBuffer(8) };
    // without a uuid the op cannot be stored
    await expect(outbox.db.add({ photos: ["photo"] }, [photo])).rejects.toThrow();
    expect(await outbox.db.photo("photo")).toBe(undefined);
});

test("a database that the phone closed in the background is opened again", async () => {
    const server = mockServer();
    const outbox = await openPage();
    (await outbox.db.opened).db.close();
    await outbox.enqueue("start", { id: 5 });
    await idle(outbox);
    expect(server.applied).toHaveLength(1);
    expect(outbox.state.durable).toBe(true);
});

test("nobody waits for ever: an answer that cannot be noted is asked for again", async () => {
    const server = mockServer();
    const outbox = await openPage();
    const change = outbox.db.change;
    outbox.db.change = refuseToOpen;
    await outbox.enqueue("start", { id: 5 });
    await idle(outbox);
    expect(outbox.state.pending).toBe(1);
    outbox.db.change = change;
    await advanceTime(5000);
    await idle(outbox);
    expect(server.statuses).toEqual(["applied", "duplicate"]);
    expect(outbox.state.pending).toBe(0);
});

test("a reactive object, as a screen has it, is stored as a plain one", async () => {
    mockServer().sync = lost;
    const outbox = await openPage();
    const vals = reactive({ next: { summary: "Quote" } });
    await outbox.enqueue("close", reactive({ id: 5 }), vals, { base: reactive({ type_id: 1 }) });
    await idle(outbox);
    const [op] = await outbox.db.ops();
    expect([op.action, op.vals, op.base]).toEqual([
        { id: 5 },
        { next: { summary: "Quote" } },
        { type_id: 1 },
    ]);
});

test("what is stored is a copy", async () => {
    mockServer().sync = lost;
    const outbox = await openPage(makeDatabaseName());
    const vals = { note: "Wants a quote" };
    await outbox.enqueue("close", { id: 5 }, vals);
    vals.note = "";
    await idle(outbox);
    expect((await outbox.db.ops())[0].vals.note).toBe("Wants a quote");
});
