import { defineMailModels } from "@mail/../tests/mail_test_helpers";
import { animationFrame, Deferred, describe, expect, mockDate, queryAllTexts, test } from "@odoo/hoot";
import { Component, xml } from "@odoo/owl";
import { contains, getService, patchWithCleanup } from "@web/../tests/web_test_helpers";
import { registry } from "@web/core/registry";
import { formatAmount, formatPercent } from "@crm_actions/customer_360/formats";
import { openCustomer360, part } from "./customer_360_helpers";

defineMailModels();
describe.current.tags("desktop");

test("the head shows who it is and the figures with what to think of them", async () => {
    await openCustomer360([]);
    expect(".o_crm_360_header h1").toHaveText(/Hotel Ría Mansa/);
    expect(".o_crm_360_figure:first").toHaveText("100.00");
    expect(".o_crm_360_judged.o_crm_tone_danger:first").toHaveText("−20 % against 125");
    expect("a[href='tel:+34884000101']").toHaveCount(1);
    expect("a[href='https://maps.example.com']").toHaveCount(1);
});

test("the way back says the name once", async () => {
    class Contact extends Component {
        static template = xml`<div class="o_contact"/>`;
        static props = ["*"];
    }
    registry.category("actions").add("test.contact", Contact);
    // given the page opened from elsewhere, then it says whose it is
    await openCustomer360([]);
    expect(".o_last_breadcrumb_item").toHaveText("Hotel Ría Mansa · 360");
    // and opened from the contact, whose name stands there already, it does not say it again
    const name = "Hotel Ría Mansa";
    const action = getService("action");
    await action.doAction({ type: "ir.actions.client", tag: "test.contact", name }, { clearBreadcrumbs: true });
    await action.doAction({ type: "ir.actions.client", tag: "crm_actions.customer_360", params: { res_id: 7 } });
    await animationFrame();
    expect(".o_breadcrumb").toHaveText(/Hotel Ría Mansa\s+360/);
    expect(".o_last_breadcrumb_item").toHaveText("360");
    registry.category("actions").remove("test.contact");
});

test("a part without a component is a list; a registered one shows its component", async () => {
    class Own extends Component {
        static template = xml`<b class="own">own</b>`;
        static props = ["*"];
    }
    const sections = registry.category("crm_360_sections");
    sections.add("tickets", { Component: Own });
    const rows = [
        { id: 1, title: "S00001", amount: 5, badge: { label: "Sent", tone: "info" }, res_id: 1 },
        { id: 2, title: "S00002", amount: -5 },
    ];
    await openCustomer360([
        part("visits", { data: { rows, total: 7, empty: "", action: false } }),
        part("strange", { component: "nobody knows it" }),
        part("tickets"),
    ]);
    sections.remove("tickets");
    expect("[data-part=visits] .o_crm_360_row").toHaveCount(2);
    expect("[data-part=visits] .o_crm_360_link").toHaveCount(1);
    expect("[data-part=visits] .o_crm_360_badge").toHaveText("Sent");
    expect(queryAllTexts("[data-part=visits] .o_crm_360_amount")).toEqual(["5.00", "−5.00"]);
    expect("[data-part=visits] small").toHaveText("2 of 7");
    expect("[data-part=strange] .o_crm_360_empty").toHaveText("No strange.");
    expect("[data-part=tickets] .own").toHaveCount(1);
});

test("a folded part is loaded once the page shows, for its head, and not again", async () => {
    const asked = [];
    const rows = [{ id: 1, title: "offer.pdf" }];
    const files = part("documents", { open: false, data: { rows, total: 9, empty: "No files." } });
    await openCustomer360([files, part("calendar", { open: false })], asked);
    await animationFrame();
    expect("[data-part=documents] .o_crm_360_part").toHaveCount(0);
    expect("[data-part=documents] small").toHaveText("1 of 9");
    expect("[data-part=calendar] small").toHaveText("0");
    await contains("[data-part=documents] .o_crm_360_fold button").click();
    expect("[data-part=documents] .o_crm_360_row").toHaveCount(1);
    await contains("[data-part=calendar] .o_crm_360_fold button").click();
    expect("[data-part=calendar] .o_crm_360_empty").toHaveText("No calendar.");
    expect(asked.filter(({ keys }) => keys).map(({ keys }) => keys)).toEqual([
        ["documents", "calendar"],
    ]);
});

test("without signal a part that was not kept says so", async () => {
    let isLost = true;
    const signal = { isLost: () => isLost };
    await openCustomer360([part("documents", { open: false })], [], signal);
    await contains("[data-part=documents] .o_crm_360_fold button").click();
    expect("[data-part=documents] [role=alert]").toHaveText(/needs a signal/);
    // once there is one it is read
    isLost = false;
    await contains("[data-part=documents] .o_crm_360_fold button").click();
    await contains("[data-part=documents] .o_crm_360_fold button").click();
    expect("[data-part=documents] .o_crm_360_empty").toHaveText("No documents.");
    expect("[data-part=documents] [aria-expanded=true]").toHaveCount(1);
});

test("an invoice says when it has to be paid, and how much of it if not all", async () => {
    mockDate("2026-10-15 08:00:00", "Europe/Madrid");
    const invoice = (id, more) => ({ id, title: `F${id}`, date: "2026-09-05", amount: 1000, ...more });
    const rows = [
        invoice(1, { due: "2026-10-05", overdue: 300, residual: 1000 }),
        invoice(2, { due: "2026-11-14", overdue: 0, residual: 700 }),
        invoice(3, { due: "2026-11-14", overdue: 0, residual: 1000, text: "Nuria" }),
        invoice(4, { due: false, overdue: 0, residual: 0 }),
    ];
    await openCustomer360([part("invoices", { component: "list", data: { rows, total: 9, late_count: 1 } })]);
    expect(queryAllTexts("[data-part=invoices] .o_crm_360_what .o_crm_360_quiet")).toEqual([
        "due Mon, Oct 5 · 300.00 overdue",
        "due Sat, Nov 14 · 700.00 to pay",
        "due Sat, Nov 14 · Nuria",
        "Sat, Sep 5",
    ]);
    expect("[data-part=invoices] small").toHaveText("4 of 9 · 1 overdue");
});

test("a part that failed says so and leaves the others", async () => {
    await openCustomer360([part("sales", { data: null, error: "Try later." }), part("actions")]);
    expect("[data-part=sales] [role=alert]").toHaveText("Try later.");
    expect("[data-part=actions] .o_crm_360_empty").toHaveText("No actions.");
});

test("older pages of the timeline follow the last item", async () => {
    const asked = [];
    await openCustomer360([], asked);
    expect(queryAllTexts(".o_crm_360_event .o_crm_360_title")).toEqual(["S3", "S2"]);
    await contains(".o_crm_360_more").click();
    expect(queryAllTexts(".o_crm_360_event .o_crm_360_title")).toEqual(["S3", "S2", "S1"]);
    expect(".o_crm_360_more").toHaveCount(0);
    expect(asked.at(-1).before).toEqual(["2026-10-01 10:00:00", "order", 2]);
    await contains(".o_crm_360_kind:contains(Visits)").click();
    expect(".o_crm_360_event").toHaveCount(0);
});

test("an address of delivery limits all that is shown", async () => {
    const asked = [];
    await openCustomer360([part("sales")], asked);
    await contains(".o_crm_360_address select").select("8");
    await animationFrame();
    expect(asked.slice(-2).map(({ address_id }) => address_id)).toEqual([8, 8]);
});

test("what comes late of all addresses is not shown as that of the one chosen since", async () => {
    // given a page whose folded part and whose timeline are still on their way
    const late = new Deferred();
    const wait = ({ address_id, keys, limit }) => !address_id && (keys || limit) && late;
    const folded = (total) => part("documents", { open: false, data: { rows: [{ id: 1, title: "a" }], total } });
    await openCustomer360([folded(9)], [], { wait, delivered: [folded(3)] });
    expect("[data-part=documents] small").toHaveCount(0);
    // when an address is chosen, then its figures show
    await contains(".o_crm_360_address select").select("8");
    await animationFrame();
    await animationFrame();
    expect("[data-part=documents] small").toHaveText("1 of 3");
    expect(queryAllTexts(".o_crm_360_event .o_crm_360_title")).toEqual(["S8"]);
    // and they stay when those of all addresses arrive
    late.resolve();
    await animationFrame();
    await animationFrame();
    expect("[data-part=documents] small").toHaveText("1 of 3");
    expect(queryAllTexts(".o_crm_360_event .o_crm_360_title")).toEqual(["S8"]);
});

test("amounts and percentages have a true minus", () => {
    patchWithCleanup(luxon.Settings, { defaultLocale: "es" });
    expect(formatAmount(-12.5, false)).toBe("−12.50");
    expect(formatPercent(-6.2)).toBe("−6,2 %");
    expect(formatPercent(50)).toBe("+50 %");
});
