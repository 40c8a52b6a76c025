import { registry } from "@web/core/registry";
import { sortBy } from "@web/core/utils/arrays";
import { GraphModel } from "@web/views/graph/graph_model";
import { GraphRenderer } from "@web/views/graph/graph_renderer";
import { graphView } from "@web/views/graph/graph_view";
import { FOLLOWUP_STATES } from "../followup/followup_state";

const FILLS = { danger: "#dc3545", warning: "#ffac00", success: "#28a745" };

/** Words of the states from the worst to the best, as datasets are called after them. */
const labels = () => Object.values(FOLLOWUP_STATES).map(({ label }) => label.toString());

/** At risk stands at the base of each bar, where it can be compared from week to week. */
export class FollowupGraphModel extends GraphModel {
    _getData(...args) {
        const data = super._getData(...args);
        const order = labels();
        const rank = ({ label }) => (order.includes(label) ? order.indexOf(label) : order.length);
        return { ...data, datasets: sortBy(data.datasets, rank) };
    }
}

/** A graph in which at risk is red and on track is green, whatever their order. */
export class FollowupGraphRenderer extends GraphRenderer {
    getBarChartData() {
        return this.paint(super.getBarChartData(), "backgroundColor");
    }

    getLineChartData() {
        return this.paint(super.getLineChartData(), "borderColor");
    }

    /** There is no half opportunity: the axis of a number of them has whole steps. */
    getScaleOptions() {
        const scales = super.getScaleOptions();
        const { measure, measures } = this.model.metaData;
        if (scales.y && measures[measure].type === "integer") {
            Object.assign(scales.y.ticks, {
                precision: 0,
                callback: (value) => this.formatValue(value, true),
            });
        }
        return scales;
    }

    paint(data, property) {
        const tones = Object.values(FOLLOWUP_STATES).map(({ tone }) => tone);
        for (const dataset of data.datasets) {
            const fill = FILLS[tones[labels().indexOf(dataset.label)]];
            if (fill) {
                dataset[property] = fill;
            }
        }
        return data;
    }
}

registry.category("views").add("crm_followup_graph", {
    ...graphView,
    Model: FollowupGraphModel,
    Renderer: FollowupGraphRenderer,
});
