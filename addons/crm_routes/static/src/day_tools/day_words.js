import { _t } from "@web/core/l10n/translation";
import { formatFloat } from "@web/views/fields/formatters";
import { formatHour } from "@crm_actions/my_day/day_labels";

export function formatKm(km) {
    return _t("%s km", formatFloat(km, { digits: [16, 1] }));
}

/** "1 h 25 min", or the minutes alone. */
export function formatMinutes(minutes) {
    const hours = Math.floor(minutes / 60);
    const rest = minutes % 60;
    if (!hours) {
        return _t("%s min", rest);
    }
    return rest ? _t("%(hours)s h %(minutes)s min", { hours, minutes: rest }) : _t("%s h", hours);
}

/** What a day comes to, in one line. */
export function describeDay({ km, minutes_driving, back }) {
    const parts = [formatKm(km), _t("%s on the road", formatMinutes(minutes_driving))];
    if (back) {
        parts.push(_t("back at %s", formatHour(back)));
    }
    return parts.join(" · ");
}
