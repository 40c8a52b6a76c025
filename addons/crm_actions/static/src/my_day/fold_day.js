import { formatList } from "@web/core/l10n/utils";
import { _t } from "@web/core/l10n/translation";
import { formatHour } from "@crm_actions/my_day/day_labels";
import { readMoment } from "@crm_actions/time/zone";

/** So many rows fit on a phone with the next visit above them. */
const FITTING = 8;
const NOON = 14;

/**
 * Cut a long day in two: before two o'clock the afternoon is folded, later what is closed.
 *
 * @param {Object[]} actions by start
 * @param {Object} now luxon's
 * @returns {{before: Object[], shown: Object[], after: Object[]}}
 */
export function foldDay(actions, now) {
    const whole = { before: [], shown: actions, after: [] };
    if (actions.length <= FITTING) {
        return whole;
    }
    const parts = actions.map((action) => ({ action, hour: readMoment(action.start) }));
    const isOpen = ({ state }) => ["planned", "in_progress"].includes(state);
    if (now.hour >= NOON && parts.some(({ hour }) => hour.hasSame(now, "day"))) {
        const first = actions.findIndex((action) => isOpen(action) && !action.allday);
        const cut = first < 0 ? actions.length : first;
        // what lasts the whole day stands above the hours, and is folded once it is closed
        const isPast = (action, index) => index < cut && !isOpen(action);
        return {
            before: actions.filter(isPast),
            shown: actions.filter((action, index) => !isPast(action, index)),
            after: [],
        };
    }
    const isAfternoon = ({ action, hour }) =>
        !action.allday && hour.hour >= NOON && action.state === "planned";
    return {
        before: [],
        shown: parts.filter((part) => !isAfternoon(part)).map(({ action }) => action),
        after: parts.filter(isAfternoon).map(({ action }) => action),
    };
}

/** "2 visits and 1 call" */
export function countKinds(actions) {
    const count = (test) => actions.filter(({ code }) => test(code)).length;
    const visits = count((code) => code === "visit");
    const calls = count((code) => code === "call");
    const others = actions.length - visits - calls;
    const parts = [
        visits && (visits === 1 ? _t("1 visit") : _t("%(n)s visits", { n: visits })),
        calls && (calls === 1 ? _t("1 call") : _t("%(n)s calls", { n: calls })),
        others && (others === 1 ? _t("1 other") : _t("%(n)s others", { n: others })),
    ];
    return formatList(parts.filter(Boolean));
}

/** From the first start to the last end of what has an hour. */
export function spanOf(actions) {
    const timed = actions.filter(({ allday }) => !allday);
    const last = timed.reduce((stop, action) => (action.stop > stop ? action.stop : stop), "");
    return timed.length ? `${formatHour(timed[0].start)}–${formatHour(last)}` : "";
}
