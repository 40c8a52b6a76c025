import { registry } from "@web/core/registry";
import { standardWidgetProps } from "@web/views/widgets/standard_widget_props";

import { Component, onMounted, onWillUnmount, xml } from "@odoo/owl";

const EVERY_MS = 2000;

/**
 * Reads the form again as long as planners are at work on it. It asks by itself, so that it also
 * moves where the connection to the bus is broken; a page in the background asks nothing, and what
 * somebody is typing is not read over.
 */
export class CrmRoutePlanProgress extends Component {
    static template = xml`<span/>`;
    static props = { ...standardWidgetProps };

    setup() {
        this.isGone = false;
        onMounted(() => this.askLater());
        onWillUnmount(() => {
            this.isGone = true;
            clearTimeout(this.timer);
        });
    }

    askLater() {
        // the answer that ends the planning takes this widget away while it is waited for
        if (!this.isGone) {
            this.timer = setTimeout(() => this.ask(), EVERY_MS);
        }
    }

    async ask() {
        try {
            if (!document.hidden && !(await this.props.record.isDirty())) {
                await this.props.record.load();
            }
        } finally {
            this.askLater();
        }
    }
}

registry
    .category("view_widgets")
    .add("crm_route_plan_progress", { component: CrmRoutePlanProgress });
