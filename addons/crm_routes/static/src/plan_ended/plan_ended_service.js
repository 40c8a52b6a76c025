import { _t } from "@web/core/l10n/translation";
import { registry } from "@web/core/registry";

const CHANNEL = "crm_routes.plan";

/** Tells that a plan has been worked out or published, wherever the planner is by then. */
export const crmRoutePlanEndedService = {
    dependencies: ["action", "bus_service", "notification"],
    start(env, { action, bus_service: bus, notification }) {
        bus.subscribe(`${CHANNEL}/ended`, ({ plan_id: planId, message, type }) => {
            const close = notification.add(message, {
                type,
                sticky: true,
                buttons: [
                    {
                        name: _t("Show the plan"),
                        primary: true,
                        onClick: () => {
                            close();
                            action.doAction({
                                type: "ir.actions.act_window",
                                res_model: "crm.route.plan",
                                res_id: planId,
                                views: [[false, "form"]],
                            });
                        },
                    },
                ],
            });
        });
    },
};

registry.category("services").add("crm_route_plan_ended", crmRoutePlanEndedService);
