import { useService } from "@web/core/utils/hooks";
import { pick } from "@web/core/utils/objects";
import { OutboxError } from "@crm_actions/outbox/outbox_error";

/** How the server finds the action: by its id, or as the phone named it before it had one. */
export function referTo(action) {
    return pick(action, ...["id", "client_uuid"].filter((key) => action[key]));
}

/** What the phone saw when the person decided: the server tells a conflict by it. */
export function seenBy(action) {
    return pick(action, "partner_id", "type_id", "lead_id", "start", "title");
}

/** Put what a person did into the outbox, where it is safe. */
export function useStore() {
    const outbox = useService("crm_outbox");
    const notification = useService("notification");

    /** What could not be stored is said; whoever asked keeps what was typed. */
    async function store(work) {
        try {
            await work();
            return true;
        } catch (error) {
            if (!(error instanceof OutboxError)) {
                throw error;
            }
            notification.add(error.message, { type: "danger" });
            return false;
        }
    }

    /** @returns {Promise<boolean>} whether it is kept on the phone */
    function put(kind, action, vals, more = {}) {
        const options = { base: seenBy(action), ...more };
        return store(() => outbox.enqueue(kind, referTo(action), vals, options));
    }

    function resend(op, vals, more = {}) {
        return store(() => outbox.resend(op.uuid, vals, more));
    }

    return { put, resend };
}
