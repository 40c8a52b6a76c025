import { defineMailModels } from "@mail/../tests/mail_test_helpers";
import { advanceTime, animationFrame, click, expect, queryAll, queryOne, queryRect, test } from "@odoo/hoot";
import { mountWithCleanup, patchWithCleanup } from "@web/../tests/web_test_helpers";
import { MapCanvas } from "@crm_routes/map/map_canvas";
import { gatherTowns } from "@crm_routes/map/towns";
import { setTiles } from "./route_helpers";

defineMailModels();

/** Tiles of a server that answers as the test says; nothing leaves the machine. */
function mockTiles() {
    const layers = [];
    patchWithCleanup(window.L, {
        tileLayer(url, options) {
            const layer = Object.assign(new window.L.Layer(), {
                url,
                options,
                onAdd() {},
                onRemove: () => (layer.isGone = true),
                getAttribution: () => options.attribution,
            });
            layers.push(layer);
            return layer;
        },
    });
    return layers;
}

const POINT = {
    key: 1,
    latitude: 43.5,
    longitude: -5.6,
    className: "one",
    title: "<b>Bar</b> Ñandú",
    text: "1",
};

function mountMap(props = {}) {
    return mountWithCleanup(MapCanvas, { props: { label: "A map", markers: [POINT], ...props } });
}

test("tiles come from the server that was set, with the name of whose they are", async () => {
    setTiles("https://tiles.example.com/{z}/{x}/{y}.png");
    const layers = mockTiles();
    await mountMap();
    expect(layers[0].url).toBe("https://tiles.example.com/{z}/{x}/{y}.png");
    expect(".leaflet-control-attribution").toHaveText("© Somebody");
    layers[0].fire("tileload");
    await animationFrame();
    expect(".o_crm_map_note").toHaveCount(0);
});

test("where the server does not answer the map goes on without it", async () => {
    setTiles("https://tiles.example.com/{z}/{x}/{y}.png");
    const layers = mockTiles();
    await mountMap();
    for (let failure = 0; failure < 3; failure++) {
        layers[0].fire("tileerror");
    }
    await animationFrame();
    expect(layers[0].isGone).toBe(true);
    expect(".o_crm_map_note").toHaveText(
        "The map server cannot be reached: points and roads alone."
    );
    expect(".leaflet-control-attribution").toHaveText("");
    expect(".o_crm_map_marker").toHaveCount(1);
});

test("a server that says nothing at all is given up after a while", async () => {
    setTiles("https://tiles.example.com/{z}/{x}/{y}.png");
    const layers = mockTiles();
    await mountMap();
    expect(Boolean(layers[0].isGone)).toBe(false);
    await advanceTime(8000);
    await animationFrame();
    expect(layers[0].isGone).toBe(true);
    expect(".o_crm_map_note").toHaveCount(1);
});

test("a map without tiles has the names of towns, as many as there is room for", async () => {
    setTiles("False");
    const bars = [
        { city: "Gijón", latitude: 43.53, longitude: -5.66 },
        { city: "Gijón", latitude: 43.55, longitude: -5.66 },
        { city: "Somió", latitude: 43.5401, longitude: -5.6601 },
        { city: "Oviedo", latitude: 43.36, longitude: -5.85 },
        { city: false, latitude: 43.36, longitude: -5.85 },
    ];
    const markers = [
        { ...POINT, key: 1, latitude: 43.9, longitude: -6.6 },
        { ...POINT, key: 2, latitude: 43.1, longitude: -5 },
    ];
    await mountMap({ markers, towns: gatherTowns(bars), fitKey: 1 });
    await animationFrame();
    const names = queryAll(".o_crm_map_town span");
    expect(names.map((name) => name.textContent)).toEqual(["Gijón", "Somió", "Oviedo"]);
    expect(names.map((name) => name.style.visibility)).toEqual(["", "hidden", ""]);
});

test("names of customers are text, never markup", async () => {
    setTiles("False");
    await mountMap();
    expect(".o_crm_map_marker").toHaveAttribute("aria-label", "<b>Bar</b> Ñandú");
    expect(".o_crm_map_ground b").toHaveCount(0);
    expect(queryOne(".o_crm_canvas").getAttribute("aria-label")).toBe("A map");
});

/** Touch the map so many pixels to the right of the first point. */
async function touchBeside(pixels) {
    const { x, y, width, height } = queryRect(".o_crm_map_marker");
    const position = { x: x + width / 2 + pixels, y: y + height / 2 };
    await click(".o_crm_map_ground", { position });
}

test.tags("mobile");
test("a thumb that misses a point by a little means it", async () => {
    setTiles("False");
    await mountMap({ onMarker: (key) => expect.step(`point ${key}`) });
    await touchBeside(20);
    expect.verifySteps(["point 1"]);
    await touchBeside(40);
    expect.verifySteps([]);
});

test.tags("mobile");
test("where one taps a place, a place is meant", async () => {
    setTiles("False");
    const onMarker = () => expect.step("point");
    await mountMap({ onMarker, onTap: () => expect.step("place") });
    await touchBeside(20);
    expect.verifySteps(["place"]);
});
