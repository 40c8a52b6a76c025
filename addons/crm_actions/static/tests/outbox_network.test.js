import { advanceTime, after, describe, expect, on, test } from "@odoo/hoot";
import { patchWithCleanup } from "@web/../tests/web_test_helpers";
import { rpcBus } from "@web/core/network/rpc";
import {
    answer,
    closePage,
    expired,
    HANGING,
    idle,
    lost,
    makeDatabaseName,
    makePicture,
    mockServer,
    openPage,
    setUpOutbox,
    until,
    withoutLocks,
} from "@crm_actions/../tests/outbox_helpers";

describe.current.tags("headless");
setUpOutbox();

test("a call that hangs is given up after 8 seconds; what it did is not done again", async () => {
    const server = mockServer();
    const sync = server.sync;
    server.sync = (ops) => {
        sync(ops);
        return HANGING;
    };
    const outbox = await openPage();
    await outbox.enqueue("check_in", { id: 5 });
    await until(() => server.calls.length);
    await advanceTime(7999);
    expect(outbox.state.sending).toBe(true);
    expect(outbox.state.offlineSince).toBe(false);
    await advanceTime(1);
    await idle(outbox);
    expect(outbox.state.sending).toBe(false);
    expect(outbox.state.pending).toBe(1);
    expect(outbox.state.offlineSince).toBe(Date.now());
    server.sync = sync;
    await outbox.flush();
    expect(server.statuses).toEqual(["applied", "duplicate"]);
    expect(server.calls[1]).toEqual(server.calls[0]);
    expect(server.applied).toHaveLength(1);
    expect(await outbox.db.ops()).toEqual([]);
    expect(outbox.state.offlineSince).toBe(false);
});

test("a batch that takes too long is halved until it arrives, and grows again", async () => {
    patchWithCleanup(Math, { random: () => 1 });
    // given 12 ops and a network that carries 3 of them in 8 seconds
    const server = mockServer();
    const { sync } = server;
    server.sync = lost;
    const outbox = await openPage();
    for (let id = 1; id <= 12; id++) {
        await outbox.enqueue("start", { id });
    }
    await idle(outbox);
    server.calls.length = 0;
    server.sync = (ops) => (ops.length > 3 ? HANGING : sync(ops));
    const sizes = () => server.calls.map((ops) => ops.length);
    // when it is tried again and again
    for (const size of [12, 6]) {
        outbox.flush();
        await until(() => sizes().at(-1) === size);
        await advanceTime(8000);
        await idle(outbox);
    }
    server.sync = (ops) => (ops.length > 6 ? HANGING : sync(ops));
    await outbox.flush();
    // then half of the half arrives, and the next ones are larger again
    expect(sizes()).toEqual([12, 6, 3, 6, 3]);
    expect(outbox.state.pending).toBe(0);
});

test("a network that is not there is no reason for smaller batches", async () => {
    const server = mockServer();
    const { sync } = server;
    server.sync = lost;
    const outbox = await openPage();
    for (const id of [1, 2, 3]) {
        await outbox.enqueue("start", { id });
    }
    await idle(outbox);
    server.calls.length = 0;
    server.sync = sync;
    await outbox.flush();
    expect(server.calls.map((ops) => ops.length)).toEqual([3]);
});

test("an answer in time is not given up later", async () => {
    mockServer();
    const outbox = await openPage();
    after(on(rpcBus, "RPC:RESPONSE", ({ detail }) => expect.step(Boolean(detail.error))));
    await outbox.enqueue("check_in", { id: 5 });
    await idle(outbox);
    await advanceTime(8000);
    expect.verifySteps([false]);
});

for (const [what, sync] of [
    ["no network", lost],
    ["a proxy without a server", () => new window.Response("", { status: 502 })],
    ["a Wi-Fi that wants a password", () => new window.Response("<html>Welcome</html>")],
]) {
    test(`${what} means offline, and its end is noticed`, async () => {
        const server = mockServer();
        const working = server.sync;
        server.sync = sync;
        const outbox = await openPage();
        const since = Date.now();
        await outbox.enqueue("start", { id: 5 });
        await idle(outbox);
        expect(outbox.state.offlineSince).toBe(since);
        await advanceTime(1000);
        await outbox.flush();
        expect(outbox.state.offlineSince).toBe(since);
        expect(outbox.state.pending).toBe(1);
        server.sync = working;
        window.dispatchEvent(new Event("online"));
        await idle(outbox);
        expect(outbox.state.offlineSince).toBe(false);
        expect(outbox.state.pending).toBe(0);
        expect(server.applied).toHaveLength(1);
    });
}

test("who comes back to the page sends", async () => {
    const server = mockServer();
    const working = server.sync;
    server.sync = lost;
    const outbox = await openPage();
    await outbox.enqueue("start", { id: 5 });
    await idle(outbox);
    server.sync = working;
    document.dispatchEvent(new Event("visibilitychange"));
    await idle(outbox);
    expect(server.applied).toHaveLength(1);
});

test("who leaves the page does not", async () => {
    const server = mockServer();
    server.sync = lost;
    const outbox = await openPage();
    await outbox.enqueue("start", { id: 5 });
    await idle(outbox);
    patchWithCleanup(document, { visibilityState: "hidden" });
    document.dispatchEvent(new Event("visibilitychange"));
    expect(outbox.delivery.flushing).toBe(null);
});

test("attempts become rarer, from 5 seconds to 5 minutes", async () => {
    patchWithCleanup(Math, { random: () => 1 });
    const server = mockServer();
    const working = server.sync;
    server.sync = lost;
    const outbox = await openPage();
    await outbox.enqueue("start", { id: 5 });
    await idle(outbox);
    for (const seconds of [5, 10, 20, 40, 80, 160, 300, 300]) {
        const before = server.calls.length;
        await advanceTime(seconds * 1000 - 1);
        expect(outbox.delivery.flushing).toBe(null);
        await advanceTime(1);
        await idle(outbox);
        expect(server.calls).toHaveLength(before + 1);
    }
    server.sync = working;
    await advanceTime(300000);
    await idle(outbox);
    expect(outbox.state.pending).toBe(0);
    // the next failure begins at 5 seconds again
    server.sync = lost;
    await outbox.enqueue("start", { id: 6 });
    await idle(outbox);
    const count = server.calls.length;
    await advanceTime(5000);
    await idle(outbox);
    expect(server.calls).toHaveLength(count + 1);
});

test("what is done without a network is tried at once, and the pause stays as it was", async () => {
    patchWithCleanup(Math, { random: () => 1 });
    const server = mockServer();
    server.sync = lost;
    const outbox = await openPage();
    for (let id = 1; id <= 6; id++) {
        await outbox.enqueue("start", { id });
        await idle(outbox);
        expect(server.calls).toHaveLength(id);
    }
    await advanceTime(5000);
    await idle(outbox);
    expect(server.calls).toHaveLength(7);
});

test("phones do not come back all at once", async () => {
    patchWithCleanup(Math, { random: () => 0 });
    const server = mockServer();
    server.sync = lost;
    const outbox = await openPage();
    await outbox.enqueue("start", { id: 5 });
    await idle(outbox);
    await advanceTime(3999);
    expect(outbox.delivery.flushing).toBe(null);
    await advanceTime(1);
    await idle(outbox);
    expect(server.calls).toHaveLength(2);
});

test("nothing to send asks for nothing", async () => {
    const server = mockServer();
    const outbox = await openPage();
    await advanceTime(600000);
    expect(outbox.delivery.flushing).toBe(null);
    await outbox.flush();
    expect(server.calls).toHaveLength(0);
});

test("a reload in the middle: the next page goes on, and counts on", async () => {
    const name = makeDatabaseName();
    const server = mockServer();
    const working = server.sync;
    server.sync = lost;
    const before = await openPage(name);
    await before.enqueue("check_in", { id: 5 });
    await before.enqueue("check_out", { id: 5 });
    await idle(before);
    closePage(before);
    server.sync = working;
    server.calls.length = 0;
    const outbox = await openPage(name);
    expect(server.calls.map((ops) => ops.map((op) => [op.seq, op.kind]))).toEqual([
        [
            [1, "check_in"],
            [2, "check_out"],
        ],
    ]);
    expect(outbox.state.pending).toBe(0);
    await outbox.enqueue("close", { id: 5 });
    await idle(outbox);
    expect(server.calls[1][0].seq).toBe(3);
});

test("a page that dies between the answer and forgetting: a duplicate, and no harm", async () => {
    withoutLocks();
    const name = makeDatabaseName();
    const server = mockServer();
    const before = await openPage(name);
    before.db.change = () => HANGING;
    await before.enqueue("check_in", { id: 5 });
    await until(() => server.applied.length);
    closePage(before);
    const outbox = await openPage(name);
    // the dead page still has the turn
    expect(outbox.state.pending).toBe(1);
    expect(server.calls).toHaveLength(1);
    await advanceTime(120000);
    await idle(outbox);
    await outbox.flush();
    expect(server.statuses).toEqual(["applied", "duplicate"]);
    expect(server.applied).toHaveLength(1);
    expect(await outbox.db.ops()).toEqual([]);
});

test("a session that is over loses nothing and goes on after the login", async () => {
    const server = mockServer();
    const working = server.sync;
    server.sync = expired;
    const outbox = await openPage();
    await outbox.enqueue("start", { id: 5 });
    await idle(outbox);
    expect(outbox.state.sessionExpired).toBe(true);
    expect(outbox.state.offlineSince).toBe(false);
    expect(outbox.state.pending).toBe(1);
    server.sync = working;
    // somebody else logged in, in another tab
    server.uid = 8;
    await outbox.flush();
    expect(server.applied).toHaveLength(0);
    expect(outbox.state.sessionExpired).toBe(true);
    server.uid = 7;
    await outbox.flush();
    expect(server.applied).toHaveLength(1);
    expect(outbox.state.sessionExpired).toBe(false);
    expect(outbox.state.pending).toBe(0);
});

test("work under another login waits, is no fault, and goes once its own user is back", async () => {
    // given a page of user 7, while user 8 has logged in in another tab
    const server = mockServer();
    const working = server.sync;
    server.uid = 8;
    const wrong = (op) => ({ uuid: op.uuid, status: "wrong_user", action_id: false, message: "No" });
    server.sync = (ops) => answer({ skew_s: 0, results: ops.map(wrong) });
    const outbox = await openPage();
    await outbox.enqueue("start", { id: 5 });
    await idle(outbox);
    for (let turn = 0; turn < 4; turn++) {
        await outbox.flush();
    }
    // then it asks who is logged in before it sends again, and the op stays as it was
    expect(server.calls).toHaveLength(1);
    expect(outbox.state.sessionExpired).toBe(true);
    expect(outbox.state.serverError).toBe(false);
    expect(outbox.state.rejected).toHaveLength(0);
    expect((await outbox.db.ops()).map((op) => [op.status, op.failures])).toEqual([["pending", 0]]);
    // and the other user sees that it is somebody else's
    const other = await openPage(outbox.delivery.name, 8);
    expect(other.state.foreign).toBe(1);
    expect(other.state.pending).toBe(0);
    // when user 7 is back
    server.uid = 7;
    server.sync = working;
    await outbox.flush();
    expect(server.applied).toHaveLength(1);
    expect(await outbox.db.ops()).toEqual([]);
});

test("a photo says whose it is and waits for its own login", async () => {
    const server = mockServer();
    const working = server.syncPhoto;
    server.syncPhoto = () => answer({ status: "wrong_user", attachment_id: false, message: "No" });
    const outbox = await openPage();
    await outbox.enqueue("close", { id: 5 }, {}, { photos: [await makePicture()] });
    await idle(outbox);
    expect(server.uploads[0][4]).toBe(7);
    expect(outbox.state.sessionExpired).toBe(true);
    expect(outbox.state.rejected).toHaveLength(0);
    expect(outbox.state.pending).toBe(1);
    server.syncPhoto = working;
    await outbox.flush();
    expect(server.attached).toHaveLength(1);
    expect(await outbox.db.ops()).toEqual([]);
});
