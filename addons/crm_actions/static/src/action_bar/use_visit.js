import { ConfirmationDialog } from "@web/core/confirmation_dialog/confirmation_dialog";
import {
    deserializeDateTime,
    serializeDateTime,
    toLocaleDateTimeString,
} from "@web/core/l10n/dates";
import { _t } from "@web/core/l10n/translation";
import { useService } from "@web/core/utils/hooks";
import { GeoNoticeDialog } from "@crm_actions/action_bar/geo_notice_dialog";
import { formatTime } from "@crm_actions/time/time_labels";
import { getPosition } from "@crm_actions/position/position";

const { DateTime } = luxon;

/**
 * Check-in and check-out as the person at the phone lives them: consent, an other visit still
 * open, the position, the server.
 *
 * @param {(step: "locating" | "saving") => void} onStep what is being waited for
 * @returns {{checkIn: Function, checkOut: Function}} each takes the id of an action and resolves
 *  to false if the person changed his mind
 */
export function useVisit(onStep) {
    const orm = useService("orm");
    const dialog = useService("dialog");

    /** Show a dialog and wait for one of its choices; null if it was simply closed. */
    function choose(Dialog, makeProps) {
        return new Promise((resolve) => {
            dialog.add(Dialog, makeProps(resolve), { onClose: () => resolve(null) });
        });
    }

    /** @returns {Promise<boolean | null>} whether a position may be taken; null to stop */
    async function askConsent() {
        const notice = await orm.call("res.users", "crm_get_geo_notice", [[]]);
        if (notice.accepted) {
            return true;
        }
        const choice = await choose(GeoNoticeDialog, (resolve) => ({
            choose: resolve,
            retentionDays: notice.retention_days,
        }));
        if (choice === "accept") {
            await orm.call("res.users", "crm_accept_geo_notice", [[]]);
        }
        return choice === null ? null : choice === "accept";
    }

    /** @returns {Promise<number | false | null>} the visit to check out of first; null to stop */
    async function askOtherVisit(actionId) {
        const visit = await orm.call("crm.action", "get_open_visit", []);
        if (!visit?.id || visit.id === actionId) {
            return false;
        }
        return choose(ConfirmationDialog, (resolve) => ({
            title: _t("You are still at another visit"),
            body: _t(
                "You are still at %(visit)s since %(time)s. Check out there and check in here?",
                { visit: visit.name, time: formatSince(visit.since) }
            ),
            confirm: () => resolve(visit.id),
            confirmLabel: _t("Check out and check in here"),
            cancel: () => resolve(null),
            cancelLabel: _t("Stay there"),
        }));
    }

    async function locate(consent) {
        const pressedAt = serializeDateTime(DateTime.now());
        onStep("locating");
        const position = consent ? await getPosition() : null;
        onStep("saving");
        return { ...position, device_at: pressedAt };
    }

    async function checkIn(actionId) {
        const consent = await askConsent();
        const otherId = consent !== null && (await askOtherVisit(actionId));
        if (consent === null || otherId === null) {
            return false;
        }
        const place = await locate(consent);
        if (otherId) {
            await orm.call("crm.action", "check_out", [[otherId], place]);
        }
        await orm.call("crm.action", "check_in", [[actionId], place]);
        return true;
    }

    async function checkOut(actionId) {
        const consent = await askConsent();
        if (consent === null) {
            return false;
        }
        await orm.call("crm.action", "check_out", [[actionId], await locate(consent)]);
        return true;
    }

    return { checkIn, checkOut };
}

/** The hour, and the date too unless it is today. */
function formatSince(since) {
    const moment = deserializeDateTime(since);
    return moment.hasSame(DateTime.now(), "day")
        ? formatTime(moment)
        : toLocaleDateTimeString(moment);
}
