import { defineMailModels } from "@mail/../tests/mail_test_helpers";
import { animationFrame, expect, queryAllTexts, test } from "@odoo/hoot";
import {
    contains,
    defineModels,
    fields,
    makeServerError,
    models,
    mountView,
    onRpc,
} from "@web/../tests/web_test_helpers";

const ROW = {
    key: "1-1",
    payee: "Nora",
    is_mine: true,
    plan: "Reps",
    trigger: "What is invoiced",
    currency_id: 1,
    amount: 240,
    sentence: "From $ 98,000.00 to $ 104,500.00: $ 1,940.00 → $ 2,180.00",
};

class SaleOrder extends models.Model {
    _name = "sale.order";

    name = fields.Char();
    state = fields.Selection({ selection: [["draft", "Quotation"]], default: "draft" });

    _records = [{ id: 1, name: "S1", state: "draft" }];
}

defineMailModels();
defineModels([SaleOrder]);

async function mountOrder(answer) {
    onRpc("sale.order", "get_commission_estimate", ({ args }) => {
        expect.step(`estimate ${args[0]}`);
        return answer();
    });
    await mountView({
        type: "form",
        resModel: "sale.order",
        resId: 1,
        arch: `<form><field name="name"/><widget name="crm_commission_estimate"/></form>`,
    });
    await animationFrame();
}

test("an order says what it would earn, how, and what a lower discount would bring", async () => {
    const discounts = [{ discount: 10, amount: 9.3 }];
    await mountOrder(() => ({ rows: [ROW], is_mine: true, discounts }));
    expect(".o_commission_head strong").toHaveText("+$ 240.00");
    expect(".o_commission_estimate li small").toHaveText(ROW.sentence);
    expect(".o_commission_good").toHaveText("At 10 % discount: +$ 9.30");
    expect.verifySteps(["estimate 1"]);
});

test("a leader reads whose it is", async () => {
    const rows = [ROW, { ...ROW, key: "1-2", payee: "Nils", amount: 60 }].map((row) => ({
        ...row,
        is_mine: false,
    }));
    await mountOrder(() => ({ rows, is_mine: false, discounts: [] }));
    expect(queryAllTexts(".o_commission_estimate li > span > b")).toEqual(["Nora", "Nils"]);
    expect(".o_commission_head strong").toHaveText("+$ 300.00");
    expect.verifySteps(["estimate 1"]);
});

test("whom it does not concern sees nothing, nor is anybody kept from the order", async () => {
    await mountOrder(() => false);
    expect(".o_commission_estimate").toHaveCount(0);
    expect.verifySteps(["estimate 1"]);
});

test("an estimate that cannot be had keeps nobody from the order", async () => {
    await mountOrder(() => {
        throw makeServerError({ message: "no" });
    });
    expect(".o_commission_estimate").toHaveCount(0);
    expect(".o_field_widget[name=name] input").toHaveValue("S1");
    expect.verifySteps(["estimate 1"]);
});

test("it is asked for again when the order is saved", async () => {
    await mountOrder(() => ({ rows: [ROW], is_mine: true, discounts: [] }));
    expect.verifySteps(["estimate 1"]);
    onRpc("sale.order", "web_save", async ({ parent }) => {
        const [saved] = await parent();
        return [{ ...saved, write_date: "2030-01-01 10:00:00" }];
    });
    await contains(".o_field_widget[name=name] input").edit("S2");
    expect.verifySteps([]);
    await contains(".o_form_button_save").click();
    await animationFrame();
    expect.verifySteps(["estimate 1"]);
});
