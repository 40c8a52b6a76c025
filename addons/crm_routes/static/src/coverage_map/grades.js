import { _t } from "@web/core/l10n/translation";

/**
 * How customers look by the time since their last visit, from the best to the worst: each has a
 * shape of its own, so that nobody needs the colours.
 */
export const GRADES = {
    fresh: { className: "o_crm_grade_fresh", icon: "fa-check", label: _t("Visited lately") },
    soon: { className: "o_crm_grade_soon", icon: "fa-hourglass-half", label: _t("Due soon") },
    overdue: { className: "o_crm_grade_overdue", icon: "fa-exclamation", label: _t("Overdue") },
    long: {
        className: "o_crm_grade_long",
        icon: "fa-exclamation-triangle",
        label: _t("A second visit is due too"),
    },
    never: { className: "o_crm_grade_never", icon: "fa-question", label: _t("Never visited") },
    no_rhythm: { className: "o_crm_grade_none", icon: "fa-minus", label: _t("No visit policy") },
};

/** What a heap of customers looks like: as the one that waits most. */
const WORST_FIRST = ["long", "overdue", "never", "soon", "fresh", "no_rhythm"];

export function worstOf(states) {
    return GRADES[WORST_FIRST.find((grade) => states.includes(grade))].className;
}

/** A customer in one line: name, how long ago, how often. */
export function describe({ name, city, days, every, state }) {
    const parts = [city ? `${name}, ${city}` : name, GRADES[state].label];
    if (days !== false) {
        parts.push(wordLastVisit(days));
    }
    if (every) {
        parts.push(every === 1 ? _t("every day") : _t("every %(days)s days", { days: every }));
    }
    return parts.join(" · ");
}

function wordLastVisit(days) {
    if (days <= 0) {
        return _t("visited today");
    }
    return days === 1
        ? _t("last visit yesterday")
        : _t("last visit %(days)s days ago", { days });
}
