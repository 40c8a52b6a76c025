import { registry } from "@web/core/registry";
import { ConnectionAbortedError, ConnectionLostError, rpc } from "@web/core/network/rpc";
import { RPCCache } from "@web/core/network/rpc_cache";
import { user } from "@web/core/user";
import { session } from "@web/session";
import { withLimit } from "@crm_actions/outbox/call";

const METHOD = "get_my_day";
const URL = `/web/dataset/call_kw/crm.action/${METHOD}`;
const LIMIT_MS = 8000;
/** What the office decides: an op of these kinds that it took otherwise was not done at all. */
const OFFICE_DECIDES = ["postpone", "cancel"];

/**
 * Reads days from the server and keeps the last copy of each on the phone. It outlives the screen:
 * who comes back to it sees at once what was there.
 *
 * Core's cache joins a question to one that is under way, which may be older than what was sent
 * meanwhile, and waits for it as long as it hangs. So this has a cache of its own and says itself
 * which readings are one.
 */
export class DayReader {
    /** The day as it was shown last. */
    lastSeen = null;
    readings = new Map();
    /** Whether the server took this page for another person's when it was asked last. */
    isForeign = false;
    /** Ops, and the days that were read after they had arrived: those show them by themselves. */
    held = new Map();

    /**
     * @param {import("@crm_actions/outbox/outbox").Outbox} outbox
     * @param {RPCCache | null} cache none where the browser keeps nothing
     */
    constructor(outbox, cache) {
        Object.assign(this, { outbox, cache });
    }

    /**
     * @param {string} date
     * @param {boolean} [changed] whether the server's day is another one than a moment ago, so that
     *  an answer which is under way may be too old
     * @returns {{copy: Promise<object>, fresh: Promise<object>}} the first that is there, and what
     *  the server says; rejected with ConnectionLostError without a network, or a quick one
     */
    read(date, changed = false) {
        const current = this.readings.get(date);
        if (!current) {
            return this._begin(date);
        }
        if (!changed) {
            return current;
        }
        const again = () => this.read(date).fresh;
        return { copy: current.copy, fresh: current.fresh.then(again, again) };
    }

    /**
     * Keep in mind what is unsent: it holds until the day was read with it.
     *
     * @param {{ops: object[], state: object}} [outbox] as a screen watches it
     */
    hold({ ops, state } = this.outbox) {
        for (const op of ops.filter(isUnsent)) {
            if (!this.held.has(op.uuid)) {
                this.held.set(op.uuid, { op, readOn: new Set() });
            }
        }
        const refused = [
            ...state.rejected.filter(isUnsent),
            ...state.conflicts.filter(({ kind }) => OFFICE_DECIDES.includes(kind)),
        ];
        refused.forEach(({ uuid }) => this.held.delete(uuid));
    }

    /** @returns {object[]} the ops that the copy of this day does not know, oldest first */
    heldFor(date) {
        const kept = [...this.held.values()].filter(({ readOn }) => !readOn.has(date));
        return kept.map(({ op }) => op);
    }

    forget(uuid) {
        this.held.delete(uuid);
    }

    _begin(date) {
        this.hold();
        const unsent = new Set(this.outbox.ops.filter(isUnsent).map(({ uuid }) => uuid));
        const arrived = [...this.held.values()].filter(({ op }) => !unsent.has(op.uuid));
        const request = callMyDay(date).then((day) => this._checkOwn(day));
        const copy = this._copyOr(date, request);
        const fresh = request
            .then((day) => {
                arrived.forEach(({ readOn }) => readOn.add(date));
                return day;
            })
            .finally(() => this.readings.delete(date));
        // whoever asked is told; nobody else has to be
        copy.catch(() => {});
        fresh.catch(() => {});
        this.readings.set(date, { copy, fresh });
        return { copy, fresh };
    }

    /** Where somebody else has logged in meanwhile, the server gives that person's day. */
    _checkOwn(day) {
        const isForeign = day.user.id !== user.userId;
        if (isForeign || this.isForeign) {
            this.outbox.state.sessionExpired = isForeign;
        }
        this.isForeign = isForeign;
        if (isForeign) {
            throw new ConnectionLostError(URL);
        }
        return day;
    }

    _copyOr(date, request) {
        const key = JSON.stringify([date, user.context]);
        const settings = { type: "disk", update: "always" };
        return this.cache ? this.cache.read(METHOD, key, () => request, settings) : request;
    }
}

/** Not on the server, as far as the phone knows. */
const isUnsent = ({ acknowledged }) => !acknowledged;

async function callMyDay(date) {
    const params = {
        model: "crm.action",
        method: METHOD,
        args: [date],
        kwargs: { context: user.context },
    };
    try {
        return await withLimit(rpc(URL, params, { silent: true }), LIMIT_MS);
    } catch (error) {
        // a network that lets nothing through is none
        throw error instanceof ConnectionAbortedError ? new ConnectionLostError(URL) : error;
    }
}

export const dayReaderService = {
    dependencies: ["crm_outbox"],
    start(env, { crm_outbox: outbox }) {
        const { browser_cache_secret: secret, db, registry_hash: version } = session;
        // as for core's own cache: what lies on the phone is encrypted
        const isKept = window.isSecureContext && secret;
        return new DayReader(outbox, isKept ? new RPCCache(`crm_my_day_${db}`, version, secret) : null);
    },
};

registry.category("services").add("crm_day_reader", dayReaderService);
