import { reactive } from "@odoo/owl";
import { _t } from "@web/core/l10n/translation";

/** So often may the server fail over an op before anybody is told. */
const PATIENCE = 3;
const UNSENT = ["pending", "photos"];
const REJECTED = ["rejected", "photos_rejected"];

/** What screens see of the outbox; the database is the truth, this is its last reading. */
export class OutboxView {
    state = reactive({
        pending: 0,
        sending: false,
        offlineSince: false,
        rejected: [],
        conflicts: [],
        foreign: 0,
        durable: true,
        sessionExpired: false,
        serverError: false,
        clockSkew: 0,
    });
    ops = reactive([]);

    /**
     * @param {object[]} stored ops of all users, oldest first
     * @param {number} userId
     */
    show(stored, userId) {
        const own = stored.filter((op) => op.user_id === userId);
        const rows = (statuses) => own.filter((op) => statuses.includes(op.status)).map(toRow);
        const unsent = rows(UNSENT);
        const waiting = own.filter((op) => UNSENT.includes(op.status) || isUploading(op));
        this.ops.splice(0, this.ops.length, ...unsent);
        Object.assign(this.state, {
            pending: waiting.length,
            rejected: rows(REJECTED),
            conflicts: rows(["conflict"]),
            foreign: stored.length - own.length,
            serverError: describeFailure(waiting),
        });
    }
}

/** A conflict is on the server, but its photos may still be here. */
const isUploading = (op) => op.status === "conflict" && op.photos.length > 0;

/** An op as screens read it. */
export function toRow(op) {
    const { uuid, seq, kind, action, at, vals, base, message, status } = op;
    return {
        ...{ uuid, seq, kind, action, at, vals, base, message },
        photoCount: op.photos.length,
        // what should have followed was not planned: the person may plan it yet
        nextLost: Boolean(op.next_lost),
        // on the server: only its photos are missing
        acknowledged: status !== "pending" && status !== "rejected",
    };
}

function describeFailure(ops) {
    const failed = ops.find((op) => op.failures >= PATIENCE);
    if (!failed) {
        return false;
    }
    return (
        failed.message ||
        _t("The server has a problem with your work. It is kept here and sent again.")
    );
}
