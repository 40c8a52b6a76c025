import { localization } from "@web/core/l10n/localization";

const { DateTime } = luxon;

/** "09:05" or "09:05 am", as the user's language has it, without seconds. */
export function formatTime({ hour, minute }) {
    const format = localization.timeFormat.replace(/\W?ss/, "");
    return DateTime.fromObject({ hour, minute }, { zone: "utc" }).toFormat(format);
}

/** The same for minutes since midnight; the end of a day is its midnight. */
export function formatMinutes(minutes) {
    return formatTime({ hour: Math.floor(minutes / 60) % 24, minute: minutes % 60 });
}
