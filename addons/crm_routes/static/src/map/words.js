import { deserializeDateTime } from "@web/core/l10n/dates";
import { _t } from "@web/core/l10n/translation";
import { formatFloat } from "@web/core/utils/numbers";
import { formatTime } from "@crm_actions/time/time_labels";
import { readMoment } from "@crm_actions/time/zone";

const { IANAZone } = luxon;

/** "45 min", "2 h 10 min" */
export function wordMinutes(minutes) {
    const whole = Math.round(minutes);
    const [hours, rest] = [Math.floor(whole / 60), whole % 60];
    if (!hours) {
        return _t("%(minutes)s min", { minutes: rest });
    }
    return rest
        ? _t("%(hours)s h %(minutes)s min", { hours, minutes: rest })
        : _t("%(hours)s h", { hours });
}

export function wordKm(km) {
    return _t("%(km)s km", { km: formatFloat(km, { digits: [16, km < 100 ? 1 : 0] }) });
}

export function wordStops(count) {
    return count === 1 ? _t("1 stop") : _t("%(count)s stops", { count });
}

/**
 * The hour of a moment on the clock of the rep whose day it is, as the server's sentences have it.
 *
 * @param {string | false} instant UTC, as the server writes it
 * @param {string} [tz] without it the clock of whoever looks
 */
export function wordHour(instant, tz) {
    if (!instant) {
        return "";
    }
    const isKnown = tz && IANAZone.isValidZone(tz);
    return formatTime(isKnown ? deserializeDateTime(instant, { tz }) : readMoment(instant));
}
