import { _t } from "@web/core/l10n/translation";
import { registry } from "@web/core/registry";

const CHANNEL = "crm_actions.import";

/** Tells that an import has ended, wherever the person is by then, and leads to its result. */
export const crmImportService = {
    dependencies: ["action", "bus_service", "notification"],
    start(env, { action, bus_service: bus, notification }) {
        function open(runId) {
            action.doAction({
                type: "ir.actions.act_window",
                res_model: "crm.import.run",
                res_id: runId,
                views: [[false, "form"]],
            });
        }
        bus.subscribe(`${CHANNEL}/finished`, ({ run_id: runId, title, message, type }) => {
            const close = notification.add(message, {
                title,
                type,
                sticky: true,
                buttons: [
                    {
                        name: _t("Show the result"),
                        primary: true,
                        onClick: () => {
                            close();
                            open(runId);
                        },
                    },
                ],
            });
        });
    },
};

registry.category("services").add("crm_import", crmImportService);
