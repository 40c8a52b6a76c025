import { defineMailModels } from "@mail/../tests/mail_test_helpers";
import { describe, expect, queryAllTexts, test } from "@odoo/hoot";
import { openCustomer360, part } from "./customer_360_helpers";

defineMailModels();
describe.current.tags("mobile");

test("a phone opens the first part that has something, and each head says how much", async () => {
    const rows = [{ id: 1, title: "S1" }];
    const folded = { open: false, offline: true };
    await openCustomer360([
        part("opportunities", folded),
        part("sales", { ...folded, data: { rows, total: 1, empty: "" } }),
        part("invoices", { ...folded, data: { rows, total: 4, empty: "" } }),
    ]);
    const heads = queryAllTexts(".o_crm_360_fold small");
    expect(heads).toEqual(["0", "1", "1 of 4"]);
    expect(".o_crm_360_part").toHaveCount(1);
    expect("[data-part=sales] .o_crm_360_part").toHaveCount(1);
});
