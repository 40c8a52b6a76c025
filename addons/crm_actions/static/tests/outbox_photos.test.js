import { advanceTime, describe, expect, test } from "@odoo/hoot";
import {
    answer,
    closePage,
    HANGING,
    idle,
    lost,
    makeDatabaseName,
    makePicture,
    mockServer,
    openPage,
    setUpOutbox,
    traceback,
    until,
} from "@crm_actions/../tests/outbox_helpers";

describe.current.tags("headless");
setUpOutbox();

/** A visit closed with so many photos. */
async function closeVisit(outbox, count = 1, id = 5) {
    const photos = await Promise.all(Array.from({ length: count }, () => makePicture()));
    const op = await outbox.enqueue("close", { id }, { outcome_id: 1 }, { photos });
    await idle(outbox);
    return op;
}

/** Photos that lie on the device. */
async function storedPhotos(outbox) {
    const ops = await outbox.db.ops();
    const photos = await Promise.all(ops.flatMap((op) => op.photos.map((id) => outbox.db.photo(id))));
    return photos.filter(Boolean);
}

test("photos go up after their op, one by one, and are then forgotten", async () => {
    const server = mockServer();
    server.sync = lost;
    const outbox = await openPage();
    const op = await closeVisit(outbox, 2);
    expect(op.photoCount).toBe(2);
    expect(server.uploads).toHaveLength(0);
    const [stored] = await outbox.db.ops();
    const working = mockServer();
    await outbox.flush();
    expect(working.calls).toHaveLength(1);
    expect(working.calls[0][0].photos).toBe(undefined);
    expect(working.uploads.map(([uuid, action, name]) => [uuid, action, name])).toEqual(
        stored.photos.map((uuid) => [uuid, { id: 5 }, "photo.jpg"])
    );
    // a JPEG begins with FF D8 FF
    expect(working.uploads[0][3]).toMatch(/^\/9j\//);
    expect(outbox.state.pending).toBe(0);
    expect(await outbox.db.photo(stored.photos[0])).toBe(undefined);
});

test("the photo of an action made on the phone goes to the one that the server made", async () => {
    const server = mockServer();
    const outbox = await openPage();
    await outbox.enqueue("close", { client_uuid: "x" }, {}, { photos: [await makePicture()] });
    await idle(outbox);
    expect(server.uploads[0][1]).toEqual({ id: 900 });
});

test("what fails to go up stays, and its op is not sent again", async () => {
    const server = mockServer();
    const upload = server.syncPhoto;
    server.syncPhoto = lost;
    const outbox = await openPage();
    await closeVisit(outbox);
    expect(outbox.state.pending).toBe(1);
    expect(outbox.ops.map((op) => op.acknowledged)).toEqual([true]);
    expect(outbox.state.offlineSince).toBe(Date.now());
    server.syncPhoto = upload;
    await outbox.flush();
    expect(server.calls).toHaveLength(1);
    expect(server.uploads).toHaveLength(2);
    expect(server.uploads[1][0]).toBe(server.uploads[0][0]);
    expect(outbox.state.pending).toBe(0);
});

test("an upload that hangs is given up after 30 seconds", async () => {
    const server = mockServer();
    server.syncPhoto = () => HANGING;
    const outbox = await openPage();
    const closing = closeVisit(outbox);
    await until(() => server.uploads.length);
    await advanceTime(29999);
    expect(outbox.state.sending).toBe(true);
    // a small one has hardly more
    await advanceTime(500);
    await closing;
    expect(outbox.state.sending).toBe(false);
    expect(outbox.state.pending).toBe(1);
});

test("a large photo has more time than a small one", async () => {
    // given a photo of 300 kB on a phone with one bar of signal
    const server = mockServer();
    server.syncPhoto = () => HANGING;
    const outbox = await openPage();
    const photo = { uuid: "large", name: "photo.jpg", type: "image/jpeg" };
    outbox.db.photo = async () => ({ ...photo, bytes: new ArrayBuffer(300000) });
    const closing = closeVisit(outbox);
    await until(() => server.uploads.length);
    // then 400,000 characters of base64 have 80 seconds, at 8 kB a second
    await advanceTime(79900);
    expect(outbox.state.sending).toBe(true);
    await advanceTime(200);
    await closing;
    expect(outbox.state.sending).toBe(false);
    expect(outbox.state.pending).toBe(1);
});

test("a photo that makes the server fail holds up no other", async () => {
    const server = mockServer();
    const upload = server.syncPhoto;
    server.sync = lost;
    const outbox = await openPage();
    await closeVisit(outbox, 2, 5);
    await closeVisit(outbox, 1, 6);
    const working = mockServer();
    working.syncPhoto = () => {
        working.syncPhoto = upload;
        return traceback();
    };
    await outbox.flush();
    expect(working.uploads).toHaveLength(3);
    expect(server.attached).toHaveLength(2);
    expect(outbox.ops.map((op) => [op.action.id, op.photoCount])).toEqual([[5, 1]]);
    await outbox.flush();
    expect(outbox.state.pending).toBe(0);
});

test("what is typed during a slow upload does not wait for all photos", async () => {
    const server = mockServer();
    const upload = server.syncPhoto;
    let release;
    server.syncPhoto = (uuid) => {
        server.syncPhoto = upload;
        return new Promise((resolve) => (release = () => resolve(upload(uuid))));
    };
    const outbox = await openPage();
    const closing = closeVisit(outbox, 3);
    await until(() => release);
    await outbox.enqueue("check_in", { id: 6 });
    outbox.onSynced((applied) => applied.length && expect.step(server.uploads.length));
    release();
    await closing;
    // one photo had gone before it, two came after
    expect.verifySteps([1]);
    expect(server.uploads).toHaveLength(3);
});

test("the photos of a refused op stay with it and follow the corrected one", async () => {
    const server = mockServer();
    const apply = server.apply;
    server.apply = ({ uuid }) => ({ uuid, status: "rejected", message: "No." });
    const outbox = await openPage();
    const op = await closeVisit(outbox, 2);
    expect(server.uploads).toHaveLength(0);
    expect(outbox.state.rejected[0].photoCount).toBe(2);
    expect(await storedPhotos(outbox)).toHaveLength(2);
    server.apply = apply;
    await outbox.resend(op.uuid);
    await idle(outbox);
    expect(server.calls[1][0].vals).toEqual({ outcome_id: 1 });
    expect(server.attached).toHaveLength(2);
    expect(outbox.state.pending).toBe(0);
});

test("a corrected op takes new photos along", async () => {
    const server = mockServer();
    const apply = server.apply;
    server.apply = ({ uuid }) => ({ uuid, status: "rejected", message: "No." });
    const outbox = await openPage();
    const op = await closeVisit(outbox);
    server.apply = apply;
    await outbox.resend(op.uuid, { outcome_id: 2 }, { photos: [await makePicture()] });
    await idle(outbox);
    expect(server.attached).toHaveLength(2);
    expect(outbox.state.pending).toBe(0);
});

test("photos of a draft survive a reload, and go with their month", async () => {
    // given a draft with two photos, on a phone that is switched off
    const name = makeDatabaseName();
    mockServer();
    const photos = ["a", "b"].map((uuid) => ({ uuid, url: `data:image/jpeg;base64,${uuid}` }));
    const before = await openPage(name);
    await before.drafts.write("7.5", photos);
    closePage(before);
    // when it is on again
    const outbox = await openPage(name);
    expect(await outbox.drafts.read("7.5")).toEqual(photos);
    // and one is taken back
    await outbox.drafts.write("7.5", photos.slice(1));
    expect(await outbox.drafts.read("7.5")).toEqual(photos.slice(1));
    expect(await outbox.db.photo("a")).toBe(undefined);
    // then it stays as long as it is not too old
    await outbox.drafts.dropBefore(Date.now());
    expect(await outbox.drafts.read("7.5")).toHaveLength(1);
    await outbox.drafts.dropBefore(Date.now() + 1);
    expect(await outbox.drafts.read("7.5")).toEqual([]);
    expect(await outbox.db.photo("b")).toBe(undefined);
    // and what is unsent is none of its business
    await outbox.drafts.drop("7.5");
    expect(outbox.state.pending).toBe(0);
});

test("who gives up a refused op gives up its photos", async () => {
    const server = mockServer();
    server.apply = ({ uuid }) => ({ uuid, status: "rejected", message: "No." });
    const outbox = await openPage();
    const op = await closeVisit(outbox);
    const [photo] = await storedPhotos(outbox);
    await outbox.discard(op.uuid);
    expect(await outbox.db.photo(photo.uuid)).toBe(undefined);
});

test("a refused photo is shown; sending it again does not repeat the op", async () => {
    const server = mockServer();
    const upload = server.syncPhoto;
    server.syncPhoto = () => answer({ status: "rejected", message: "The picture is damaged." });
    const outbox = await openPage();
    const op = await closeVisit(outbox);
    expect(outbox.state.pending).toBe(0);
    expect(outbox.state.rejected.map((each) => [each.message, each.acknowledged])).toEqual([
        ["The picture is damaged.", true],
    ]);
    server.syncPhoto = upload;
    expect(await outbox.resend(op.uuid, { outcome_id: 2 })).toBe(null);
    await idle(outbox);
    expect(server.calls).toHaveLength(1);
    expect(server.attached).toHaveLength(1);
    expect(outbox.state.rejected).toHaveLength(0);
});

test("the photos of a conflict go up, before or after it was read", async () => {
    const server = mockServer();
    server.apply = ({ uuid }) => ({ uuid, status: "conflict", action_id: 5, message: "Moved." });
    const upload = server.syncPhoto;
    server.syncPhoto = lost;
    const outbox = await openPage();
    const op = await closeVisit(outbox);
    expect(outbox.state.pending).toBe(1);
    await outbox.dismiss(op.uuid);
    expect(outbox.state.conflicts).toHaveLength(0);
    server.syncPhoto = upload;
    await outbox.flush();
    expect(server.attached).toHaveLength(1);
    expect(await outbox.db.ops()).toEqual([]);
});

test("a photo that another tab has sent meanwhile is not missed", async () => {
    const server = mockServer();
    const outbox = await openPage();
    outbox.db.photo = async () => undefined;
    await closeVisit(outbox);
    expect(server.uploads).toHaveLength(0);
    expect(outbox.state.pending).toBe(0);
});

test("a conflict that nobody has read outlives its photos", async () => {
    const server = mockServer();
    server.apply = ({ uuid }) => ({ uuid, status: "conflict", action_id: 5, message: "Moved." });
    const outbox = await openPage();
    await closeVisit(outbox);
    expect(server.attached).toHaveLength(1);
    expect(outbox.state.pending).toBe(0);
    expect(outbox.state.conflicts.map((op) => [op.message, op.photoCount])).toEqual([["Moved.", 0]]);
});

test("photos survive a reload", async () => {
    const name = makeDatabaseName();
    const server = mockServer();
    server.syncPhoto = lost;
    const before = await openPage(name);
    await closeVisit(before);
    closePage(before);
    const working = mockServer();
    const outbox = await openPage(name);
    expect(working.uploads).toHaveLength(1);
    expect(working.uploads[0]).toEqual(server.uploads[0]);
    expect(outbox.state.pending).toBe(0);
});
