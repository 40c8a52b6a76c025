import { browser } from "@web/core/browser/browser";
import { PATIENCE } from "@crm_actions/outbox/idb_store";

const PREFIX = "draft/";

/**
 * Photos of reports that are not sent yet, beside the ops: what a browser keeps of words is too
 * small for them. They are a convenience, so a device that cannot keep them says nothing.
 */
export class DraftPhotos {
    /** @param {import("@crm_actions/outbox/outbox_db").OutboxDb} db */
    constructor(db) {
        this.db = db;
    }

    /**
     * @param {string} key of the draft
     * @returns {Promise<{uuid: string, url: string}[]>} none if the device does not answer
     */
    read(key) {
        const reading = this._transaction("readonly", async (access) => {
            const draft = await access.get("meta", PREFIX + key);
            const photos = [];
            for (const uuid of draft?.photos || []) {
                photos.push(await access.get("blobs", uuid));
            }
            return photos.filter(Boolean);
        });
        const tooLate = new Promise((resolve) => browser.setTimeout(resolve, PATIENCE));
        return Promise.race([reading, tooLate]).then((photos) => photos || []);
    }

    /** @param {{uuid: string, url: string}[]} photos all that the draft has now */
    write(key, photos) {
        return this._transaction("readwrite", async (access) => {
            const before = (await access.get("meta", PREFIX + key))?.photos || [];
            const uuids = photos.map(({ uuid }) => uuid);
            for (const photo of photos.filter(({ uuid }) => !before.includes(uuid))) {
                await access.put("blobs", { uuid: photo.uuid, url: photo.url });
            }
            for (const uuid of before.filter((each) => !uuids.includes(each))) {
                await access.delete("blobs", uuid);
            }
            const draft = { key: PREFIX + key, at: Date.now(), photos: uuids };
            await (uuids.length ? access.put("meta", draft) : access.delete("meta", draft.key));
        });
    }

    drop(key) {
        return this.write(key, []);
    }

    /** @param {number} time in milliseconds; what was touched since stays */
    dropBefore(time) {
        return this._transaction("readwrite", async (access) => {
            const drafts = (await access.all("meta")).filter(({ key }) => key.startsWith(PREFIX));
            for (const { key, photos } of drafts.filter(({ at }) => at < time)) {
                for (const uuid of photos) {
                    await access.delete("blobs", uuid);
                }
                await access.delete("meta", key);
            }
        });
    }

    _transaction(mode, work) {
        return this.db.transaction(mode, work).catch(() => {});
    }
}
