import { onWillUnmount, useState } from "@odoo/owl";
import { registry } from "@web/core/registry";
import { useService } from "@web/core/utils/hooks";
import { useDebounced } from "@web/core/utils/timing";
import { KanbanController } from "@web/views/kanban/kanban_controller";
import { KanbanRenderer } from "@web/views/kanban/kanban_renderer";
import { kanbanView } from "@web/views/kanban/kanban_view";
import { FollowupHeader } from "./followup_header";
import { FollowupPanel } from "./followup_panel";

const CHANNEL = "crm_actions.followup";
const CALM_MS = 500;

/** Opportunities by colour; looks again by itself when somebody has done something. */
export class FollowupController extends KanbanController {
    static template = "crm_actions.FollowupBoard";
    static components = { ...KanbanController.components, FollowupPanel };

    setup() {
        super.setup();
        this.panel = useState({ revision: 0 });
        const bus = useService("bus_service");
        const refresh = useDebounced(() => this.refresh(), CALM_MS);
        bus.addChannel(CHANNEL);
        bus.subscribe(`${CHANNEL}/changed`, refresh);
        onWillUnmount(() => {
            bus.unsubscribe(`${CHANNEL}/changed`, refresh);
            bus.deleteChannel(CHANNEL);
        });
    }

    /** The head of a column sums the revenue, without a progress bar. */
    get progressBarAggregateFields() {
        return [this.props.fields.expected_revenue];
    }

    get className() {
        return `${super.className} o_crm_followup_view`;
    }

    /** What the search asks for now: what the model loaded last may be what one has just left. */
    async refresh() {
        const { context, domain, groupBy, orderBy } = this.env.searchModel;
        await this.model.load({ context, domain, groupBy, orderBy });
        this.panel.revision++;
    }
}

export class FollowupRenderer extends KanbanRenderer {
    static components = { ...KanbanRenderer.components, KanbanHeader: FollowupHeader };

    /** What has no colour yet comes last: core puts it first, where a phone shows nothing else. */
    getGroupsOrRecords() {
        const shown = super.getGroupsOrRecords();
        return shown.sort((a, b) => Boolean(b.group?.value) - Boolean(a.group?.value));
    }
}

registry.category("views").add("crm_followup_board", {
    ...kanbanView,
    Controller: FollowupController,
    Renderer: FollowupRenderer,
});
