import { describe, expect, test } from "@odoo/hoot";
import {
    answer,
    idle,
    lost,
    mockServer,
    openPage,
    refusal,
    setUpOutbox,
    traceback,
} from "@crm_actions/../tests/outbox_helpers";

describe.current.tags("headless");
setUpOutbox();

test("an op that makes the server fail holds up its action alone", async () => {
    const server = mockServer();
    server.sync = lost;
    const outbox = await openPage();
    await outbox.enqueue("check_in", { id: 1 });
    await outbox.enqueue("close", { id: 2 }, { next: { client_uuid: "next" } });
    await outbox.enqueue("check_out", { id: 1 });
    await outbox.enqueue("cancel", { client_uuid: "next" });
    await outbox.enqueue("cancel", { id: 3 });
    await idle(outbox);
    const server2 = mockServer();
    const sync = server2.sync;
    server2.sync = (ops) => (ops.some((op) => op.action.id === 2) ? traceback() : sync(ops));
    await outbox.flush();
    expect(server2.calls.map((ops) => ops.map((op) => op.seq))).toEqual([
        [1, 2, 3, 4, 5],
        [1, 3],
        [2, 4],
        [5],
    ]);
    expect(outbox.ops.map((op) => op.seq)).toEqual([2, 4]);
    // what is new is no longer dragged down with it
    await outbox.enqueue("cancel", { id: 6 });
    await idle(outbox);
    expect(server2.calls.slice(4).map((ops) => ops.map((op) => op.seq))).toEqual([[6], [2, 4]]);
});

test("a server that fails over everything is left in peace after three", async () => {
    const server = mockServer();
    server.sync = lost;
    const outbox = await openPage();
    for (const id of [1, 2, 3, 4, 5]) {
        await outbox.enqueue("start", { id });
    }
    await idle(outbox);
    const server2 = mockServer();
    server2.sync = traceback;
    await outbox.flush();
    expect(server2.calls.map((ops) => ops.length)).toEqual([5, 1, 1, 1]);
    expect(outbox.state.pending).toBe(5);
    expect(outbox.state.offlineSince).toBe(false);
});

test("three failures among successes are no broken server", async () => {
    const server = mockServer();
    server.sync = lost;
    const outbox = await openPage();
    for (const id of [1, 2, 3, 4, 5, 6, 7]) {
        await outbox.enqueue("start", { id });
    }
    await idle(outbox);
    const server2 = mockServer();
    const sync = server2.sync;
    server2.sync = (ops) => (ops.some((op) => op.action.id % 2) ? traceback() : sync(ops));
    await outbox.flush();
    expect(server2.applied).toHaveLength(3);
    expect(outbox.ops.map((op) => op.action.id)).toEqual([1, 3, 5, 7]);
});

test("people hear of a failing server at the third time, in words", async () => {
    const server = mockServer();
    server.sync = traceback;
    const outbox = await openPage();
    await outbox.enqueue("start", { id: 1 });
    await idle(outbox);
    await outbox.flush();
    expect(outbox.state.serverError).toBe(false);
    await outbox.flush();
    expect(String(outbox.state.serverError)).toMatch(/server has a problem/);
    server.sync = () => refusal("You may not do that.");
    await outbox.flush();
    expect(outbox.state.serverError).toBe("You may not do that.");
    const server2 = mockServer();
    await outbox.flush();
    expect(server2.applied).toHaveLength(1);
    expect(outbox.state.serverError).toBe(false);
});

test("an answer that says nothing about an op is no answer", async () => {
    const server = mockServer();
    server.sync = (ops) => answer({ skew_s: 0, results: [server.apply(ops[0])] });
    const outbox = await openPage();
    server.sync = lost;
    await outbox.enqueue("start", { id: 1 });
    await outbox.enqueue("start", { id: 2 });
    await idle(outbox);
    const server2 = mockServer();
    server2.sync = (ops) =>
        answer({ results: [server2.apply(ops[0]), { uuid: ops[1]?.uuid, status: "perhaps" }] });
    await outbox.flush();
    expect(server2.calls).toHaveLength(1);
    expect(outbox.ops.map((op) => op.seq)).toEqual([2]);
    server2.sync = () => answer(null);
    await outbox.flush();
    expect(server2.calls).toHaveLength(2);
    expect(outbox.state.pending).toBe(1);
});
