import { isOneAction, nextBatch } from "@crm_actions/outbox/batch";
import { callSync, callSyncPhoto, classify, isTooSlow, WrongUserError } from "@crm_actions/outbox/call";
import { readBase64 } from "@crm_actions/outbox/photo_file";
import { afterFailure, afterPhoto, afterResult, withoutPhoto } from "@crm_actions/outbox/transitions";

/** So many failures in a row are the server's, not those of the ops. */
const ENOUGH = 3;
const ANSWERS = ["applied", "duplicate", "conflict", "rejected"];

/** Brings what waits to the server, until nothing is left: one object for one flush. */
export class Sender {
    /** What failed in this flush is not tried again before the next one. */
    skipped = new Set();
    failedInARow = 0;
    alone = false;

    /**
     * @param {import("@crm_actions/outbox/outbox_db").OutboxDb} db
     * @param {number} userId whose ops are sent
     * @param {import("@crm_actions/outbox/batch").Pace} pace that outlives the flush
     * @param {(change: {applied: object[], changed: boolean, skew?: number}) => Promise<void>} onSent
     *  after each call that the server has answered
     */
    constructor(db, userId, pace, onSent) {
        this.db = db;
        this.userId = userId;
        this.pace = pace;
        this.onSent = onSent;
    }

    /** Whether something waits for a better moment. */
    get hasFailed() {
        return this.skipped.size > 0;
    }

    /**
     * @param {() => Promise<boolean>} keepTurn
     * @returns {Promise<void>} rejected with the error of the call if it makes no sense to go on
     */
    async run(keepTurn) {
        let more = true;
        while (more && (await keepTurn())) {
            const ops = (await this.db.ops()).filter((op) => op.user_id === this.userId);
            more = await this._sendNext(ops);
        }
    }

    /** Ops before photos: what is typed meanwhile does not wait for a slow upload. */
    async _sendNext(ops) {
        const waiting = ops.filter((op) => op.status === "pending");
        const batch = nextBatch(waiting, this.skipped, this.alone, this.pace.most);
        if (batch.length) {
            await this._sendBatch(batch);
            return true;
        }
        const owner = ops.find((op) => this._nextPhoto(op));
        if (owner) {
            await this._sendPhoto(owner, this._nextPhoto(owner));
        }
        return Boolean(owner);
    }

    _nextPhoto(op) {
        const acknowledged = op.status === "photos" || op.status === "conflict";
        return acknowledged && op.photos.find((photo) => !this.skipped.has(photo));
    }

    async _sendBatch(batch) {
        const answer = await this._try(
            () => this._callSync(batch),
            (error) => this._failBatch(batch, error)
        );
        if (!answer) {
            return;
        }
        const results = new Map((answer.results || []).map((result) => [result.uuid, result]));
        const uuids = batch.map((op) => op.uuid);
        for (const uuid of uuids.filter((each) => !isAnswered(results.get(each)))) {
            this.skipped.add(uuid);
        }
        await this.db.change(uuids, (op) => afterResult(op, results.get(op.uuid)));
        const applied = batch.filter((op) => isApplied(results.get(op.uuid)));
        const changed = batch.some((op) => isKept(results.get(op.uuid)));
        await this.onSent({ applied, changed, skew: answer.skew_s });
        uuids.forEach((uuid) => checkUser(results.get(uuid)));
    }

    async _callSync(batch) {
        try {
            const answer = await callSync(batch);
            this.pace.faster();
            return answer;
        } catch (error) {
            if (isTooSlow(error)) {
                this.pace.slower(batch.length);
            }
            throw error;
        }
    }

    /** A server that fails over a batch may fail over one op of it: each action by itself. */
    async _failBatch(batch, error) {
        if (!this.alone && !isOneAction(batch)) {
            this.alone = true;
            return;
        }
        batch.forEach((op) => this.skipped.add(op.uuid));
        await this.db.change(
            batch.map((op) => op.uuid),
            (op) => afterFailure(op, error)
        );
        this._countFailure(error);
    }

    async _sendPhoto(op, uuid) {
        const photo = await this.db.photo(uuid);
        if (!photo) {
            // another tab has sent it since the ops were read
            return this.db.change([op.uuid], (stored) => withoutPhoto(stored, uuid));
        }
        const action = op.action_id ? { id: op.action_id } : op.action;
        const data = await readBase64(photo);
        // should it fail, the others are tried first
        this.skipped.add(uuid);
        const answer = await this._try(
            () => callSyncPhoto(uuid, action, photo.name, data, op.user_id),
            async (error) => {
                await this.db.change([op.uuid], (stored) => afterFailure(stored, error));
                this._countFailure(error);
            }
        );
        checkUser(answer);
        if (answer) {
            await this.db.change([op.uuid], (stored) => afterPhoto(stored, uuid, answer));
            await this.onSent({ applied: [], changed: isApplied(answer) });
        }
        if (isAnswered(answer)) {
            this.skipped.delete(uuid);
        }
    }

    /** The answer; null and `onFailure` if the server failed; anything else ends the flush. */
    async _try(call, onFailure) {
        try {
            const answer = await call();
            this.failedInARow = 0;
            return answer || {};
        } catch (error) {
            if (classify(error) !== "server") {
                throw error;
            }
            await onFailure(error);
            return null;
        }
    }

    _countFailure(error) {
        this.failedInARow += 1;
        if (this.failedInARow >= ENOUGH) {
            throw error;
        }
    }
}

const isAnswered = (result) => ANSWERS.includes(result?.status);
/** What was kept otherwise than asked has changed the server too: the screens read it anew. */
const isKept = (result) => isApplied(result) || result?.status === "conflict";
const isApplied = (result) => ["applied", "duplicate"].includes(result?.status);

/** Nothing of this user arrives before he or she has logged in again. */
function checkUser(result) {
    if (result?.status === "wrong_user") {
        throw new WrongUserError(result.message);
    }
}
