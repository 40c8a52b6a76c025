import { registry } from "@web/core/registry";
import { useService } from "@web/core/utils/hooks";
import { standardWidgetProps } from "@web/views/widgets/standard_widget_props";

import { Component, onWillUnmount, xml } from "@odoo/owl";

const CHANNEL = "crm_actions.import";
const EVENTS = ["progress", "finished"];

/** Reloads the form of an import as the server gets on with it. */
export class CrmImportRefresh extends Component {
    static template = xml`<span/>`;
    static props = { ...standardWidgetProps };

    setup() {
        const bus = useService("bus_service");
        const refresh = ({ run_id: runId }) => {
            if (runId === this.props.record.resId) {
                this.props.record.load();
            }
        };
        for (const event of EVENTS) {
            bus.subscribe(`${CHANNEL}/${event}`, refresh);
        }
        onWillUnmount(() => {
            for (const event of EVENTS) {
                bus.unsubscribe(`${CHANNEL}/${event}`, refresh);
            }
        });
    }
}

registry.category("view_widgets").add("crm_import_refresh", { component: CrmImportRefresh });
