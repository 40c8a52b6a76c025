import { browser } from "@web/core/browser/browser";

/** Never raised in a way that empties a store: unsent work lies in them. */
const VERSION = 1;
const STORES = ["ops", "blobs", "meta"];
/** Some browsers never answer when their storage is broken. */
export const PATIENCE = 3000;

/**
 * The stores in IndexedDB. Core's own class deletes its database when the version changes and
 * resolves before the disk has it, so it is no place for what exists nowhere else.
 */
export class IdbStore {
    durable = true;

    /** @param {string} name of the database */
    constructor(name) {
        this.name = name;
    }

    /** @param {number} [patience] milliseconds until it counts as broken */
    async open(patience) {
        this.db = await openDatabase(this.name, patience);
    }

    /**
     * @template T
     * @param {"readonly" | "readwrite"} mode
     * @param {(access: object) => Promise<T>} work may only wait for what `access` gives
     * @returns {Promise<T>} once it is on the disk
     */
    async transaction(mode, work) {
        const transaction = await this._begin(mode);
        const done = new Promise((resolve, reject) => {
            transaction.oncomplete = resolve;
            transaction.onabort = () => reject(transaction.error);
        });
        try {
            const result = await work(makeAccess(transaction));
            await done;
            return result;
        } catch (error) {
            done.catch(() => {});
            abort(transaction);
            throw transaction.error || error;
        }
    }

    /** A phone closes the databases of a page in the background: open it again, once. */
    async _begin(mode) {
        const begin = () => this.db.transaction(STORES, mode, { durability: "strict" });
        try {
            return begin();
        } catch {
            await this.open(PATIENCE);
            return begin();
        }
    }
}

/** @returns {Promise<IDBDatabase>} rejected where there is no storage, or none that answers */
function openDatabase(name, patience) {
    return new Promise((resolve, reject) => {
        const request = window.indexedDB.open(name, VERSION);
        const giveUp = () => reject(new Error("no answer"));
        const timer = patience && browser.setTimeout(giveUp, patience);
        request.onupgradeneeded = () => {
            request.result.createObjectStore("ops", { keyPath: "uuid" }).createIndex("seq", "seq");
            request.result.createObjectStore("blobs", { keyPath: "uuid" });
            request.result.createObjectStore("meta", { keyPath: "key" });
        };
        request.onsuccess = () => {
            browser.clearTimeout(timer);
            // in the way of nobody who has to change or delete the database
            request.result.onversionchange = () => request.result.close();
            resolve(request.result);
        };
        request.onerror = () => {
            browser.clearTimeout(timer);
            reject(request.error);
        };
    });
}

function makeAccess(transaction) {
    const store = (name) => transaction.objectStore(name);
    return {
        opsBySeq: () => toPromise(store("ops").index("seq").getAll()),
        all: (name) => toPromise(store(name).getAll()),
        get: (name, key) => toPromise(store(name).get(key)),
        put: (name, value) => toPromise(store(name).put(value)),
        delete: (name, key) => toPromise(store(name).delete(key)),
    };
}

function toPromise(request) {
    return new Promise((resolve, reject) => {
        request.onsuccess = () => resolve(request.result);
        request.onerror = () => reject(request.error);
    });
}

function abort(transaction) {
    try {
        transaction.abort();
    } catch {
        // it has aborted by itself
    }
}
