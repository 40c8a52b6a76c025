import { defineMailModels } from "@mail/../tests/mail_test_helpers";
import { animationFrame, beforeEach, expect, queryAllTexts, queryOne, test } from "@odoo/hoot";
import { contains, mockService, onRpc } from "@web/../tests/web_test_helpers";
import { openMap, setTiles } from "./route_helpers";

defineMailModels();

beforeEach(() => setTiles("False"));

function customer(id, values = {}) {
    return {
        id,
        name: `Shop ${id}`,
        city: "Gijón",
        latitude: 43 + id / 4,
        longitude: -5.6,
        last: "2026-11-20",
        days: 7,
        every: 14,
        state: "fresh",
        zone_id: 1,
        segment_id: false,
        user_id: 7,
        ...values,
    };
}

async function openCoverage(values = {}) {
    const overdue = { state: "overdue", days: 20, zone_id: 2 };
    const never = { state: "never", last: false, days: false, every: false };
    onRpc("crm.visit.demand", "get_coverage", () => ({
        today: "2026-11-27",
        total: 4,
        counts: {},
        without_place: 1,
        customers: [customer(1), customer(2, overdue), customer(3, never)],
        names: { zone_id: { 1: "North", 2: "South" }, segment_id: {}, user_id: { 7: "Nora" } },
        ...values,
    }));
    await openMap("crm_routes.coverage_map");
    await animationFrame();
}

const grades = () => queryAllTexts(".o_crm_coverage_grade").map((text) => text.replace(/\s+/g, " "));
const point = (id) => `.o_crm_map_ground .o_crm_map_marker[data-key="${id}"]`;

test("customers are coloured by how long ago they were visited, with shapes and figures", async () => {
    await openCoverage();
    expect(grades()).toEqual([
        "Visited lately 1",
        "Overdue 1",
        "Never visited 1",
    ]);
    expect(`${point(2)}.o_crm_grade_overdue .fa-exclamation`).toHaveCount(1);
    expect(point(2)).toHaveAttribute(
        "aria-label",
        "Shop 2, Gijón · Overdue · last visit 20 days ago · every 14 days"
    );
    expect(".o_crm_coverage_foot").toHaveText(/not on the map: 1/);
});

test("yesterday and every day are said in words", async () => {
    await openCoverage({
        customers: [
            customer(1, { days: 1, every: 1 }),
            customer(2, { days: 0 }),
            customer(3, { days: 2 }),
        ],
    });
    const said = (id) => queryOne(point(id)).getAttribute("aria-label").split(" · ").slice(2);
    expect(said(1)).toEqual(["last visit yesterday", "every day"]);
    expect(said(2)).toEqual(["visited today", "every 14 days"]);
    expect(said(3)).toEqual(["last visit 2 days ago", "every 14 days"]);
});

test("a zone, a rep or a grade is chosen", async () => {
    await openCoverage();
    // no segments, so no choice of them
    expect(".o_crm_coverage_filters select").toHaveCount(2);
    await contains(".o_crm_coverage_filters select[name=zone_id]").select("2");
    expect(".o_crm_map_ground .o_crm_map_marker").toHaveCount(1);
    expect(grades()).toEqual(["Overdue 1"]);
    await contains(".o_crm_coverage_grade").click();
    expect(".o_crm_map_ground .o_crm_map_marker").toHaveCount(0);
    expect(".o_crm_coverage_grade").toHaveAttribute("aria-pressed", "false");
});

test.tags("mobile");
test("on a phone a filter that is not set is one word", async () => {
    await openCoverage();
    expect(queryAllTexts(".o_crm_coverage_filters select option:first-child")).toEqual(["Zone", "Rep"]);
});

test("a tap opens the customer", async () => {
    mockService("action", {
        doAction(action) {
            if (action.params?.res_id) {
                expect.step(`customer ${action.params.res_id}`);
                return;
            }
            return super.doAction(...arguments);
        },
    });
    await openCoverage();
    await contains(point(3)).click();
    expect.verifySteps(["customer 3"]);
});

test("customers that lie close together are one heap with the looks of the worst", async () => {
    await openCoverage({
        customers: [customer(1), customer(2, { latitude: 43.2501, state: "long" }), customer(9)],
    });
    expect(".o_crm_map_heap.o_crm_grade_long").toHaveText(/2/);
});

test("without policies nobody is to be visited, and it says so", async () => {
    await openCoverage({ customers: [], total: 0, without_place: 0 });
    expect(".o_crm_route_empty").toHaveText(/write a visit policy first/);
});
