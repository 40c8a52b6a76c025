import { defineMailModels } from "@mail/../tests/mail_test_helpers";
import {
    advanceTime,
    animationFrame,
    Deferred,
    describe,
    expect,
    queryAllTexts,
    test,
} from "@odoo/hoot";
import {
    contains,
    defineModels,
    fields,
    mockService,
    MockServer,
    models,
    mountView,
    onRpc,
} from "@web/../tests/web_test_helpers";

class CrmLead extends models.Model {
    _name = "crm.lead";

    name = fields.Char();
    user_id = fields.Many2one({ relation: "res.users" });
    expected_revenue = fields.Float({ aggregator: "sum" });
    followup_score = fields.Integer();
    followup_state = fields.Selection({
        selection: [
            ["red", "At risk"],
            ["amber", "Watch"],
            ["green", "On track"],
        ],
    });
    followup_reasons = fields.Text();

    _records = [
        {
            id: 1,
            name: "Canned fish",
            expected_revenue: 12400,
            followup_score: 15,
            followup_state: "red",
            followup_reasons: "No next step\n28 days without contact",
        },
        {
            id: 2,
            name: "Cheese",
            expected_revenue: 6850,
            followup_score: 100,
            followup_state: "green",
            followup_reasons: "Next step on Fri, Oct 16",
        },
    ];
}

defineMailModels();
defineModels([CrmLead]);
describe.current.tags("desktop");

const REPS = [
    { id: 7, key: "rep7", name: "Nuria", red: 1, amber: 0, green: 1, total: 2 },
    { id: 8, key: "rep8", name: "Carlos", red: 0, amber: 0, green: 0, total: 0 },
];
const ARCH = `
    <kanban js_class="crm_followup_board" default_group_by="followup_state">
        <field name="followup_score"/>
        <templates>
            <t t-name="card">
                <field name="name"/>
                <field name="followup_state" widget="crm_followup_badge"/>
            </t>
        </templates>
    </kanban>`;

/** Stands in for the bus; what it gives back announces that somebody has done something. */
function mockNews() {
    let announce;
    mockService("bus_service", {
        addChannel: (channel) => expect.step(channel),
        deleteChannel() {},
        subscribe(type, callback) {
            if (type === "crm_actions.followup/changed") {
                announce = callback;
            }
        },
        unsubscribe() {},
        addEventListener() {},
        removeEventListener() {},
    });
    return () => announce();
}

async function mountBoard() {
    onRpc("crm.lead", "get_followup_panel", ({ args }) => {
        expect.step(`panel ${JSON.stringify(args[0])}`);
        return {
            reps: REPS,
            total: 2,
            with_next_step: 1,
            weeks: [
                { week: "2026-10-05", green: 2, total: 5 },
                { week: "2026-10-12", green: 1, total: 2 },
            ],
        };
    });
    await mountView({ resModel: "crm.lead", type: "kanban", arch: ARCH });
    await animationFrame(); // the figures of the panel come after the cards
}

test("a card says its state by icon, figure and word", async () => {
    await mountBoard();
    expect(".o_kanban_record:contains(Canned) .fa-exclamation-circle").toHaveCount(1);
    expect(".o_kanban_record:contains(Canned) .o_crm_followup_badge").toHaveText("15");
    expect(".o_kanban_record:contains(Canned) .o_crm_followup_badge").toHaveAttribute(
        "aria-label",
        "At risk: 15 of 100"
    );
    expect(".o_kanban_record:contains(Cheese) .fa-check-circle").toHaveCount(1);
    expect.verifySteps(["panel []"]);
});

test("the head of a column counts and sums", async () => {
    await mountBoard();
    expect(queryAllTexts(".o_crm_followup_title")).toEqual([
        "At risk · 1\n12,400",
        "On track · 1\n6,850",
    ]);
    expect.verifySteps(["panel []"]);
});

test("what was not judged yet comes last, not first", async () => {
    CrmLead._records.push({ id: 3, name: "Just imported", followup_state: false });
    await mountBoard();
    const heads = queryAllTexts(".o_kanban_group .o_column_title");
    expect(heads.map((text) => text.split("\n")[0])).toEqual([
        "At risk · 1",
        "On track · 1",
        "(1)", // folded on a desk
    ]);
    expect.verifySteps(["panel []"]);
});

test("the panel shows each rep and the share with a next step", async () => {
    await mountBoard();
    expect(queryAllTexts(".o_crm_rep_name")).toEqual(["Everybody\n2", "Nuria\n2", "Carlos\n0"]);
    expect(".o_crm_rep_row:contains(Nuria)").toHaveAttribute(
        "aria-label",
        "Nuria: 1 at risk, 0 to watch, 1 on track"
    );
    expect(".o_crm_panel_note").toHaveText("With a next step: 1/2 (50 %)");
    expect(".o_crm_trend").toHaveAttribute("aria-label", "Oct 5: 40 %, Oct 12: 50 %");
    expect.verifySteps(["panel []"]);
});

test("a rep is chosen and left again", async () => {
    await mountBoard();
    await contains(".o_crm_rep_row:contains(Nuria)").click();
    await animationFrame();
    expect(".o_facet_value").toHaveText("Nuria");
    expect(".o_crm_rep_row:contains(Nuria)").toHaveAttribute("aria-pressed", "true");
    await contains(".o_crm_rep_row:contains(Carlos)").click();
    await animationFrame();
    expect(queryAllTexts(".o_facet_value")).toEqual(["Carlos"]);
    await contains(".o_crm_rep_row:contains(Everybody)").click();
    await animationFrame();
    expect(".o_facet_value").toHaveCount(0);
    // while a rep is chosen the panel goes on showing all of them
    expect.verifySteps(["panel []"]);
});

test("the board looks again when somebody has done something", async () => {
    const announce = mockNews();
    await mountBoard();
    expect(queryAllTexts(".o_crm_followup_title")[0]).toBe("At risk · 1\n12,400");
    MockServer.env["crm.lead"].write([1], { followup_state: "green", followup_score: 100 });
    announce();
    announce();
    await advanceTime(1000);
    await animationFrame();
    expect(queryAllTexts(".o_crm_followup_title")).toInclude("On track · 2\n19,250");
    expect.verifySteps(["crm_actions.followup", "panel []", "panel []"]);
});

test("news that come while a search is under way do not bring back what one has left", async () => {
    const announce = mockNews();
    await mountBoard();
    await contains(".o_crm_rep_row:contains(Nuria)").click();
    await animationFrame();
    expect(".o_kanban_record:not(.o_kanban_ghost)").toHaveCount(0);

    // when all are asked for, and the news come before the answer
    const slow = new Deferred();
    onRpc("crm.lead", "web_read_group", async () => {
        await slow;
    });
    await contains(".o_crm_rep_row:contains(Everybody)").click();
    announce();
    await advanceTime(1000);
    slow.resolve();
    await advanceTime(1000);
    await animationFrame();

    // then the board shows all
    expect(".o_kanban_record:not(.o_kanban_ghost)").toHaveCount(2);
    expect.verifySteps(["crm_actions.followup", "panel []", "panel []"]);
});
