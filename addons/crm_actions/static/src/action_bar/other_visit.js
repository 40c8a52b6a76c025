import { ConfirmationDialog } from "@web/core/confirmation_dialog/confirmation_dialog";
import { toLocaleDateTimeString } from "@web/core/l10n/dates";
import { _t } from "@web/core/l10n/translation";
import { formatTime } from "@crm_actions/time/time_labels";
import { now, readMoment } from "@crm_actions/time/zone";

/**
 * Nobody is at two customers at once.
 *
 * @param {Function} choose see useChoice
 * @param {{name: string, since: string}} visit that was not left yet
 * @returns {Promise<true | null>} whether to check out there; null to stop
 */
export function askToLeave(choose, visit) {
    return choose(ConfirmationDialog, (resolve) => ({
        title: _t("You are still at another visit"),
        body: _t(
            "You are still at %(visit)s since %(time)s. Check out there and check in here?",
            { visit: visit.name, time: formatSince(visit.since) }
        ),
        confirm: () => resolve(true),
        confirmLabel: _t("Check out and check in here"),
        cancel: () => resolve(null),
        cancelLabel: _t("Stay there"),
    }));
}

/** The hour, and the date too unless it is today. */
function formatSince(since) {
    const moment = readMoment(since);
    return moment.hasSame(now(), "day")
        ? formatTime(moment)
        : toLocaleDateTimeString(moment, { tz: moment.zoneName });
}
