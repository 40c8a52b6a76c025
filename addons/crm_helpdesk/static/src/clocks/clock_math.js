import { _t } from "@web/core/l10n/translation";

const { DateTime } = luxon;

/** Colour, shape and word of each light: never the colour alone. */
export const LIGHTS = {
    ok: { icon: "fa-check-circle-o", tone: "success" },
    soon: { icon: "fa-exclamation-triangle", tone: "warning" },
    late: { icon: "fa-exclamation-circle", tone: "danger" },
    paused: { icon: "fa-pause", tone: "info" },
    done: { icon: "fa-check", tone: "success" },
    none: { icon: "fa-minus", tone: "neutral" },
};

/** @param {string} text a moment in UTC, as the server writes it */
export function readUtc(text) {
    return DateTime.fromSQL(text, { zone: "utc" });
}

/** Working seconds from one moment to another, by the spans that the server gave. */
function worked(spans, from, until) {
    let seconds = 0;
    for (const [start, stop] of spans) {
        const first = Math.max(readUtc(start).toMillis(), from.toMillis());
        const last = Math.min(readUtc(stop).toMillis(), until.toMillis());
        seconds += Math.max(0, last - first) / 1000;
    }
    return Math.floor(seconds);
}

/**
 * How a clock stands at a moment after it was read.
 *
 * @param {Object} card as `get_clocks` gives it
 * @param {luxon.DateTime} read when the server gave it
 * @param {luxon.DateTime} at the moment that is asked for
 * @returns {{ used: number, left: number, over: number, light: string, percent: number }}
 */
export function readCard(card, read, at) {
    const ran = card.running ? worked(card.spans, read, at) : 0;
    const used = card.accrued_s + ran;
    const late = card.light === "late" || Boolean(isPast(card.deadline, at) && card.running);
    const over = late
        ? card.overdue_s + (card.light === "late" ? ran : Math.max(0, used - card.budget_s))
        : 0;
    return {
        used,
        over,
        left: Math.max(0, card.budget_s - used),
        light: lightAt(card, at, late),
        percent: card.budget_s ? Math.floor((100 * used) / card.budget_s) : 0,
    };
}

function lightAt(card, at, late) {
    if (late) {
        return "late";
    }
    return card.light === "ok" && isPast(card.warn_at, at) ? "soon" : card.light;
}

function isPast(text, at) {
    return text && readUtc(text) < at;
}

/** "3 h 10 min" of working seconds, as the server words it. */
export function wordDuration(seconds) {
    const minutes = Math.floor(seconds / 60);
    const hours = Math.floor(minutes / 60);
    const rest = minutes % 60;
    if (!hours) {
        return _t("%(minutes)s min", { minutes: rest });
    }
    if (!rest) {
        return _t("%(hours)s h", { hours });
    }
    return _t("%(hours)s h %(minutes)s min", { hours, minutes: String(rest).padStart(2, "0") });
}

/** "Today, 11:30" or "Tue, 13 Oct, 11:30", on the clocks of the department. */
export function wordMoment(text, tz, at) {
    const moment = readUtc(text).setZone(tz);
    const today = at.setZone(tz).startOf("day");
    const days = Math.round(moment.startOf("day").diff(today, "days").days);
    const hour = moment.toLocaleString(DateTime.TIME_SIMPLE);
    const near = { 0: _t("Today"), 1: _t("Tomorrow"), [-1]: _t("Yesterday") }[days];
    const format = { weekday: "short", day: "numeric", month: "short" };
    const far = moment.year === today.year ? format : { ...format, year: "numeric" };
    return _t("%(day)s, %(hour)s", { day: near || moment.toLocaleString(far), hour });
}

/** What the light says in a word or two. */
export function wordLight(card, shown) {
    switch (shown.light) {
        case "soon":
            return _t("%(duration)s left", { duration: wordDuration(shown.left) });
        case "late":
            return _t("Late by %(duration)s", { duration: wordDuration(shown.over) });
        case "ok":
            return _t("In time");
        case "paused":
            return _t("Paused");
        case "done":
            return _t("Met");
    }
    return _t("Nothing promised");
}
