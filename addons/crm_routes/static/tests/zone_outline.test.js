import { defineMailModels } from "@mail/../tests/mail_test_helpers";
import { animationFrame, beforeEach, click, expect, queryAll, queryOne, queryRect, test } from "@odoo/hoot";
import {
    contains,
    defineModels,
    fields,
    models,
    mountView,
    onRpc,
} from "@web/../tests/web_test_helpers";
import { setTiles } from "./route_helpers";

const SQUARE = {
    type: "Polygon",
    coordinates: [[[-6, 43], [-5, 43], [-5, 44], [-6, 44], [-6, 43]]],
};

class Zone extends models.Model {
    _name = "crm.zone";
    outline = fields.Text();
    _records = [
        { id: 1, outline: JSON.stringify(SQUARE) },
        { id: 2, outline: false },
    ];
}

defineMailModels();
defineModels([Zone]);

beforeEach(() => {
    setTiles("False");
    onRpc("crm.zone", "get_map_customers", () => [
        { id: 11, name: "In", latitude: 43.5, longitude: -5.5, zone_id: 1 },
        { id: 12, name: "Out", latitude: 42.5, longitude: -5.5, zone_id: false },
    ]);
});

async function openZone(resId, attrs = "", resIds = [resId]) {
    await mountView({
        type: "form",
        resModel: "crm.zone",
        resId,
        resIds,
        arch: `<form><sheet><field name="outline" widget="crm_zone_outline" ${attrs}/></sheet></form>`,
    });
    await animationFrame();
}

/** Tap the map at shares of its width and height. */
async function tap(across, down) {
    const { width, height } = queryRect(".o_crm_map_ground");
    await click(".o_crm_map_ground", { position: { x: width * across, y: height * down }, relative: true });
    await animationFrame();
}

const text = () => queryOne(".o_crm_outline_text textarea").value;

test("an outline shows with its corners and the customers around", async () => {
    await openZone(1);
    expect("path.o_crm_outline_area").toHaveCount(1);
    expect(".o_crm_outline_corner").toHaveCount(4);
    expect(".o_crm_map_ground .o_crm_dot_own").toHaveCount(1);
    expect(".o_crm_outline_advice").toHaveText(/Customers within: 1/);
});

test("an outline is drawn by three taps and closed", async () => {
    await openZone(2);
    await contains(".o_crm_outline_draw").click();
    expect(".o_crm_outline_close").not.toBeEnabled();
    await tap(0.2, 0.3);
    await tap(0.7, 0.3);
    await tap(0.7, 0.8);
    expect(".o_crm_outline_corner").toHaveCount(3);
    await contains(".o_crm_outline_close").click();
    await animationFrame();
    const drawn = JSON.parse(text());
    expect(drawn.type).toBe("Polygon");
    expect(drawn.coordinates[0].length).toBe(4);
    expect(drawn.coordinates[0][0]).toEqual(drawn.coordinates[0][3]);
});

test("a tap on the first corner closes it, and a corner can be undone", async () => {
    await openZone(2);
    await contains(".o_crm_outline_draw").click();
    for (const [across, down] of [[0.2, 0.3], [0.7, 0.3], [0.7, 0.8], [0.4, 0.9]]) {
        await tap(across, down);
    }
    await contains(".o_crm_outline_undo").click();
    expect(".o_crm_outline_corner").toHaveCount(3);
    await click(queryAll(".o_crm_outline_corner")[0]);
    await animationFrame();
    expect(JSON.parse(text()).coordinates[0].length).toBe(4);
});

/** The map of a zone without an outline, on which somebody draws. */
async function draw(...places) {
    await contains(".o_crm_outline_draw").click();
    for (const [across, down] of places) {
        await tap(across, down);
    }
}

const TRIANGLE = [[0.2, 0.3], [0.7, 0.3], [0.7, 0.8]];
const count = (outline) => JSON.parse(outline).coordinates[0].length - 1;

test("an outline that nobody closed is saved with the zone", async () => {
    onRpc("crm.zone", "web_save", ({ args: [, values] }) => {
        expect.step(`${count(values.outline)} corners`);
    });
    await openZone(2);
    await draw(...TRIANGLE);
    await contains(".o_form_button_save").click();
    expect.verifySteps(["3 corners"]);
    // and it may be drawn on
    await tap(0.4, 0.9);
    await contains(".o_form_button_save").click();
    expect.verifySteps(["4 corners"]);
    await contains(".o_crm_outline_close").click();
    expect(".o_crm_outline_corner").toHaveCount(4);
});

test("what one draws and gives up, or discards, leaves what was there", async () => {
    await openZone(1);
    const before = text();
    await draw(...TRIANGLE);
    expect(text()).not.toBe(before);
    await contains(".o_crm_outline_cancel").click();
    await animationFrame();
    expect(text()).toBe(before);
    await draw(...TRIANGLE);
    await contains(".o_form_button_cancel").click();
    await animationFrame();
    expect(text()).toBe(before);
    expect(".o_crm_outline_draw").toHaveCount(1);
    expect(".o_crm_outline_corner").toHaveCount(4);
});

test("with corner after corner undone nothing is left of it", async () => {
    await openZone(2);
    await draw(...TRIANGLE);
    expect(count(text())).toBe(3);
    await contains(".o_crm_outline_undo").click();
    await animationFrame();
    expect(text()).toBe("");
    expect(".o_crm_outline_corner").toHaveCount(2);
});

test("who goes on to another zone takes no corner along", async () => {
    await openZone(2, "", [2, 1]);
    await draw([0.2, 0.3], [0.7, 0.3]);
    await contains(".o_pager_next").click();
    await animationFrame();
    // two corners are no outline, and that is said
    expect(".o_notification").toHaveText(/needs three corners/);
    expect(".o_crm_outline_draw").toHaveCount(1);
    expect(".o_crm_outline_corner").toHaveCount(4);
});

test("corners are added and deleted", async () => {
    await openZone(1);
    await click(queryAll(".o_crm_outline_middle")[0]);
    await animationFrame();
    expect(JSON.parse(text()).coordinates[0].length).toBe(6);
    expect(".o_crm_outline_corner").toHaveCount(5);
    await click(queryAll(".o_crm_outline_corner")[0]);
    await animationFrame();
    await contains(".o_crm_outline_delete").click();
    await animationFrame();
    expect(".o_crm_outline_corner").toHaveCount(4);
    await contains(".o_crm_outline_clear").click();
    await animationFrame();
    expect(text()).toBe("");
});

test("the text can be edited, and what cannot be read is kept for the server to explain", async () => {
    await openZone(1);
    await contains(".o_crm_outline_text summary").click();
    await contains(".o_crm_outline_text textarea").edit("{nonsense");
    expect("path.o_crm_outline_area").toHaveCount(0);
    expect(text()).toBe("{nonsense");
});

test("who may not change the zone sees it", async () => {
    await openZone(1, 'readonly="1"');
    expect("path.o_crm_outline_area").toHaveCount(1);
    expect(".o_crm_outline_corner").toHaveCount(0);
    expect(".o_crm_outline_tools").toHaveCount(0);
});

test("a fine outline of a map tool is left to its text", async () => {
    const ring = [...Array(200).keys()].map((n) => [
        -5 + Math.cos(n / 32),
        43 + Math.sin(n / 32),
    ]);
    Zone._records[0].outline = JSON.stringify({ type: "Polygon", coordinates: [[...ring, ring[0]]] });
    await openZone(1);
    expect("path.o_crm_outline_area").toHaveCount(1);
    expect(".o_crm_outline_corner").toHaveCount(0);
    expect(".o_crm_outline_advice").toHaveText(/too many corners/);
});
