import { animationFrame } from "@odoo/hoot";
import { getService, mountWithCleanup, onRpc } from "@web/../tests/web_test_helpers";
import { WebClient } from "@web/webclient/webclient";

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

export function part(key, values = {}) {
    const data = { rows: [], total: 0, empty: `No ${key}.`, action: false };
    return { key, title: key, sequence: 1, component: false, open: true, data, ...values };
}

function item(id) {
    return { id, key: "order", date: "2026-10-01 10:00:00", kind: "sales", title: `S${id}` };
}

/**
 * The page with these parts; `asked` collects what was asked of the server, which answers once
 * `wait` is over and has for an address of delivery what `delivered` says.
 */
export async function openCustomer360(parts, asked = [], options = {}) {
    const { isLost = () => false, wait = () => {}, delivered = parts } = options;
    onRpc("res.partner", "crm360_load", async ({ kwargs }) => {
        asked.push(kwargs);
        await wait(kwargs);
        if (kwargs.keys && isLost()) {
            return new window.Response("", { status: 502 });
        }
        const header = part("header", { component: "header", data: HEADER });
        const own = kwargs.address_id ? delivered : parts;
        const all = [header, ...own].map((one) => JSON.parse(JSON.stringify(one)));
        const wanted = all.filter(({ key }) => !kwargs.keys || kwargs.keys.includes(key));
        const sections = kwargs.keys
            ? wanted.map((one) => ({ ...one, open: true }))
            : wanted.map((one) => (one.open || one.offline ? one : { ...one, data: undefined }));
        return { id: 7, model: "res.partner", currency_id: false, sections };
    });
    onRpc("res.partner", "crm360_timeline", async ({ kwargs }) => {
        asked.push(kwargs);
        await wait(kwargs);
        if (kwargs.address_id) {
            return { items: [item(8)], next: false };
        }
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
