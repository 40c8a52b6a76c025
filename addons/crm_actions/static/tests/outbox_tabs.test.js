import { advanceTime, describe, expect, test } from "@odoo/hoot";
import {
    closePage,
    idle,
    lost,
    makeDatabaseName,
    mockServer,
    openPage,
    setUpOutbox,
    until,
    withoutLocks,
} from "@crm_actions/../tests/outbox_helpers";

describe.current.tags("headless");
setUpOutbox();

/** A server that answers the first call when the test says so. */
function mockSlowServer() {
    const server = mockServer();
    const { sync } = server;
    server.sync = (ops) => {
        server.sync = sync;
        return new Promise((resolve) => (server.release = () => resolve(sync(ops))));
    };
    return server;
}

for (const [how, setUp] of [
    ["with the browser's locks", () => {}],
    ["with a row in the database", withoutLocks],
]) {
    test(`two tabs send one after the other, ${how}`, async () => {
        setUp();
        const name = makeDatabaseName();
        const server = mockSlowServer();
        const first = await openPage(name);
        const second = await openPage(name);
        await first.enqueue("check_in", { id: 5 });
        await until(() => server.release);
        await second.enqueue("check_in", { id: 6 });
        await idle(second);
        expect(server.calls).toHaveLength(1);
        expect(second.state.pending).toBe(2);
        server.release();
        await idle(first);
        // the tab that had the turn took along what the other one stored
        expect(server.calls.map((ops) => ops.map((op) => op.seq))).toEqual([[1], [2]]);
        await until(() => second.state.pending === 0);
        expect(server.statuses).toEqual(["applied", "applied"]);
    });
}

test("a late answer to another tab does not undo the first one", async () => {
    const name = makeDatabaseName();
    const server = mockSlowServer();
    const first = await openPage(name);
    await first.enqueue("check_in", { id: 5 });
    await until(() => server.release);
    // meanwhile the other one got the answer that a person has to read
    const [op] = await first.db.ops();
    await first.db.change([op.uuid], (stored) => ({ ...stored, status: "conflict" }));
    server.release();
    await idle(first);
    expect((await first.db.ops()).map(({ status }) => status)).toEqual(["conflict"]);
});

test("a tab gives the turn back when it has nothing left, with a row in the database", async () => {
    withoutLocks();
    const name = makeDatabaseName();
    const server = mockServer();
    const first = await openPage(name);
    const second = await openPage(name);
    for (const tab of [first, second, first]) {
        await tab.enqueue("check_in", { id: 5 });
        await idle(tab);
    }
    expect(server.applied).toHaveLength(3);
});

test("a tab that had to wait, as long as another has the row, tries in 5 seconds too", async () => {
    withoutLocks();
    const server = mockServer();
    const outbox = await openPage();
    await outbox.db.takeLease("another tab", Date.now());
    await outbox.enqueue("check_in", { id: 5 });
    await idle(outbox);
    await outbox.db.releaseLease("another tab");
    await advanceTime(5000);
    await idle(outbox);
    expect(server.applied).toHaveLength(1);
});

test("a tab that had to wait tries again in 5 seconds", async () => {
    const name = makeDatabaseName();
    const server = mockSlowServer();
    const first = await openPage(name);
    const second = await openPage(name);
    await first.enqueue("check_in", { id: 5 });
    await until(() => server.release);
    await second.enqueue("check_in", { id: 6 });
    await idle(second);
    // it stops after this call, as a page that is closed
    first.db.change = lost;
    closePage(first);
    server.release();
    await until(() => first.delivery.flushing === null);
    await advanceTime(5000);
    await idle(second);
    expect(server.calls.map((ops) => ops.map((op) => op.seq))).toEqual([[1], [1, 2]]);
    expect(server.statuses).toEqual(["applied", "duplicate", "applied"]);
    expect(second.state.pending).toBe(0);
});

test("what another tab stored and left behind is sent within a minute", async () => {
    const name = makeDatabaseName();
    const server = mockServer();
    const outbox = await openPage(name);
    const other = await openPage(name);
    other.delivery.flush = async () => {};
    await other.enqueue("start", { id: 5 });
    await until(() => outbox.state.pending === 1);
    await advanceTime(59999);
    expect(outbox.delivery.flushing).toBe(null);
    await advanceTime(1);
    await idle(outbox);
    expect(server.applied).toHaveLength(1);
});

test("the screens of the other tab hear of it too", async () => {
    const name = makeDatabaseName();
    mockServer();
    const outbox = await openPage(name);
    const other = await openPage(name);
    other.onSynced((applied) => expect.step(`synced ${applied.length}`));
    await outbox.enqueue("start", { id: 5 });
    await idle(outbox);
    await expect.waitForSteps(["synced 0"]);
});

test("tabs number their ops in one row", async () => {
    const name = makeDatabaseName();
    mockServer().sync = lost;
    const tabs = [await openPage(name), await openPage(name)];
    const ops = await Promise.all(
        [0, 1, 0, 1, 1, 0].map((tab) => tabs[tab].enqueue("start", { id: 5 }))
    );
    expect(ops.map((op) => op.seq).sort()).toEqual([1, 2, 3, 4, 5, 6]);
    await Promise.all(tabs.map(idle));
});

test("what another person did on this phone is kept, counted and not sent", async () => {
    const name = makeDatabaseName();
    const server = mockServer();
    const working = server.sync;
    server.sync = lost;
    const hers = await openPage(name, 8);
    await hers.enqueue("start", { id: 5 });
    await idle(hers);
    closePage(hers);
    server.sync = working;
    server.calls.length = 0;
    const outbox = await openPage(name, 7);
    await outbox.enqueue("start", { id: 6 });
    await idle(outbox);
    expect(server.calls.flat().map((op) => [op.user_id, op.action.id])).toEqual([[7, 6]]);
    expect(outbox.state.foreign).toBe(1);
    expect(outbox.state.pending).toBe(0);
    expect(outbox.ops).toHaveLength(0);
    closePage(outbox);
    const again = await openPage(name, 8);
    expect(server.calls.flat().map((op) => op.user_id)).toEqual([7, 8]);
    expect(again.state.foreign).toBe(0);
});
