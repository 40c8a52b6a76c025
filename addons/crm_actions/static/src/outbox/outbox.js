import { browser } from "@web/core/browser/browser";
import { serializeDateTime } from "@web/core/l10n/dates";
import { _t } from "@web/core/l10n/translation";
import { Delivery } from "@crm_actions/outbox/delivery";
import { DraftPhotos } from "@crm_actions/outbox/draft_photos";
import { OutboxDb } from "@crm_actions/outbox/outbox_db";
import { OutboxError } from "@crm_actions/outbox/outbox_error";
import { OutboxView, toRow } from "@crm_actions/outbox/outbox_view";
import { packPhoto } from "@crm_actions/outbox/photo_file";
import { whenAcknowledged } from "@crm_actions/outbox/transitions";
import { makeUuid } from "@crm_actions/outbox/uuid";

const { DateTime } = luxon;

/** What people do, with a network or without: stored on the device first, then sent. */
export class Outbox {
    view = new OutboxView();
    state = this.view.state;
    ops = this.view.ops;

    /**
     * @param {string} name of the database on the device
     * @param {number} userId whose work this is; that of others stays untouched
     */
    constructor(name, userId) {
        this.userId = userId;
        this.db = new OutboxDb(name);
        this.drafts = new DraftPhotos(this.db);
        this.delivery = new Delivery(name, this.db, this.view, userId);
    }

    start() {
        this.delivery.start();
    }

    /**
     * @param {string} kind "check_in", "close" and so on
     * @param {{id?: number, client_uuid?: string}} action
     * @param {object} [vals] of the op
     * @param {{base?: object, photos?: Blob[]}} [options] what the person saw; pictures of any size
     * @returns {Promise<object>} the op, once it is stored; it is sent in the background
     * @throws {OutboxError} with a sentence for the person: nothing was stored, the form stays
     */
    async enqueue(kind, action, vals = {}, { base = {}, photos = [] } = {}) {
        const at = serializeDateTime(DateTime.now());
        const files = await Promise.all(photos.map(packPhoto));
        const op = {
            uuid: makeUuid(),
            user_id: this.userId,
            ...{ kind, at, status: "pending", message: "", failures: 0, action_id: false },
            // a reactive object cannot be stored
            ...JSON.parse(JSON.stringify({ action, vals, base })),
            photos: files.map((file) => file.uuid),
        };
        askToKeep();
        return this._sendSoon(await this._store(() => this.db.add(op, files)));
    }

    flush() {
        return this.delivery.flush();
    }

    /** Give up what the server refused. */
    discard(uuid) {
        return this._change(uuid, (op) => (isRejected(op) ? null : op));
    }

    /** A conflict was read. Its photos still go up. */
    dismiss(uuid) {
        return this._change(uuid, (op) => (op.status === "conflict" ? whenAcknowledged(op) : op));
    }

    /**
     * Send again what the server refused, corrected; as a new op that happened when the old one did.
     *
     * @param {string} uuid
     * @param {object} [vals] as they shall be; without them as they were
     * @param {{photos?: Blob[]}} [options] pictures besides those that it has
     * @returns {Promise<object | null>} the new op; null if there is nothing to send as a new op
     */
    async resend(uuid, vals, { photos = [] } = {}) {
        const rejected = this.state.rejected.find((op) => op.uuid === uuid);
        if (rejected?.acknowledged) {
            await this._change(uuid, whenAcknowledged);
            this.flush();
            return null;
        }
        const corrected = {
            uuid: makeUuid(),
            ...{ status: "pending", message: "", failures: 0, action_id: false, next_lost: false },
            ...(vals && { vals: JSON.parse(JSON.stringify(vals)) }),
        };
        const files = await Promise.all(photos.map(packPhoto));
        const op = await this._store(() => this.db.replace(uuid, isRejected, corrected, files));
        return op && this._sendSoon(op);
    }

    /**
     * @param {(applied: object[]) => void} callback called whenever something has changed on the
     *  server, with the ops that did as asked, which `ops` no longer has (none of those that it
     *  took otherwise, and none if another tab sent them)
     * @returns {() => void} unsubscribe
     */
    onSynced(callback) {
        this.delivery.listeners.add(callback);
        return () => this.delivery.listeners.delete(callback);
    }

    async _sendSoon(op) {
        await this.delivery.changed();
        this.flush();
        return toRow(op);
    }

    async _change(uuid, decide) {
        await this._store(() => this.db.change([uuid], decide));
        await this.delivery.changed();
    }

    async _store(work) {
        try {
            return await work();
        } catch (error) {
            this.state.durable = false;
            throw new OutboxError(explain(error), { cause: error });
        }
    }
}

const isRejected = (op) => ["rejected", "photos_rejected"].includes(op.status);

/** Phones short of space empty the storage of pages that have not asked to keep it. */
function askToKeep() {
    browser.navigator.storage?.persist?.().catch(() => {});
}

function explain(error) {
    return error?.name === "QuotaExceededError"
        ? _t("There is no room left on this device: nothing was saved. Free some and save again.")
        : _t("This device could not store it: nothing was saved. Try again.");
}
