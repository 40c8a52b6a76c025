import { browser } from "@web/core/browser/browser";
import { ConnectionLostError, RPCError } from "@web/core/network/rpc";
import { registry } from "@web/core/registry";
import { readPage } from "@crm_actions/customer_360/page_request";

/** The day comes first on a narrow line. */
const LATER_MS = 3000;
/** What was read so lately is not read again. */
const FRESH_MS = 30 * 60 * 1000;

/** Reads the pages of customers ahead, one after the other, into the phone's cache. */
class KeptPages {
    readAt = new Map();
    waiting = [];
    timer = null;

    constructor(orm) {
        this.orm = orm.silent.cache({ type: "disk", update: "always" });
    }

    /** @param {number[]} ids customers whose page the phone shall have without signal */
    keep(ids) {
        const isOld = (id) => !(this.readAt.get(id) > Date.now() - FRESH_MS);
        this.waiting = [...new Set(ids)].filter(isOld);
        this.timer ||= browser.setTimeout(() => this.readAll(), LATER_MS);
    }

    async readAll() {
        try {
            while (this.waiting.length) {
                await this.read(this.waiting.shift());
            }
        } catch (error) {
            // without signal: the next reading of the day begins anew
            if (!(error instanceof ConnectionLostError)) {
                throw error;
            }
        } finally {
            this.timer = null;
        }
    }

    async read(id) {
        try {
            await readPage(this.orm, "res.partner", id, { small: true });
        } catch (error) {
            // a customer that is closed to the rep has no page to keep
            if (!(error instanceof RPCError)) {
                throw error;
            }
        }
        this.readAt.set(id, Date.now());
    }
}

export const keptPagesService = {
    dependencies: ["orm"],
    start: (_env, { orm }) => new KeptPages(orm),
};

registry.category("services").add("crm_kept_pages", keptPagesService);
