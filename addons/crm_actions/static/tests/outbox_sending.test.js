import { animationFrame, describe, expect, test } from "@odoo/hoot";
import {
    answer,
    HANGING,
    idle,
    lost,
    mockServer,
    openPage,
    setUpOutbox,
    until,
} from "@crm_actions/../tests/outbox_helpers";

describe.current.tags("headless");
setUpOutbox();

/** Every op whose action has an id, as if the server refused it. */
function refuse(server, ids, status = "rejected") {
    const apply = server.apply;
    server.apply = (op) =>
        ids.includes(op.action.id)
            ? { uuid: op.uuid, status, action_id: op.action.id, message: `No to ${op.action.id}.` }
            : apply(op);
}

test("what is done is stored, sent once and forgotten", async () => {
    const server = mockServer();
    const outbox = await openPage();
    const base = { partner_id: 3, start: "2026-10-15 08:00:00", title: "Hotel Ría Mansa" };
    const op = await outbox.enqueue("check_in", { id: 5 }, { latitude: 0 }, { base });
    expect(op.uuid).toMatch(/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/);
    await idle(outbox);
    expect(server.calls).toEqual([
        [
            {
                uuid: op.uuid,
                seq: 1,
                user_id: 7,
                kind: "check_in",
                action: { id: 5 },
                at: "2026-10-15 08:05:00",
                vals: { latitude: 0 },
                base,
            },
        ],
    ]);
    expect(await outbox.db.ops()).toEqual([]);
    expect(outbox.state.pending).toBe(0);
});

test("the call says what the device believes the time to be", async () => {
    const server = mockServer();
    server.sync = (ops, deviceNow) => {
        expect.step(deviceNow);
        return answer({ skew_s: -180, results: ops.map(server.apply) });
    };
    const outbox = await openPage();
    await outbox.enqueue("start", { id: 5 });
    await idle(outbox);
    expect.verifySteps(["2026-10-15 08:05:00"]);
    expect(outbox.state.clockSkew).toBe(-180);
});

test("while it waits the screens can see it", async () => {
    const server = mockServer();
    server.sync = lost;
    const outbox = await openPage();
    await outbox.enqueue("close", { client_uuid: "x" }, { outcome_id: 2 });
    await outbox.enqueue("start", { id: 5 });
    await idle(outbox);
    expect(outbox.state.pending).toBe(2);
    expect(outbox.ops.map((op) => [op.seq, op.kind, op.photoCount, op.acknowledged])).toEqual([
        [1, "close", 0, false],
        [2, "start", 0, false],
    ]);
    expect(outbox.ops[0].vals).toEqual({ outcome_id: 2 });
});

test("120 ops go in batches of 50, in their order", async () => {
    const server = mockServer();
    server.sync = lost;
    const outbox = await openPage();
    for (let id = 1; id <= 120; id++) {
        await outbox.enqueue("start", { id });
    }
    await idle(outbox);
    server.calls.length = 0;
    delete server.sync;
    server.sync = (ops) => answer({ skew_s: 0, results: ops.map(server.apply) });
    await outbox.flush();
    expect(server.calls.map((ops) => ops.length)).toEqual([50, 50, 20]);
    const order = server.calls.flat().map((op) => op.seq);
    expect(order).toEqual(Array.from({ length: 120 }, (_, index) => index + 1));
    expect(outbox.state.pending).toBe(0);
});

test("what is done while the last ops are sent goes too", async () => {
    const server = mockServer();
    const sync = server.sync;
    let release;
    server.sync = (ops) => new Promise((resolve) => (release = () => resolve(sync(ops))));
    const outbox = await openPage();
    await outbox.enqueue("check_in", { id: 5 });
    await until(() => release);
    server.sync = sync;
    await outbox.enqueue("check_out", { id: 5 });
    expect(server.calls).toHaveLength(1);
    release();
    await idle(outbox);
    expect(server.calls.map((ops) => ops.map((op) => op.kind))).toEqual([
        ["check_in"],
        ["check_out"],
    ]);
    expect(outbox.state.pending).toBe(0);
});

test("one of five is refused: four are gone, one stays with the reason", async () => {
    const server = mockServer();
    server.sync = lost;
    const outbox = await openPage();
    for (const id of [1, 2, 3, 4, 5]) {
        await outbox.enqueue("cancel", { id }, { reason: "closed" });
    }
    await idle(outbox);
    const server2 = mockServer();
    refuse(server2, [3]);
    await outbox.flush();
    expect(server2.applied).toHaveLength(4);
    expect(outbox.state.pending).toBe(0);
    expect(outbox.state.rejected.map((op) => [op.action.id, op.message])).toEqual([
        [3, "No to 3."],
    ]);
    expect(outbox.ops).toHaveLength(0);
    await outbox.flush();
    expect(server2.calls).toHaveLength(1);
});

test("what was refused is sent again corrected, as a new op of the old time", async () => {
    const server = mockServer();
    const apply = server.apply;
    refuse(server, [3]);
    const outbox = await openPage();
    const refused = await outbox.enqueue("cancel", { id: 3 }, { reason: "" });
    await idle(outbox);
    server.apply = apply;
    const corrected = await outbox.resend(refused.uuid, { reason: "closed" });
    await idle(outbox);
    expect(corrected.uuid).not.toBe(refused.uuid);
    expect(corrected.seq).toBe(2);
    expect(corrected.at).toBe(refused.at);
    expect(server.applied).toEqual([corrected.uuid]);
    expect(server.calls[1][0].vals).toEqual({ reason: "closed" });
    expect(await outbox.db.ops()).toEqual([]);
});

test("what was refused can be given up, what waits cannot", async () => {
    const server = mockServer();
    refuse(server, [3]);
    const outbox = await openPage();
    const refused = await outbox.enqueue("cancel", { id: 3 });
    await idle(outbox);
    server.sync = lost;
    const waiting = await outbox.enqueue("cancel", { id: 4 });
    await idle(outbox);
    await outbox.discard(refused.uuid);
    await outbox.discard(waiting.uuid);
    expect((await outbox.db.ops()).map((op) => op.uuid)).toEqual([waiting.uuid]);
    expect(outbox.state.rejected).toHaveLength(0);
});

test("a conflict stays until it was read, and is not sent again", async () => {
    const server = mockServer();
    refuse(server, [3], "conflict");
    const outbox = await openPage();
    const op = await outbox.enqueue("postpone", { id: 3 }, { start: "2026-10-16 08:00:00" });
    await idle(outbox);
    await outbox.flush();
    expect(server.calls).toHaveLength(1);
    expect(outbox.state.pending).toBe(0);
    expect(outbox.state.conflicts[0].message).toBe("No to 3.");
    await outbox.dismiss(op.uuid);
    expect(outbox.state.conflicts).toHaveLength(0);
    expect(await outbox.db.ops()).toEqual([]);
});

test("screens hear of what has changed on the server", async () => {
    const server = mockServer();
    refuse(server, [3]);
    const outbox = await openPage();
    const stop = outbox.onSynced((applied) => {
        // so that a screen can keep what it shows until it has read anew
        expect.step(`${applied.map((op) => op.action.id)}, left ${outbox.ops.length}`);
    });
    await outbox.enqueue("start", { id: 1 });
    await idle(outbox);
    expect.verifySteps(["1, left 0"]);
    await outbox.enqueue("start", { id: 3 });
    await idle(outbox);
    expect.verifySteps([]);
    refuse(server, [5], "conflict");
    await outbox.enqueue("start", { id: 5 });
    await idle(outbox);
    // kept, but not as asked: what the screen shows is not what the office has
    expect.verifySteps([", left 0"]);
    stop();
    await outbox.enqueue("start", { id: 4 });
    await idle(outbox);
    expect.verifySteps([]);
});

test("what is sent twice and was a conflict is read before it goes", async () => {
    // given a phone that postponed an action which the office had moved, and heard nothing
    const server = mockServer();
    server.sync = lost;
    const outbox = await openPage();
    await outbox.enqueue("postpone", { id: 3 }, { start: "2026-10-16 08:00:00" });
    await idle(outbox);
    // when it sends it again, then the server says once more what became of it
    const again = mockServer();
    refuse(again, [3], "conflict");
    await outbox.flush();
    expect(outbox.state.pending).toBe(0);
    expect(outbox.state.conflicts.map((op) => op.message)).toEqual(["No to 3."]);
});

test("what was taken otherwise than asked has changed the server too", async () => {
    const server = mockServer();
    refuse(server, [3], "conflict");
    const outbox = await openPage();
    outbox.onSynced((applied) => expect.step(`${applied.length} as asked`));
    await outbox.enqueue("postpone", { id: 3 }, { start: "2026-10-16 08:00:00" });
    await idle(outbox);
    expect.verifySteps(["0 as asked"]);
});

test("an answer tells that the next step of a report is lost", async () => {
    const server = mockServer();
    server.apply = ({ uuid }) => ({ uuid, status: "conflict", action_id: 3, message: "Won.", next_lost: true });
    const outbox = await openPage();
    await outbox.enqueue("close", { id: 3 }, { next: { client_uuid: "n" } });
    await idle(outbox);
    expect(outbox.state.conflicts.map(({ nextLost }) => nextLost)).toEqual([true]);
});

test("a screen that fails over the news holds up nobody", async () => {
    expect.errors(1);
    mockServer();
    const outbox = await openPage();
    outbox.onSynced(() => {
        throw new Error("a fault of the screen");
    });
    outbox.onSynced(() => expect.step("synced"));
    await outbox.enqueue("start", { id: 1 });
    await idle(outbox);
    await animationFrame();
    expect.verifyErrors(["a fault of the screen"]);
    expect.verifySteps(["synced"]);
    expect(outbox.state.pending).toBe(0);
});

test("it says when it is sending", async () => {
    const server = mockServer();
    server.sync = () => HANGING;
    const outbox = await openPage();
    expect(outbox.state.sending).toBe(false);
    await outbox.enqueue("start", { id: 1 });
    await until(() => server.calls.length);
    expect(outbox.state.sending).toBe(true);
});
