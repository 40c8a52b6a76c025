import { defineMailModels } from "@mail/../tests/mail_test_helpers";
import { animationFrame, beforeEach, expect, mockDate, press, queryAllTexts, queryOne, test } from "@odoo/hoot";
import { contains, makeServerError, mockService, onRpc } from "@web/../tests/web_test_helpers";
import { makeDay, makeStop, openMap, setTiles } from "./route_helpers";

defineMailModels();

beforeEach(() => {
    mockDate("2026-11-30 08:30:00");
    setTiles("False");
});

const row = (id) => `.o_crm_mapstop[data-id="${id}"]`;
const pin = (id) => `.o_crm_map_ground .o_crm_map_marker[data-key="${id}"]`;

/** Another order: the hours go with the places, and Shop 2 was promised nine. */
function reordered(day, ids) {
    const hours = ["08:00", "09:00", "10:00", "11:00"];
    const known = new Map(day.stops.map((stop) => [stop.id, stop]));
    const stops = ids.map((id, index) => {
        const breaks = id === 2 && index !== 1;
        return {
            ...known.get(id),
            number: index + 1,
            begin: `2026-11-30 ${hours[index]}:00`,
            problem: breaks ? "broken" : false,
            warning: breaks ? "Promised for 10:00; you would be there at 11:00." : false,
        };
    });
    return { ...day, stops, km: 81.2, version: "v2" };
}

async function openDay(values = {}) {
    const day = makeDay(values);
    onRpc("crm.route", "get_day", ({ args }) => {
        expect.step(`day ${args[1]}`);
        return day;
    });
    onRpc("crm.route", "preview_order", ({ args: [userId, date, ids] }) => {
        expect.step(`preview ${userId} ${date} ${ids}`);
        return reordered(day, ids);
    });
    onRpc("crm.route", "set_order", ({ args: [, , ids], kwargs }) => {
        expect.step(`set ${ids} force ${kwargs.force} of ${kwargs.version}`);
        return reordered(day, ids);
    });
    onRpc("crm.route", "set_locked", ({ args: [id, locked] }) => {
        expect.step(`lock ${id} ${locked}`);
        const stops = day.stops.map((stop) =>
            stop.id === id ? { ...stop, promised: locked, locked } : stop
        );
        return { ...day, stops };
    });
    await openMap("crm_routes.route_map", { user_id: 7, date: "2026-11-30" });
    await animationFrame();
    expect.verifySteps(["day 2026-11-30"]);
}

test("a day shows its stops on the map and in a list, each with hour and slack", async () => {
    await openDay();
    expect(queryAllTexts(".o_crm_mapstop_name")).toEqual(["Shop 1", "Shop 2", "Shop 3", "Shop 4"]);
    // hours are those of the rep's clock
    expect(`${row(2)} .o_crm_mapstop_hour`).toHaveText("10:00");
    expect(`${row(3)} .o_crm_mapstop_verdict`).toHaveText("Slack 37 min");
    expect(`${row(2)} .o_crm_mapstop_promise`).toHaveText("Its hour was promised");
    expect(".o_crm_route_span").toHaveText("08:30 to 14:00");
    expect(".o_crm_route_figures").toHaveText(/4 stops · 79.2 km · 2 h 10 min on the road/);
    // four stops and one point where the day begins and ends
    expect(".o_crm_map_ground .o_crm_map_marker").toHaveCount(5);
    expect(".o_crm_map_ground path.o_crm_road").toHaveCount(1);
    expect(pin(3)).toHaveAttribute("aria-label", "3, Shop 3, 11:00, Planned");
});

test("states are told by shape and word too, and only those that are there are explained", async () => {
    await openDay({
        stops: [
            makeStop(1, "08:00", { state: "done", locked: true }),
            makeStop(2, "09:00", { late: true }),
            makeStop(3, "10:00", { state: "cancelled" }),
        ],
    });
    expect(`${pin(1)} .fa-check`).toHaveCount(1);
    expect(`${pin(2)} .o_crm_map_badge .fa-exclamation`).toHaveCount(1);
    expect(`${pin(3)} .fa-times`).toHaveCount(1);
    expect(queryAllTexts(".o_crm_legend li > span:last-child")).toEqual([
        "Done",
        "Late",
        "Cancelled",
    ]);
    expect(`${row(2)} .o_crm_mapstop_who`).toHaveText(/Gijón · Late/);
});

test("without a tile server the map says so and asks nobody", async () => {
    await openDay();
    expect(".o_crm_map_note").toHaveText("No map server: points and roads alone.");
    expect(".leaflet-tile").toHaveCount(0);
});

test("a stop that is moved has its new hour at once, and nothing is written before it is saved", async () => {
    await openDay();
    await contains(`${row(4)} .o_crm_mapstop_head`).click();
    await contains(`${row(4)} .o_crm_mapstop_earlier`).click();
    expect.verifySteps(["preview 7 2026-11-30 1,2,4,3"]);
    await animationFrame();
    expect(queryAllTexts(".o_crm_mapstop_name")).toEqual(["Shop 1", "Shop 2", "Shop 4", "Shop 3"]);
    expect(`${row(4)} .o_crm_mapstop_hour`).toHaveText(/12:00\s*11:00/);
    expect(".o_crm_route_bar").toHaveText(/Not saved yet: \+2.0 km · \+0 min/);
    await contains(".o_crm_route_save").click();
    expect.verifySteps(["set 1,2,4,3 force false of v2"]);
    await animationFrame();
    expect(".o_crm_route_save").toHaveCount(0);
    expect(".o_notification").toHaveText("The new order is saved.");
});

test("what was tried out can be discarded", async () => {
    await openDay();
    await contains(`${row(3)} .o_crm_mapstop_head`).click();
    await contains(`${row(3)} .o_crm_mapstop_later`).click();
    expect.verifySteps(["preview 7 2026-11-30 1,2,4,3"]);
    expect(".o_crm_next").not.toBeEnabled();
    await contains(".o_crm_route_discard").click();
    expect(".o_crm_next").toBeEnabled();
    expect(queryAllTexts(".o_crm_mapstop_name")).toEqual(["Shop 1", "Shop 2", "Shop 3", "Shop 4"]);
    expect.verifySteps([]);
});

test("a promise that would break is said, and broken only by whoever agrees", async () => {
    await openDay();
    await contains(`${row(3)} .o_crm_mapstop_head`).click();
    await contains(`${row(3)} .o_crm_mapstop_earlier`).click();
    await animationFrame();
    expect.verifySteps(["preview 7 2026-11-30 1,3,2,4"]);
    expect(`${row(2)} .o_crm_mapstop_verdict`).toHaveText(
        "Promised for 10:00; you would be there at 11:00."
    );
    expect(".o_crm_route_bar").toHaveText(/Too late for: Shop 2/);
    await contains(".o_crm_route_save").click();
    expect.verifySteps([]);
    expect(".o_dialog").toHaveText(/promised another hour: Shop 2/);
    await contains(".o_dialog .btn-primary").click();
    expect.verifySteps(["set 1,3,2,4 force true of v2"]);
});

test("a day that somebody else has changed meanwhile is read again, with the reason", async () => {
    expect.errors(1);
    await openDay();
    onRpc("crm.route", "set_order", () => {
        throw makeServerError({ message: "The day has changed meanwhile." });
    });
    await contains(`${row(4)} .o_crm_mapstop_head`).click();
    await contains(`${row(4)} .o_crm_mapstop_earlier`).click();
    await animationFrame();
    await contains(".o_crm_route_save").click();
    await animationFrame();
    expect.verifySteps(["preview 7 2026-11-30 1,2,4,3", "day 2026-11-30"]);
    expect(".o_dialog").toHaveText(/The day has changed meanwhile/);
    expect(".o_crm_route_save").toHaveCount(0);
    expect(queryAllTexts(".o_crm_mapstop_name")).toEqual(["Shop 1", "Shop 2", "Shop 3", "Shop 4"]);
    expect.verifyErrors(["RPC_ERROR"]);
});

test("without signal the new order waits for its next try", async () => {
    expect.errors(1);
    await openDay();
    onRpc("crm.route", "set_order", () => new window.Response("", { status: 502 }));
    await contains(`${row(4)} .o_crm_mapstop_head`).click();
    await contains(`${row(4)} .o_crm_mapstop_earlier`).click();
    await animationFrame();
    await contains(".o_crm_route_save").click();
    await animationFrame();
    expect.verifySteps(["preview 7 2026-11-30 1,2,4,3"]);
    expect(".o_crm_route_save").toBeEnabled();
    expect(queryAllTexts(".o_crm_mapstop_name")).toEqual(["Shop 1", "Shop 2", "Shop 4", "Shop 3"]);
    expect.verifyErrors([Error]);
});

test("what is done or promised stays where it is, and nothing comes before what is done", async () => {
    await openDay();
    expect(`${row(1)} .o_crm_mapstop_grip`).toHaveCount(0);
    expect(`${row(2)} .o_crm_mapstop_grip`).toHaveCount(0);
    expect(".o_crm_mapstop_grip").toHaveCount(2);
    await contains(`${row(3)} .o_crm_mapstop_head`).click();
    await contains(`${row(3)} .o_crm_mapstop_earlier`).click();
    await animationFrame();
    expect(`${row(3)} .o_crm_mapstop_earlier`).not.toBeEnabled();
    expect.verifySteps(["preview 7 2026-11-30 1,3,2,4"]);
});

test.tags("desktop");
test("a row is dragged to another place", async () => {
    await openDay();
    await contains(`${row(4)} .o_crm_mapstop_grip`).dragAndDrop(row(3));
    expect.verifySteps(["preview 7 2026-11-30 1,2,4,3"]);
});

test("a visit keeps its hour once that was promised, and can be released", async () => {
    await openDay();
    await contains(`${row(3)} .o_crm_mapstop_head`).click();
    expect(`${row(3)} .o_crm_mapstop_lock`).toHaveText("Keep its hour");
    await contains(`${row(3)} .o_crm_mapstop_lock`).click();
    expect.verifySteps(["lock 3 true"]);
    await animationFrame();
    expect(`${row(3)} .o_crm_mapstop_lock`).toHaveText("Release its hour");
    expect(`${row(3)} .o_crm_mapstop_grip`).toHaveCount(0);
});

test("a tap on a point opens its row, which leads to the customer", async () => {
    mockService("action", {
        doAction(action) {
            if (action.params?.res_id) {
                expect.step(`customer ${action.params.res_id}`);
                return;
            }
            return super.doAction(...arguments);
        },
    });
    await openDay();
    await contains(pin(3)).click();
    expect(`${row(3)} .o_crm_mapstop_more`).toHaveText(/12 min · 8.4 km/);
    await contains(`${row(3)} .o_crm_mapstop_customer`).click();
    expect.verifySteps(["customer 103"]);
});

test("a point answers to the keyboard", async () => {
    await openDay();
    queryOne(pin(4)).focus();
    await press("Enter");
    await animationFrame();
    expect(`${row(4)} .o_crm_mapstop_more`).toHaveCount(1);
});

test.tags("mobile");
test("on a phone the map can be made large, and the next stop is a tap away", async () => {
    await openDay();
    await contains(".o_crm_route_widen").click();
    expect(".o_crm_route").toHaveClass("o_crm_route_wide");
    // what is done is behind: the next one is the promised one
    expect(".o_crm_route_go").toHaveText("Navigate to 2: Shop 2");
});

test("who may not plan this day looks at it", async () => {
    await openDay({ may_edit: false });
    await contains(`${row(3)} .o_crm_mapstop_head`).click();
    expect(".o_crm_mapstop_grip").toHaveCount(0);
    expect(`${row(3)} .o_crm_mapstop_lock`).toHaveCount(0);
    expect(`${row(3)} .o_crm_mapstop_go`).toHaveCount(1);
});

test("stops without a position are on the list and are told", async () => {
    await openDay({
        stops: [makeStop(1, "08:00"), makeStop(2, "09:00", { latitude: false, longitude: false })],
    });
    expect(".o_crm_mapstop").toHaveCount(2);
    expect(pin(2)).toHaveCount(0);
    expect(".o_crm_route_figures").toHaveText(/for want of a position: 1/);
});

test("a day without visits says so", async () => {
    await openDay({ stops: [], km: 0, minutes_driving: 0, leaves: false, back: false });
    expect(".o_crm_route_empty").toHaveText("No visits on this day.");
});

test("days follow one another", async () => {
    await openDay();
    await contains(".o_crm_next").click();
    expect.verifySteps(["day 2026-12-01"]);
    await contains(".o_crm_previous").click();
    expect.verifySteps(["day 2026-11-30"]);
});

test("a proposed route has an order of its own", async () => {
    const route = makeDay({ source: "route", route_id: 5, may_edit: true });
    onRpc("crm.route", "get_map", ({ args }) => {
        expect.step(`map ${args}`);
        return route;
    });
    onRpc("crm.route", "preview_route_order", ({ args: [id, ids] }) => {
        expect.step(`preview route ${id} ${ids}`);
        return reordered(route, ids);
    });
    await openMap("crm_routes.route_map", { route_id: 5 });
    expect.verifySteps(["map 5"]);
    expect(".o_crm_next").toHaveCount(0);
    await contains(`${row(4)} .o_crm_mapstop_head`).click();
    expect(`${row(4)} .o_crm_mapstop_lock`).toHaveCount(0);
    await contains(`${row(4)} .o_crm_mapstop_earlier`).click();
    expect.verifySteps(["preview route 5 1,2,4,3"]);
});

test("zones lie behind the route", async () => {
    const outline = JSON.stringify({
        type: "Polygon",
        coordinates: [[[-6, 43], [-5, 43], [-5, 44], [-6, 43]]],
    });
    onRpc("crm.route", "get_day", () => makeDay());
    await openMap("crm_routes.route_map", { user_id: 7, date: "2026-11-30" }, [
        { id: 1, name: "North", outline },
        { id: 2, name: "Broken", outline: "{" },
    ]);
    expect("path.o_crm_zone_behind").toHaveCount(1);
});
