import { registry } from "@web/core/registry";
import { useService } from "@web/core/utils/hooks";

const CUSTOMER_360 = "crm_actions.customer_360";

/** Leave My day for a page of Odoo; its breadcrumb leads back. */
export function useCustomerPage() {
    const action = useService("action");

    const openForm = (res_model, res_id) =>
        action.doAction({
            type: "ir.actions.act_window",
            res_model,
            res_id,
            views: [[false, "form"]],
        });

    /** All that is known of a customer where that page is installed, else the contact. */
    function openPartnerPage(partnerId) {
        if (!registry.category("actions").contains(CUSTOMER_360)) {
            return openForm("res.partner", partnerId);
        }
        return action.doAction({
            type: "ir.actions.client",
            tag: CUSTOMER_360,
            params: { res_id: partnerId },
            context: { active_id: partnerId, active_model: "res.partner" },
        });
    }

    return { openPartnerPage, openActionPage: (id) => openForm("crm.action", id) };
}
