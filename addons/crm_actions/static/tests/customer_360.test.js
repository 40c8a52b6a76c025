import { defineMailModels } from "@mail/../tests/mail_test_helpers";
import { animationFrame, describe, expect, queryAllTexts, test } from "@odoo/hoot";
import { Component, xml } from "@odoo/owl";
import {
    contains,
    getService,
    mountWithCleanup,
    onRpc,
    patchWithCleanup,
} from "@web/../tests/web_test_helpers";
import { registry } from "@web/core/registry";
import { WebClient } from "@web/webclient/webclient";
import { formatAmount, formatPercent } from "@crm_actions/customer_360/formats";

defineMailModels();
describe.current.tags("desktop");

const HEADER = {
    kind: "customer",
    name: "Hotel Ría Mansa",
    contact: false,
    partner_id: 7,
    owner: "Nuria",
    segment: "A",
    zone: false,
    address: "C/ del Muelle 8",
    map_url: "https://maps.example.com",
    phones: [{ value: "+34 884 00 01 01", name: "Hotel" }],
    emails: [],
    address_id: false,
    addresses: [
        { id: 7, name: "Hotel Ría Mansa" },
        { id: 8, name: "Beach bar" },
    ],
    can_plan: true,
    last_touch: false,
    next_step: "2026-10-20 09:00:00",
    figures: {
        sales: 100,
        before: 125,
        change: -20,
        open: 50,
        overdue: 10,
        quotes: 0,
        quote_count: 0,
    },
};

function part(key, values = {}) {
    const data = { rows: [], total: 0, empty: `No ${key}.`, action: false };
    return { key, title: key, sequence: 1, component: false, open: true, data, ...values };
}

function item(id) {
    return { id, key: "order", date: "2026-10-01 10:00:00", kind: "sales", title: `S${id}` };
}

/** The page with these parts; `asked` collects what was asked of the server. */
async function open(parts, asked = []) {
    onRpc("res.partner", "crm360_load", ({ kwargs }) => {
        asked.push(kwargs);
        const header = part("header", { component: "header", data: HEADER });
        const all = [header, ...parts].map((one) => JSON.parse(JSON.stringify(one)));
        const wanted = all.filter(({ key }) => !kwargs.keys || kwargs.keys.includes(key));
        const sections = kwargs.keys
            ? wanted.map((one) => ({ ...one, open: true }))
            : wanted.map((one) => (one.open ? one : { ...one, data: undefined }));
        return { id: 7, model: "res.partner", currency_id: false, sections };
    });
    onRpc("res.partner", "crm360_timeline", ({ kwargs }) => {
        asked.push(kwargs);
        return kwargs.before
            ? { items: [item(1)], next: false }
            : { items: [item(3), item(2)], next: ["2026-10-01 10:00:00", "order", 2] };
    });
    await mountWithCleanup(WebClient);
    await getService("action").doAction({
        type: "ir.actions.client",
        tag: "crm_actions.customer_360",
        res_model: "res.partner",
        params: { res_id: 7 },
    });
    await animationFrame();
}

test("the head shows who it is and the figures with what to think of them", async () => {
    await open([]);
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
    await open([]);
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
    await open([
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

test("a folded part is loaded when it is unfolded, once", async () => {
    const asked = [];
    await open([part("documents", { open: false })], asked);
    expect("[data-part=documents] .o_crm_360_part").toHaveCount(0);
    await contains("[data-part=documents] .o_crm_360_fold button").click();
    expect("[data-part=documents] .o_crm_360_empty").toHaveText("No documents.");
    await contains("[data-part=documents] .o_crm_360_fold button").click();
    await contains("[data-part=documents] .o_crm_360_fold button").click();
    expect(asked.filter(({ keys }) => keys).map(({ keys }) => keys)).toEqual([["documents"]]);
    expect("[data-part=documents] [aria-expanded=true]").toHaveCount(1);
});

test("a part that failed says so and leaves the others", async () => {
    await open([part("sales", { data: null, error: "Try later." }), part("actions")]);
    expect("[data-part=sales] [role=alert]").toHaveText("Try later.");
    expect("[data-part=actions] .o_crm_360_empty").toHaveText("No actions.");
});

test("older pages of the timeline follow the last item", async () => {
    const asked = [];
    await open([], asked);
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
    await open([part("sales")], asked);
    await contains(".o_crm_360_address select").select("8");
    await animationFrame();
    expect(asked.slice(-2).map(({ address_id }) => address_id)).toEqual([8, 8]);
});

test("amounts and percentages have a true minus", () => {
    patchWithCleanup(luxon.Settings, { defaultLocale: "es" });
    expect(formatAmount(-12.5, false)).toBe("−12.50");
    expect(formatPercent(-6.2)).toBe("−6,2 %");
    expect(formatPercent(50)).toBe("+50 %");
});
