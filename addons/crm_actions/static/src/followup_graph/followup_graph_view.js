import { registry } from "@web/core/registry";
import { GraphRenderer } from "@web/views/graph/graph_renderer";
import { graphView } from "@web/views/graph/graph_view";
import { FOLLOWUP_STATES } from "../followup/followup_state";

const FILLS = { danger: "#dc3545", warning: "#ffac00", success: "#28a745" };

/** A graph in which at risk is red and on track is green, whatever their order. */
export class FollowupGraphRenderer extends GraphRenderer {
    getBarChartData() {
        return this.paint(super.getBarChartData(), "backgroundColor");
    }

    getLineChartData() {
        return this.paint(super.getLineChartData(), "borderColor");
    }

    paint(data, property) {
        const fills = Object.values(FOLLOWUP_STATES).map(({ label, tone }) => [
            label.toString(),
            FILLS[tone],
        ]);
        for (const dataset of data.datasets) {
            const fill = fills.find(([label]) => dataset.label === label);
            if (fill) {
                dataset[property] = fill[1];
            }
        }
        return data;
    }
}

registry.category("views").add("crm_followup_graph", {
    ...graphView,
    Renderer: FollowupGraphRenderer,
});
