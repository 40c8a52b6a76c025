import { defineMailModels } from "@mail/../tests/mail_test_helpers";
import { animationFrame, beforeEach, expect, mockDate, queryAllTexts, queryOne, test } from "@odoo/hoot";
import { contains, mockService, onRpc } from "@web/../tests/web_test_helpers";
import { repLooks } from "@crm_routes/plan_map/rep_looks";
import { makeStop, openMap, setTiles } from "./route_helpers";

defineMailModels();

beforeEach(() => {
    mockDate("2026-11-27 08:00:00");
    setTiles("False");
});

function makeRoute(id, name, values = {}) {
    return {
        route_id: id,
        user_id: id,
        user_name: name,
        tz: "Atlantic/Canary",
        km: 40 + id,
        minutes_driving: 50,
        leaves: "2026-11-30 08:00:00",
        back: "2026-11-30 12:00:00",
        start: { latitude: 43.36, longitude: -5.85, label: "Home" },
        end: { latitude: 43.36, longitude: -5.85, label: "Home" },
        shape: [[43.36, -5.85], [43.37, -5.8], [43.36, -5.85]],
        stops: [makeStop(id * 10 + 1, "09:00", { number: 1 })],
        ...values,
    };
}

async function openPlan(values = {}) {
    onRpc("crm.route.plan", "get_map_day", ({ args }) => {
        expect.step(`plan ${args}`);
        const dates = ["2026-11-30", "2026-12-01"];
        return {
            plan_id: 3,
            name: "December",
            state: "proposed",
            dates,
            date: args[1] || dates[0],
            routes: [makeRoute(1, "Nora", values), makeRoute(2, "Nils Berg")],
            left_out: [{ id: 99, name: "Far", latitude: 40.4, longitude: -3.7, reason: "Too far" }],
            left_out_count: 2,
        };
    });
    await openMap("crm_routes.plan_map", { plan_id: 3 });
    await animationFrame();
    expect.verifySteps(["plan 3,"]);
}

test("each rep has a colour, a kind of line and letters", async () => {
    await openPlan();
    expect("path.o_crm_rep_line_0.o_crm_rep_dash_0").toHaveCount(1);
    expect("path.o_crm_rep_line_1.o_crm_rep_dash_1").toHaveCount(1);
    expect(queryAllTexts(".o_crm_plan_rep .o_crm_map_pin")).toEqual(["NO", "NB"]);
    expect(".o_crm_plan_rep:first").toHaveText(/Nora\s*1 stop · 41.0 km · 50 min/);
});

test("a route is drawn by the roads that the server knows", async () => {
    const road = [[43.36, -5.85], [43.45, -5.85], [43.45, -5.7], [43.36, -5.85]];
    await openPlan({ shape: road });
    const drawn = queryOne("path.o_crm_rep_line_0").getAttribute("d");
    // from each corner to the next
    expect(drawn.match(/[ML]/g).length).toBe(4);
});

test("twenty reps are told apart though there are eight colours", () => {
    const looks = repLooks([...Array(20).keys()].map((number) => `Rep ${number}`));
    expect(new Set(looks.map(({ line }) => line)).size).toBe(20);
});

test("a rep is hidden, and who is left out is marked", async () => {
    await openPlan();
    await contains(".o_crm_plan_rep:first").click();
    expect("path.o_crm_rep_line_0").toHaveCount(0);
    expect("path.o_crm_rep_line_1").toHaveCount(1);
    await contains('.o_crm_map_ground [data-key="left-99"]').click();
    expect(".o_crm_route_bar").toHaveText(/Far\s*Not visited: Too far/);
});

test("hours are on the clock of the rep", async () => {
    // given reps on the Canary Islands, where it is as late as in Greenwich in winter
    await openPlan();
    expect(".o_crm_plan_rep:first").toHaveText(/08:00–12:00/);
    expect('.o_crm_map_ground [data-key="11"]').toHaveAttribute(
        "aria-label",
        "Nora, stop 1, 09:00: Shop 11"
    );
});

test("who is left out is opened, also who has no place on the map", async () => {
    onRpc("crm.route.plan", "action_view_left_out", ({ args }) => {
        expect.step(`list of ${args}`);
        return { type: "ir.actions.act_window_close" };
    });
    await openPlan();
    expect(".o_crm_plan_left").toHaveText("Left out of the plan: 2");
    await contains(".o_crm_plan_left").click();
    expect.verifySteps(["list of 3"]);
});

test("days of the plan follow one another", async () => {
    await openPlan();
    expect(".o_crm_previous").not.toBeEnabled();
    await contains(".o_crm_next").click();
    expect.verifySteps(["plan 3,2026-12-01"]);
    await contains(".o_crm_plan_day").select("2026-11-30");
    expect.verifySteps(["plan 3,2026-11-30"]);
});

test("a route of the plan is opened", async () => {
    mockService("action", {
        doAction(action) {
            if (action.params?.route_id) {
                expect.step(`route ${action.params.route_id}`);
                return;
            }
            return super.doAction(...arguments);
        },
    });
    await openPlan();
    await contains(".o_crm_plan_open:last").click();
    expect.verifySteps(["route 2"]);
});
