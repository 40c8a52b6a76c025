import { defineMailModels } from "@mail/../tests/mail_test_helpers";
import { expect, test } from "@odoo/hoot";
import { defineModels, fields, models, mountView } from "@web/../tests/web_test_helpers";
import { getChart } from "@web/../tests/views/graph/graph_test_helpers";

class Snapshot extends models.Model {
    week = fields.Char();
    state = fields.Selection({
        selection: [
            ["amber", "Watch"],
            ["green", "On track"],
            ["red", "At risk"],
        ],
    });
    opportunities = fields.Integer();

    _records = [
        { id: 1, week: "W1", state: "amber", opportunities: 2 },
        { id: 2, week: "W1", state: "green", opportunities: 1 },
        { id: 3, week: "W1", state: "red", opportunities: 1 },
    ];
}

defineMailModels();
defineModels([Snapshot]);

test("at risk is at the base, and the axis counts whole opportunities", async () => {
    const view = await mountView({
        resModel: "snapshot",
        type: "graph",
        arch: `
            <graph type="bar" js_class="crm_followup_graph" stacked="1">
                <field name="week"/>
                <field name="state"/>
                <field name="opportunities" type="measure"/>
            </graph>`,
    });
    const { data, scales } = getChart(view);
    expect(data.datasets.slice(0, 3).map(({ label, backgroundColor }) => [label, backgroundColor])).toEqual([
        ["At risk", "#dc3545"],
        ["Watch", "#ffac00"],
        ["On track", "#28a745"],
    ]);
    expect(scales.y.ticks.map(({ label }) => label)).toEqual(["0", "1", "2", "3", "4"]);
});
