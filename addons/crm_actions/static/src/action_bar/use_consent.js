import { useService } from "@web/core/utils/hooks";
import { GeoNoticeDialog } from "@crm_actions/action_bar/geo_notice_dialog";
import { useChoice } from "@crm_actions/action_bar/use_choice";

/**
 * @returns {() => Promise<boolean | null>} tells what positions are used for, the first time, and
 *  whether one may be taken; null to stop
 */
export function useConsent() {
    const orm = useService("orm");
    const choose = useChoice();

    return async function askConsent() {
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
    };
}
