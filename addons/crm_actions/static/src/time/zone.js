import { deserializeDateTime, serializeDate } from "@web/core/l10n/dates";
import { user } from "@web/core/user";

const { DateTime, IANAZone } = luxon;

/*
 * The days and hours of a person are those of the zone in the preferences, in which the server
 * counts them too (`tz` of a day). The clock of a phone on a journey, or of one set wrongly, would
 * show other hours and another today than the plan.
 */

function zoneName() {
    if (!user.tz) {
        return "utc"; // as the server does
    }
    // a zone of which this browser has never heard
    return IANAZone.isValidZone(user.tz) ? user.tz : "default";
}

/** @returns {luxon.DateTime} the present as the clock on the person's wall shows it */
export function now() {
    return inZone(DateTime.now());
}

/** @returns {string} the person's date, as the server writes it */
export function today() {
    return serializeDate(now());
}

/** @param {string} instant UTC, as the server writes it */
export function readMoment(instant) {
    return deserializeDateTime(instant, { tz: zoneName() });
}

/** The moment at which the wall shows that date and hour; invalid if they are none. */
export function readWall(date, time) {
    return DateTime.fromISO(`${date}T${time}`, { zone: zoneName() });
}

export function inZone(moment) {
    return moment.setZone(zoneName());
}
