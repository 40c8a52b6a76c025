import { _t } from "@web/core/l10n/translation";
import { typeIcon } from "@crm_actions/day_board/card_labels";
import { formatTime } from "@crm_actions/time/time_labels";
import { now as presently, readMoment } from "@crm_actions/time/zone";

const SHORT_DAY = { weekday: "short", day: "numeric", month: "short" };

/** "Jue 15 oct", short enough for the head of a phone. */
export function formatDay(date) {
    return capitalize(formatNear(date));
}

/** The same within a sentence. */
export function formatNear(date) {
    return date.toLocaleString(SHORT_DAY).replace(",", "");
}

/** The hour of an instant that the server wrote. */
export function formatHour(instant) {
    return instant ? formatTime(readMoment(instant)) : "";
}

/** The hour at which an action begins, or that it has none. */
export function startLabel(action) {
    return action.allday ? _t("All day") : formatHour(action.start);
}

/** The day too, unless it is today. */
export function formatMoment(instant) {
    const moment = readMoment(instant);
    const hour = formatTime(moment);
    return moment.hasSame(presently(), "day") ? hour : `${formatNear(moment)}, ${hour}`;
}

/** The hour if it was today, else the day: one of them tells how old something is. */
export function formatAge(instant) {
    const moment = readMoment(instant);
    return moment.hasSame(presently(), "day") ? formatTime(moment) : formatNear(moment);
}

/** Icon of the kind of an action or of a type. */
export function kindIcon(code) {
    return typeIcon({ type: { code } });
}

/** What an action is about beyond its customer: its objective, or where it is. */
export function subtitle(action) {
    return [action.city, action.summary].filter(Boolean).join(" · ");
}

const DONE = {
    positive: { tone: "ok", icon: "fa-check" },
    neutral: { tone: "ok", icon: "fa-check" },
    negative: { tone: "bad", icon: "fa-minus" },
    no_contact: { tone: "warn", icon: "fa-times" },
};

/**
 * How an action stands, always as a colour, the shape of an icon and a word.
 *
 * @param {Object} action
 * @param {{isNext: boolean, now: Object}} moment what comes next, and the present
 */
export function describeAction(action, { isNext, now }) {
    switch (action.state) {
        case "done":
            return { ...(DONE[action.result] || DONE.neutral), word: action.outcome || _t("Done") };
        case "cancelled":
            return { tone: "mute", icon: "fa-ban", word: _t("Cancelled") };
        case "in_progress":
            return { tone: "now", icon: "fa-play", word: _t("In progress") };
    }
    if (isNext) {
        return { tone: "now", icon: "fa-play", word: _t("Next one") };
    }
    return isLate(action, now)
        ? { tone: "bad", icon: "fa-exclamation", word: _t("Late") }
        : { tone: "plan", icon: "", word: _t("Planned") };
}

/** Planned and over. The server's word is as old as the copy on the phone, so the clock decides. */
export function isLate(action, now) {
    if (action.state !== "planned" || action.allday) {
        return action.state === "planned" && Boolean(action.late);
    }
    return readMoment(action.stop) < now;
}

/**
 * What the rep goes to next: the first that is not over yet, else the oldest that is. What lasts
 * the whole day waits while somebody expects the rep at an hour.
 */
export function findNext(actions, now) {
    const planned = actions.filter(({ state }) => state === "planned");
    const coming = planned.filter((action) => !isLate(action, now));
    return coming.find(({ allday }) => !allday) || coming[0] || planned[0] || null;
}

function capitalize(text) {
    return text.charAt(0).toLocaleUpperCase() + text.slice(1);
}
