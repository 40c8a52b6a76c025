import { browser } from "@web/core/browser/browser";
import { Pace } from "@crm_actions/outbox/batch";
import { classify, isOwnSession } from "@crm_actions/outbox/call";
import { withLock } from "@crm_actions/outbox/lock";
import { Schedule } from "@crm_actions/outbox/schedule";
import { Sender } from "@crm_actions/outbox/sender";

/** Sends what waits, one flush at a time in all tabs, and tells the screens how it goes. */
export class Delivery {
    flushing = null;
    again = false;
    listeners = new Set();
    pace = new Pace();
    schedule = new Schedule(() => this.flush());

    /**
     * @param {string} name of the lock and of the channel between tabs
     * @param {import("@crm_actions/outbox/outbox_db").OutboxDb} db
     * @param {import("@crm_actions/outbox/outbox_view").OutboxView} view
     * @param {number} userId
     */
    constructor(name, db, view, userId) {
        Object.assign(this, { name, db, view, userId });
    }

    start() {
        this.schedule.start();
        if (browser.BroadcastChannel) {
            this.channel = new browser.BroadcastChannel(this.name);
            this.channel.onmessage = ({ data }) => this._hearOtherTab(data);
        }
        // what the last page left behind
        this.flush();
    }

    /** Something was stored or taken away: show it, in the other tabs too. */
    async changed() {
        await this.refresh();
        this.channel?.postMessage({ synced: false });
    }

    /** Read again what is stored. It never fails: the screens keep what they had. */
    async refresh() {
        try {
            this.view.show(await this.db.ops(), this.userId);
            this.view.state.durable = await this.db.isDurable();
        } catch {
            this.view.state.durable = false;
        }
        if (this.view.state.pending) {
            this.schedule.watch();
        }
    }

    /** @returns {Promise<void>} once nothing is left or it makes no sense to go on; never rejected */
    flush() {
        this.again = true;
        this.flushing ||= this._flush();
        return this.flushing;
    }

    async _flush() {
        let outcome = "done";
        // what is stored while the last of it is sent goes too
        while (this.again && outcome === "done") {
            this.again = false;
            outcome = await this._flushOnce();
        }
        this.flushing = null;
        this.schedule.next(outcome, this.view.state.pending > 0);
    }

    /** @returns {Promise<"done" | "busy" | "failed">} */
    async _flushOnce() {
        await this.refresh();
        if (!this.view.state.pending) {
            return "done";
        }
        this.view.state.sending = true;
        let outcome = "failed";
        let failure = null;
        try {
            outcome = await this._send();
        } catch (error) {
            failure = error;
        }
        await this.refresh();
        this._note(failure);
        this.view.state.sending = false;
        return outcome;
    }

    async _send() {
        // another person may have logged in in another tab
        if (this.view.state.sessionExpired && !(await isOwnSession(this.userId))) {
            return "failed";
        }
        const tell = (change) => this._tell(change);
        const sender = new Sender(this.db, this.userId, this.pace, tell);
        const hadTurn = await withLock(this.name, this.db, (keep) => sender.run(keep));
        if (!hadTurn) {
            return "busy";
        }
        return sender.hasFailed ? "failed" : "done";
    }

    /** The server has answered. */
    async _tell({ applied, changed, skew }) {
        await this.refresh();
        const { state } = this.view;
        Object.assign(state, { offlineSince: false, sessionExpired: false });
        state.clockSkew = skew ?? state.clockSkew;
        this.channel?.postMessage({ synced: changed });
        if (changed) {
            this._callListeners(applied);
        }
    }

    _hearOtherTab({ synced }) {
        this.refresh();
        if (synced) {
            this._callListeners([]);
        }
    }

    _callListeners(applied) {
        for (const listener of this.listeners) {
            try {
                listener(applied);
            } catch (error) {
                // a fault of that screen, shown as such; the rest is sent nevertheless
                Promise.reject(error);
            }
        }
    }

    _note(error) {
        const { state } = this.view;
        if (!error) {
            return;
        }
        const kind = classify(error);
        if (kind === "offline") {
            state.offlineSince ||= Date.now();
            return;
        }
        state.offlineSince = false;
        state.sessionExpired = kind === "session";
        state.durable = state.durable && kind !== "device";
    }
}
