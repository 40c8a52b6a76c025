import { serializeDateTime } from "@web/core/l10n/dates";
import { useService } from "@web/core/utils/hooks";
import { askToLeave } from "@crm_actions/action_bar/other_visit";
import { useChoice } from "@crm_actions/action_bar/use_choice";
import { useConsent } from "@crm_actions/action_bar/use_consent";
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
    const askConsent = useConsent();
    const choose = useChoice();

    /** @returns {Promise<number | false | null>} the visit to check out of first; null to stop */
    async function askOtherVisit(actionId) {
        const visit = await orm.call("crm.action", "get_open_visit", []);
        if (!visit?.id || visit.id === actionId) {
            return false;
        }
        return (await askToLeave(choose, visit)) && visit.id;
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
