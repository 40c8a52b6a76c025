import { defineMailModels } from "@mail/../tests/mail_test_helpers";
import { expect, queryAllTexts, test } from "@odoo/hoot";
import {
    contains,
    getService,
    mockService,
    mountWithCleanup,
    onRpc,
} from "@web/../tests/web_test_helpers";
import { WebClient } from "@web/webclient/webclient";

const figure = (text, n, more = {}) => ({ text, n, hidden: false, tone: "", ...more });
const PAGE = {
    months: ["Sep 2026", "Oct 2026"],
    least: 5,
    aggregated: false,
    kinds: [
        {
            kind: "csat",
            title: "Satisfied (CSAT)",
            help: "Scores of 4 and 5",
            figure: figure("60%", 5, { tone: "watch" }),
            response: { text: "50%", answered: 5, of: 10 },
            teams: [
                {
                    id: 3,
                    name: "Logistics",
                    figure: figure("60%", 5, { tone: "watch" }),
                    cells: [figure("", 0), figure("60%", 5, { tone: "watch" })],
                },
            ],
        },
        {
            kind: "nps",
            title: "Recommendation (NPS)",
            help: "",
            figure: figure("", 0),
            response: { text: "", answered: 0, of: 0 },
            teams: [],
        },
    ],
    campaigns: [
        {
            id: 7,
            name: "Autumn",
            kind: "Recommendation (NPS)",
            anonymous: true,
            figure: figure("n<5", 0, { hidden: true }),
            response: { text: "40%", answered: 4, of: 10 },
        },
    ],
};

defineMailModels();

async function open(page) {
    onRpc("crm.helpdesk.survey.overview", "get_overview", () => page);
    await mountWithCleanup(WebClient);
    await getService("action").doAction({
        type: "ir.actions.client",
        tag: "crm_helpdesk.satisfaction",
    });
}

test("figures have their n, and what is too little says so", async () => {
    await open(PAGE);
    expect(".o_satisfaction_card").toHaveCount(2, { message: "nobody was asked the other kinds" });
    expect(queryAllTexts(".o_satisfaction_card:first tbody td")).toEqual([
        "60%n=5",
        "–",
        "60%n=5",
    ]);
    expect(".o_satisfaction_response").toHaveText("50% answer: 5 of 10 asked");
    expect(".o_satisfaction_card:last tbody").toHaveText(/n<5/);
});

test("a department opens its answers of that question", async () => {
    mockService("action", {
        doAction(action, options) {
            if (typeof action === "string") {
                expect.step([action, options.additionalContext]);
                return;
            }
            return super.doAction(...arguments);
        },
    });
    await open(PAGE);
    await contains("button:contains(Logistics)").click();
    expect.verifySteps([
        [
            "crm_helpdesk.crm_helpdesk_survey_answer_action",
            { search_default_csat: 1, search_default_tickets: 1, search_default_team_id: 3 },
        ],
    ]);
});

test("an agent sees figures and opens nothing", async () => {
    await open({ ...PAGE, aggregated: true, campaigns: [] });
    expect(".o_satisfaction_content > p").toHaveText(/Fewer than 5/);
    expect(".o_satisfaction_content button").toHaveCount(0);
});
