import { expect, test } from "@odoo/hoot";
import { queryAllTexts } from "@odoo/hoot-dom";
import { defineMailModels } from "@mail/../tests/mail_test_helpers";
import { defineModels, fields, makeMockEnv, models, mountView } from "@web/../tests/web_test_helpers";
import { formatShare } from "@crm_actions/report/share_formatter";

class ActionReport extends models.Model {
    _name = "crm.test.report";

    rep = fields.Char();
    verified = fields.Float({ aggregator: "avg" });

    _records = [
        { id: 1, rep: "Nora", verified: 1 },
        { id: 2, rep: "Nils", verified: 0 },
        { id: 3, rep: "Sara", verified: 0.5 },
    ];
    _views = {
        pivot: `<pivot><field name="rep" type="row"/><field name="verified" type="measure" widget="crm_share"/></pivot>`,
    };

    /** Sara has no visit to verify: the server sends no figure for her. */
    formatted_read_grouping_sets() {
        const sets = super.formatted_read_grouping_sets(...arguments);
        for (const group of sets.flat()) {
            if (group.rep === "Sara") {
                group["verified:avg"] = false;
            }
        }
        return sets;
    }
}

defineMailModels();
defineModels([ActionReport]);

test("a share of nothing is no figure", async () => {
    await makeMockEnv();
    expect(formatShare(false)).toBe("–");
    expect(formatShare(null)).toBe("–");
    expect(formatShare(0)).toBe("0%");
    expect(formatShare(0.25)).toBe("25%");
});

test("the pivot tells nobody verified from nothing to verify", async () => {
    await mountView({ type: "pivot", resModel: "crm.test.report" });
    expect(queryAllTexts(".o_pivot tbody th")).toEqual(["Total", "Nils", "Nora", "Sara"]);
    expect(queryAllTexts(".o_pivot_cell_value").slice(1)).toEqual(["0.00%", "100.00%", "–"]);
});
