import { defineMailModels } from "@mail/../tests/mail_test_helpers";
import { animationFrame, expect, queryAllTexts, runAllTimers, test } from "@odoo/hoot";
import {
    contains,
    defineModels,
    fields,
    makeServerError,
    mockService,
    models,
    mountView,
    onRpc,
} from "@web/../tests/web_test_helpers";

const DRILL = {
    currency_id: 1,
    figures: [
        { key: "earned", label: "Earned in September", amount: 1945 },
        { key: "late", label: "Changes of earlier periods", amount: -28.93 },
    ],
    total: { label: "To pay", amount: 1916.07 },
    wrong: false,
    verdict: "Adds up with its 7 entries",
    plans: [
        {
            key: "plan-1",
            title: "Reps",
            note: "What is invoiced",
            amount: 1916.07,
            groups: [
                { key: "entry-7", title: "Tier 1", note: "25,000.00 × 2 %", amount: 500 },
                { key: "entry-8", title: "Returned", note: "1 entry", amount: -28.93 },
            ],
        },
    ],
};
const ROW = {
    key: "entry-8",
    document: "F/2026/02871",
    partner: "Asador Urkizar",
    product: "Cider",
    note: "28 Sep: taken back",
    amount: -28.93,
    model: "account.move",
    res_id: 42,
    can_open: true,
};

class CrmCommissionStatement extends models.Model {
    _name = "crm.commission.statement";

    fingerprint = fields.Char();
    state = fields.Selection({ selection: [["sent", "Sent"]] });

    _records = [{ id: 1, fingerprint: "a", state: "sent" }];
}

defineMailModels();
defineModels([CrmCommissionStatement]);

async function mountDrill(drill = {}) {
    onRpc("crm.commission.statement", "get_drill", () => ({ ...DRILL, ...drill }));
    await mountView({
        type: "form",
        resModel: "crm.commission.statement",
        resId: 1,
        arch: `<form><widget name="crm_commission_drill"/></form>`,
    });
}

test("the parts stand before what they make, with a true minus sign", async () => {
    await mountDrill();
    expect(queryAllTexts(".o_commission_sum li strong")).toEqual([
        "$ 1,945.00",
        "$ \u221228.93",
        "$ 1,916.07",
    ]);
    expect(".o_commission_sum [role=status]").toHaveText("Adds up with its 7 entries");
    expect(".o_commission_good").toHaveCount(1);
});

test("what does not add up says so and is red", async () => {
    await mountDrill({ wrong: true, verdict: "its entries are 1 and its total 2." });
    expect(".o_commission_bad").toHaveText("its entries are 1 and its total 2.");
});

test("the only plan is unfolded; a group brings its sales when it is unfolded, once", async () => {
    onRpc("crm.commission.statement", "get_drill_rows", ({ args }) => {
        expect.step(args[1]);
        return { sentences: ["Why"], rows: [ROW], more: "and 3 more" };
    });
    await mountDrill();
    expect(".o_commission_group").toHaveCount(2);
    await contains(".o_commission_group:last").click();
    expect.verifySteps(["entry-8"]);
    expect(".o_commission_group:last").toHaveAttribute("aria-expanded", "true");
    expect(".o_commission_why").toHaveText("Why");
    expect(".o_commission_sales .o_commission_words b").toHaveText("F/2026/02871");
    expect(".o_commission_empty").toHaveText("and 3 more");
    await contains(".o_commission_group:last").click();
    expect(".o_commission_sales").toHaveCount(0);
    await contains(".o_commission_group:last").click();
    expect.verifySteps([]);
});

test("a sale leads to its document, unless the reader may not open it", async () => {
    onRpc("crm.commission.statement", "get_drill_rows", () => ({
        sentences: [],
        rows: [ROW, { ...ROW, key: "entry-9", can_open: false }],
        more: "",
    }));
    mockService("action", {
        doAction: (action) => expect.step(`${action.res_model},${action.res_id}`),
    });
    await mountDrill();
    await contains(".o_commission_group:last").click();
    expect(".o_commission_sales button").toHaveCount(1);
    expect(".o_commission_sales div.o_commission_row").toHaveCount(1);
    await contains(".o_commission_sales button").click();
    expect.verifySteps(["account.move,42"]);
});

test("what could not be loaded says so and is asked for again", async () => {
    expect.errors(0);
    let works = false;
    onRpc("crm.commission.statement", "get_drill_rows", () => {
        if (!works) {
            throw makeServerError({ message: "no" });
        }
        return { sentences: [], rows: [ROW], more: "" };
    });
    await mountDrill();
    await contains(".o_commission_group:last").click();
    await animationFrame();
    expect("[role=alert]").toHaveCount(1);
    works = true;
    await contains(".o_commission_group:last").click();
    await contains(".o_commission_group:last").click();
    await animationFrame();
    expect("[role=alert]").toHaveCount(0);
    expect(".o_commission_sales li").toHaveCount(1);
});

const REASONS = [
    ["amount", "The amount is wrong"],
    ["missing", "A sale is missing"],
];
const DISPUTE = {
    id: 5,
    subject: "F/2026/02871",
    note: "Paid by transfer",
    state: "new",
    label: "New",
    clock: "late",
    is_open: true,
    until: "2026-10-21",
    decider: "Lea",
    answer: "",
    keys: ["entry-8"],
};

test("a line is disputed from its button, and what was written is sent", async () => {
    onRpc("crm.commission.statement", "get_drill_rows", () => ({
        sentences: [],
        rows: [ROW],
        more: "",
    }));
    onRpc("crm.commission.statement", "open_dispute", ({ args }) => {
        expect.step(args[1]);
        return 5;
    });
    await mountDrill({ can_dispute: true, reasons: REASONS, disputes: [] });
    await contains(".o_commission_group:last").click();
    await contains(".o_commission_sales .o_commission_dispute_button").click();
    expect(".o_commission_dispute").toHaveText(/F\/2026\/02871/);
    expect(".o_commission_send").not.toBeEnabled();
    await contains("#o_commission_note").edit("Paid by transfer");
    await contains("#o_commission_amount").edit("0");
    await contains(".o_commission_send").click();
    expect.verifySteps([
        { key: "entry-8", reason: "amount", note: "Paid by transfer", amount: "0" },
    ]);
    expect(".o_commission_dispute").toHaveCount(0);
});

test("beside a sale that fills a tier it is said that all of the tier is meant", async () => {
    onRpc("crm.commission.statement", "get_drill_rows", () => ({
        sentences: [],
        rows: [{ ...ROW, key: "fact-3" }],
        more: "",
    }));
    onRpc("crm.commission.statement", "open_dispute", ({ args }) => {
        expect.step(args[1].key);
        return 5;
    });
    await mountDrill({ can_dispute: true, reasons: REASONS, disputes: [] });
    await contains(".o_commission_group:first").click();
    await contains(".o_commission_sales .o_commission_dispute_button").click();
    expect(".o_commission_dispute .form-text").toHaveText(/of the whole tier/);
    await contains("#o_commission_note").edit("It was more");
    await contains(".o_commission_send").click();
    expect.verifySteps(["fact-3-entry-7"]);
});

test("what is missing is chosen by its number", async () => {
    onRpc("crm.commission.statement", "find_disputable", ({ args }) => {
        expect.step(args[1]);
        return [{ id: 42, name: "F/2026/03118", partner: "Asador", date: "2026-09-15" }];
    });
    onRpc("crm.commission.statement", "open_dispute", ({ args }) => {
        expect.step(args[1]);
        return 5;
    });
    await mountDrill({ can_dispute: true, reasons: REASONS, disputes: [] });
    await contains(".o_commission_missing").click();
    await contains("#o_commission_document").edit("3118");
    await runAllTimers();
    await contains(".o_commission_found button").click();
    expect("#o_commission_document").toHaveValue("F/2026/03118");
    await contains("#o_commission_note").edit("Not there");
    await contains(".o_commission_send").click();
    expect.verifySteps([
        "3118",
        {
            document: "F/2026/03118",
            move_id: 42,
            reason: "missing",
            note: "Not there",
            amount: "",
        },
    ]);
});

test("what is refused says why, and what was written stays", async () => {
    onRpc("crm.commission.statement", "open_dispute", () => {
        throw makeServerError({ message: "This entry is being disputed already." });
    });
    await mountDrill({ can_dispute: true, reasons: REASONS, disputes: [] });
    await contains(".o_commission_missing").click();
    await contains("#o_commission_document").edit("3");
    await contains("#o_commission_note").edit("Not there");
    await contains(".o_commission_send").click();
    expect(".o_commission_dispute [role=alert]").toHaveText("This entry is being disputed already.");
    expect("#o_commission_note").toHaveValue("Not there");
});

test("what is disputed is marked with icon and word, and leads to its dispute", async () => {
    onRpc("crm.commission.statement", "get_drill_rows", () => ({
        sentences: [],
        rows: [ROW],
        more: "",
    }));
    mockService("action", {
        doAction: (action) => expect.step(`${action.res_model},${action.res_id}`),
    });
    await mountDrill({ can_dispute: true, reasons: REASONS, disputes: [DISPUTE] });
    expect(".o_commission_disputes .badge").toHaveText("New");
    expect(".o_commission_disputes .fa-exclamation-triangle").toHaveCount(1);
    expect(".o_commission_group:last .badge").toHaveText("Disputed");
    await contains(".o_commission_group:last").click();
    await contains(".o_commission_sales .o_commission_dispute_button").click();
    expect.verifySteps(["crm.commission.dispute,5"]);
});

test("who may not dispute has no button", async () => {
    await mountDrill({ can_dispute: false, reasons: REASONS, disputes: [] });
    expect(".o_commission_missing").toHaveCount(0);
});
