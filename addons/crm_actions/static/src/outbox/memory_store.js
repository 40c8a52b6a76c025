import { Mutex } from "@web/core/utils/concurrency";

/** The stores where the browser keeps nothing: what is in here lives as long as the page. */
export class MemoryStore {
    durable = false;
    tables = { ops: new Map(), blobs: new Map(), meta: new Map() };
    mutex = new Mutex();

    /** As in IdbStore: one after the other. */
    transaction(_mode, work) {
        return this.mutex.exec(() => work(this._access()));
    }

    _access() {
        const { tables } = this;
        const keyOf = (value) => value.uuid || value.key;
        return {
            // a map keeps the order in which they came
            opsBySeq: async () => [...tables.ops.values()],
            all: async (name) => [...tables[name].values()],
            get: async (name, key) => tables[name].get(key),
            put: async (name, value) => tables[name].set(keyOf(value), value),
            delete: async (name, key) => tables[name].delete(key),
        };
    }
}
