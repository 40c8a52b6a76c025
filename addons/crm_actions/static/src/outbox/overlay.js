import { deserializeDateTime, serializeDateTime } from "@web/core/l10n/dates";
import { addAction, copyDay, endVisit, settle, touch, updateLead } from "@crm_actions/outbox/draft";

/**
 * The day as it will be once the ops are applied: what the person did is on the screen at once.
 *
 * @param {object} day answer of `crm.action.get_my_day`; it stays as it is
 * @param {object[]} ops of the outbox, oldest first; what the server already has is left out
 * @returns {object} a new day; what an op touches has its kinds in `unsent`
 */
export function applyOps(day, ops) {
    const draft = copyDay(day);
    for (const op of ops.filter((each) => !each.acknowledged)) {
        KINDS[op.kind]?.(draft, op);
    }
    return settle(draft, day);
}

const KINDS = {
    create(draft, op) {
        addAction(draft, op, { title: op.base?.title, ...op.vals });
        updateLead(draft, op.vals.opportunity_id, { next: op.vals });
    },
    check_in(draft, op) {
        const action = touch(draft, op);
        action.state = action.state === "planned" ? "in_progress" : action.state;
        action.checkin_at ||= op.at;
        draft.open_visit = action.checkout_at ? draft.open_visit : action;
    },
    check_out(draft, op) {
        endVisit(draft, touch(draft, op), op.at);
    },
    start(draft, op) {
        touch(draft, op).state = "in_progress";
    },
    close(draft, op) {
        const { vals } = op;
        const action = touch(draft, op);
        const outcome = draft.outcomes.find(({ id }) => id === vals.outcome_id);
        Object.assign(action, {
            state: "done",
            outcome_id: vals.outcome_id || false,
            outcome: outcome?.name || false,
            result: outcome?.result || false,
            done_at: op.at,
        });
        endVisit(draft, action, op.at);
        const { partner_id, lead_id, title } = action;
        if (vals.next) {
            addAction(draft, op, { title, partner_id, opportunity_id: lead_id, ...vals.next });
        }
        updateLead(draft, lead_id, vals);
    },
    postpone(draft, op) {
        const action = touch(draft, op);
        const moved = read(op.vals.start).diff(read(action.start));
        action.stop = serializeDateTime(read(action.stop).plus(moved));
        action.start = op.vals.start;
    },
    cancel(draft, op) {
        touch(draft, op).state = "cancelled";
    },
};

const read = (value) => deserializeDateTime(value, { tz: "utc" });
