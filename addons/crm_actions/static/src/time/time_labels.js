import { Time } from "@web/core/l10n/time";

/** "09:05" or "9:05am", as the user's language has it. */
export function formatTime({ hour, minute }) {
    return new Time({ hour, minute }).toString(false);
}

/** The same for minutes since midnight; the end of a day is its midnight. */
export function formatMinutes(minutes) {
    return formatTime({ hour: Math.floor(minutes / 60) % 24, minute: minutes % 60 });
}
