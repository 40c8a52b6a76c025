import { _t } from "@web/core/l10n/translation";
import { formatMinutes } from "@crm_actions/time/time_labels";

const TYPE_ICONS = {
    visit: "fa-map-marker",
    call: "fa-phone",
    email: "fa-envelope",
    meeting: "fa-users",
    task: "fa-check-square-o",
};
const STATE_ICONS = {
    planned: "fa-circle-o",
    in_progress: "fa-play-circle",
    done: "fa-check-circle",
    missed: "fa-times-circle-o",
    overdue: "fa-exclamation-triangle",
};

/** Icon of the kind of an action. */
export function typeIcon(action) {
    return TYPE_ICONS[action.type.code] || TYPE_ICONS.task;
}

/**
 * @returns {{key: string, icon: string, text: string}} how an action stands: overdue goes before
 *  planned, the outcome before done, and done without meeting anybody is missed
 */
export function describeState(action) {
    const text = action.overdue ? _t("Overdue") : action.outcome || action.state_label;
    let key = action.overdue ? "overdue" : action.state;
    if (key === "done" && !action.contacted) {
        key = "missed";
    }
    return { key, icon: STATE_ICONS[key], text };
}

/** "10:00–10:30", or that it takes the whole day. */
export function formatSpan(action) {
    if (action.allday) {
        return _t("All day");
    }
    return `${formatMinutes(action.start_minute)}–${formatMinutes(action.stop_minute)}`;
}
