import { browser } from "@web/core/browser/browser";
import { IdbStore, PATIENCE } from "@crm_actions/outbox/idb_store";
import { MemoryStore } from "@crm_actions/outbox/memory_store";

/** Longer than the longest call that is made while it is held. */
const LEASE = 120000;

/**
 * The ops and photos that wait on this device. Each method is one transaction, so that a page
 * that dies leaves all of it or nothing.
 */
export class OutboxDb {
    /** @param {string} name of the IndexedDB database */
    constructor(name) {
        const store = new IdbStore(name);
        this.opened = new Promise((resolve) => {
            this._goWithout = () => resolve(new MemoryStore());
            store.open().then(() => resolve(store), this._goWithout);
        });
    }

    /** See IdbStore: one transaction on the device. */
    async transaction(mode, work) {
        return (await this.opened).transaction(mode, work);
    }

    /** @returns {Promise<boolean>} whether what is stored survives the page */
    async isDurable() {
        return (await this.opened).durable;
    }

    /** @returns {Promise<object[]>} of all users, oldest first */
    ops() {
        return this.transaction("readonly", (access) => access.opsBySeq());
    }

    /** @returns {Promise<object | undefined>} */
    photo(uuid) {
        return this.transaction("readonly", (access) => access.get("blobs", uuid));
    }

    /**
     * @param {object} op without its `seq`
     * @param {object[]} photos whose uuids stand in `op.photos`
     * @returns {Promise<object>} the op as stored
     */
    async add(op, photos) {
        // a person is waiting: storage that does not even open is as good as none
        const timer = browser.setTimeout(this._goWithout, PATIENCE);
        await this.opened;
        browser.clearTimeout(timer);
        return this.transaction("readwrite", async (access) => {
            await putPhotos(access, photos);
            return putNew(access, op);
        });
    }

    /**
     * A new op in place of an old one, with whatever is not said anew, and its photos.
     *
     * @param {string} uuid of the old one
     * @param {(op: object) => boolean} mayBe whether it may be replaced
     * @param {object} vals of the new one
     * @param {object[]} photos that it has besides
     * @returns {Promise<object | null>} the new op as stored
     */
    replace(uuid, mayBe, vals, photos) {
        return this.transaction("readwrite", async (access) => {
            const op = await access.get("ops", uuid);
            if (!op || !mayBe(op)) {
                return null;
            }
            await access.delete("ops", uuid);
            await putPhotos(access, photos);
            const all = [...op.photos, ...photos.map((photo) => photo.uuid)];
            return putNew(access, { ...op, ...vals, photos: all });
        });
    }

    /**
     * @param {string[]} uuids
     * @param {(op: object) => object | null} decide the op as it shall be; null to delete it
     */
    change(uuids, decide) {
        return this.transaction("readwrite", async (access) => {
            for (const uuid of uuids) {
                const op = await access.get("ops", uuid);
                if (op) {
                    await putChanged(access, op, decide(op));
                }
            }
        });
    }

    /** @returns {Promise<boolean>} whether `owner` may send, for two minutes; ask again to renew */
    takeLease(owner, now) {
        return this.transaction("readwrite", async (access) => {
            const lease = await access.get("meta", "lease");
            if (lease && lease.owner !== owner && lease.until > now) {
                return false;
            }
            await access.put("meta", { key: "lease", owner, until: now + LEASE });
            return true;
        });
    }

    releaseLease(owner) {
        return this.transaction("readwrite", async (access) => {
            if ((await access.get("meta", "lease"))?.owner === owner) {
                await access.delete("meta", "lease");
            }
        });
    }
}

async function putPhotos(access, photos) {
    for (const photo of photos) {
        await access.put("blobs", photo);
    }
}

/** The number is counted apart: that of the last op would start again once all are gone. */
async function putNew(access, op) {
    const last = await access.get("meta", "seq");
    const seq = (last?.value || 0) + 1;
    const stored = { ...op, seq };
    await access.put("meta", { key: "seq", value: seq });
    await access.put("ops", stored);
    return stored;
}

async function putChanged(access, op, changed) {
    if (changed) {
        await access.put("ops", changed);
    } else {
        await access.delete("ops", op.uuid);
    }
    const kept = new Set(changed?.photos);
    for (const photo of op.photos.filter((uuid) => !kept.has(uuid))) {
        await access.delete("blobs", photo);
    }
}
