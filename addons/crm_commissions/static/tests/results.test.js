import { defineMailModels } from "@mail/../tests/mail_test_helpers";
import { expect, queryAllTexts, test } from "@odoo/hoot";
import { animationFrame } from "@odoo/hoot-mock";
import {
    contains,
    getService,
    makeServerError,
    mockService,
    mountWithCleanup,
    onRpc,
} from "@web/../tests/web_test_helpers";
import { WebClient } from "@web/webclient/webclient";
import { ResultsLine } from "@crm_commissions/my_day/results_line";

const MODEL = "crm.commission.results";
const TARGET = {
    id: 5,
    name: "Sales invoiced",
    period: "June 2026",
    is_team: false,
    who: "",
    value: "$ 5,700.00",
    amount: "$ 10,000.00",
    percent: 57,
    pace: 50,
    status: "ahead",
    status_text: "On track",
    ahead: "7 points ahead",
    gap: "$ 4,300.00 missing",
    estimate: "Estimate, as of 06/15/2026: $ 11,400.00",
};
const RESULTS = {
    user: { id: 7, name: "Nora" },
    is_me: true,
    people: [{ id: 7, name: "Nora" }],
    currency_id: 1,
    month: {
        date: "2026-06-01",
        label: "June 2026",
        name: "June",
        previous: "2026-05-01",
        next: false,
        is_current: true,
        as_of: "06/15/2026",
    },
    commission: {
        currency_id: 1,
        earned: 52.07,
        pending: 17.93,
        total: 70,
        others: [],
        has_pending: true,
        takes_part: true,
    },
    plans: [
        {
            key: "1-1",
            name: "Reps",
            window: "June 2026",
            total: "$ 48,760.00",
            formula: "$ 25,000.00 × 2 % + $ 23,760.00 × 3 %",
            steps: [
                { rate: "2 %", bound: "$ 0.00", filled: 100 },
                { rate: "3 %", bound: "$ 25,000.00", filled: 95 },
                { rate: "5 %", bound: "$ 50,000.00", filled: 0 },
            ],
            next: "$ 1,240.00 more until 5 %",
        },
    ],
    targets: [TARGET, { ...TARGET, id: 6, status: "missed", percent: 140, ahead: "", status_text: "Missed" }],
    statements: [
        { id: 3, label: "May 2026", amount: -12.4, currency_id: 1, state: "sent", state_text: "Sent" },
    ],
};

defineMailModels();

async function mountResults(results = {}) {
    onRpc(MODEL, "get_results", ({ args }) => {
        expect.step(args.join(" "));
        return { ...RESULTS, ...results };
    });
    await mountWithCleanup(WebClient);
    await getService("action").doAction({ type: "ir.actions.client", tag: "crm_commissions.results" });
    expect.verifySteps(["false false"]);
}

test("one call brings earned, pending and total, and they add up", async () => {
    await mountResults();
    expect(".o_commission_earned h2").toHaveText("Commission of June, until today");
    expect(".o_commission_figure").toHaveText("$ 52.07");
    expect(queryAllTexts(".o_commission_halves b")).toEqual(["$ 52.07", "$ 17.93", "$ 70.00"]);
});

test("the main target is a ring with its pace, the others are bars that never overflow", async () => {
    await mountResults();
    expect(".o_commission_ring").toHaveAttribute(
        "aria-label",
        "57 % of the target; today it should be 50 %"
    );
    expect(".o_commission_ring .o_commission_mark").toHaveCount(1);
    expect(".o_commission_main .o_commission_pill").toHaveText("7 points ahead");
    expect(".o_commission_target:not(.o_commission_main) .o_commission_bar > i").toHaveAttribute(
        "style",
        "width: 100%"
    );
    expect(".o_commission_target:not(.o_commission_main) .o_commission_pill").toHaveText("Missed");
    expect(".o_commission_next").toHaveText("$ 1,240.00 more until 5 %");
});

test("the month before is asked for; the month after today is not to be had", async () => {
    await mountResults();
    expect("button[aria-label='Next month']").not.toBeEnabled();
    await contains("button[aria-label='Previous month']").click();
    expect.verifySteps(["7 2026-05-01"]);
});

test("who may see others chooses somebody", async () => {
    await mountResults({ people: [...RESULTS.people, { id: 8, name: "Nils" }] });
    await contains(".o_commission_people").select("8");
    expect.verifySteps(["8 2026-06-01"]);
});

test("a rep has nobody to choose", async () => {
    await mountResults();
    expect(".o_commission_people").toHaveCount(0);
});

test("a statement is a tap away, below zero with a true minus sign", async () => {
    mockService("action", {
        doAction(action) {
            return action.res_id
                ? expect.step(`${action.res_model},${action.res_id}`)
                : super.doAction(...arguments);
        },
    });
    await mountResults();
    expect(".o_commission_line strong").toHaveText("$ \u221212.40");
    await contains(".o_commission_line:has(strong)").click();
    expect.verifySteps(["crm.commission.statement,3"]);
});

test("without anything the page says what would be there", async () => {
    const commission = { ...RESULTS.commission, earned: 0, pending: 0, total: 0, takes_part: false };
    await mountResults({ commission, plans: [], targets: [], statements: [] });
    expect(".o_commission_card[role=status]").toHaveCount(1);
    expect(".o_commission_earned").toHaveCount(0);
});

test("an invoice is looked for by its number, and what it says is read", async () => {
    onRpc(MODEL, "find_why_not", ({ args }) => {
        expect.step(args.join(" "));
        return [
            {
                id: 9,
                name: "INV/7",
                partner: "Bar",
                day: "06/10/2026",
                amount: 0,
                currency_id: 1,
                can_open: false,
                sentences: ["No plan was in force."],
            },
        ];
    });
    await mountResults();
    await contains(".o_commission_why_not .o_commission_line").click();
    expect(".o_commission_search .btn").not.toBeEnabled();
    await contains(".o_commission_search input").edit("INV/7");
    expect.verifySteps(["INV/7 7"]);
    expect(".o_commission_found").toHaveText(/INV\/7 Bar[\s\S]*No plan was in force\./);
    expect(".o_commission_found button").toHaveCount(0);
});

test("my day has a line of it, which leads to the page", async () => {
    onRpc(MODEL, "get_my_day_line", () => ({ currency_id: 1, earned: 50, target: TARGET }));
    mockService("action", { doAction: (action) => expect.step(action) });
    await mountLine();
    expect(".o_commission_day").toHaveText(/\$ 50\.00[\s\S]*57 % Sales invoiced[\s\S]*7 points/);
    await contains(".o_commission_day").click();
    expect.verifySteps(["crm_commissions.crm_commission_results_action"]);
});

test("my day is there though the line cannot be had", async () => {
    onRpc(MODEL, "get_my_day_line", () => {
        throw makeServerError({ message: "no" });
    });
    await mountLine();
    expect(".o_commission_day").toHaveCount(0);
});

async function mountLine() {
    const day = { date: "2026-06-15", today: "2026-06-15" };
    const props = { day, now: {}, unsent: {}, reload() {} };
    await mountWithCleanup(ResultsLine, { props });
    await animationFrame();
}
