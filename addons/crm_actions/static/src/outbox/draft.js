import { deserializeDateTime } from "@web/core/l10n/dates";
import { makeAction } from "@crm_actions/outbox/new_action";
import { isSameAction } from "@crm_actions/outbox/same_action";

/** A day that may be changed, whose actions are in one list wherever they are shown. */
export function copyDay(day) {
    const actions = [];
    for (const action of [...day.actions, ...day.overdue, day.open_visit].filter(Boolean)) {
        if (!find(actions, action)) {
            actions.push({ ...action });
        }
    }
    return {
        ...day,
        actions,
        ofDay: new Set(day.actions.map((action) => find(actions, action))),
        overdue: new Set(day.overdue.map((action) => find(actions, action))),
        open_visit: day.open_visit && find(actions, day.open_visit),
        leads: { ...day.leads },
        without_next: [...day.without_next],
    };
}

/**
 * @param {object} draft
 * @param {object} op
 * @returns {object} the action of the op, to be changed; made from what the person saw if the day
 *  does not have it, and in no list if nobody knows when it is
 */
export function touch(draft, op) {
    let action = find(draft.actions, op.action);
    if (!action) {
        const { lead_id, ...base } = { start: op.at, ...op.base };
        action = makeAction(draft, { ...base, opportunity_id: lead_id }, op.action);
        if (op.base?.start) {
            draft.actions.push(action);
        }
    }
    action.unsent = [...(action.unsent || []), op.kind];
    action.late = false;
    return action;
}

/** The action that an op makes, unless the server has sent it meanwhile. */
export function addAction(draft, op, vals) {
    const identity = { client_uuid: vals.client_uuid || op.action?.client_uuid };
    if (!find(draft.actions, identity)) {
        draft.actions.push({ ...makeAction(draft, vals, identity), unsent: [op.kind] });
    }
}

export function endVisit(draft, action, at) {
    action.checkout_at ||= action.checkin_at && at;
    if (draft.open_visit === action) {
        draft.open_visit = false;
    }
}

/** What a next step, a pause or the end of an opportunity means for those that have none. */
export function updateLead(draft, leadId, { next, opportunity, snooze_until }) {
    if (leadId && (next || opportunity || snooze_until)) {
        draft.without_next = draft.without_next.filter((row) => row.lead_id !== leadId);
    }
    if (opportunity && draft.leads[leadId]) {
        draft.leads[leadId] = { ...draft.leads[leadId], open: false };
    }
}

/**
 * Each action where it belongs now, and the figures that follow.
 *
 * @param {object} draft
 * @param {object} day of which it was made
 */
export function settle({ ofDay, overdue, ...draft }, day) {
    const firstDay = ({ start, allday }) => dateOf(start, allday, day.tz);
    const lastDay = ({ stop, allday }) => dateOf(stop, allday, day.tz);
    const isOn = (action, date) => firstDay(action) <= date && date <= lastDay(action);
    const isMoved = (action) => action.unsent?.includes("postpone");
    // what nobody touched stays where the server put it
    const isOfDay = (action) =>
        action.unsent && (isMoved(action) || !ofDay.has(action))
            ? isOn(action, day.date)
            : ofDay.has(action);
    const isOverdue = (action) =>
        action.state === "planned" && (!isMoved(action) || lastDay(action) < day.today);
    const actions = draft.actions.filter(isOfDay).sort(byStart);
    const counted = actions.filter((action) => action.state !== "cancelled");
    const stillOverdue = [...overdue].filter(isOverdue);
    // the lists may be cut short, the counts are not
    const solved = day.without_next.length - draft.without_next.length;
    return {
        ...draft,
        actions,
        overdue: stillOverdue,
        overdue_count: day.overdue_count - overdue.size + stillOverdue.length,
        without_next_count: day.without_next_count - solved,
        done: counted.filter((action) => action.state === "done").length,
        total: counted.length,
    };
}

function find(actions, wanted) {
    return actions.find((action) => isSameAction(action, wanted));
}

/** An action of the whole day keeps hours of its date in no zone at all. */
function dateOf(moment, allday, tz) {
    return allday ? moment.slice(0, 10) : deserializeDateTime(moment, { tz }).toISODate();
}

/** What lasts the whole day has no hour: it stands above those that have one. */
const byStart = (a, b) => b.allday - a.allday || a.start.localeCompare(b.start);
