import { describe, expect, test } from "@odoo/hoot";
import { contains, readRings, writeRings } from "@crm_routes/map/geojson";
import { addCorner, moveCorner, removeCorner } from "@crm_routes/zone_outline/corners";
import { moveBehind, moveBy } from "@crm_routes/route_map/stop_order";

describe.current.tags("headless");

const SQUARE = [[[0, 0], [4, 0], [4, 4], [0, 4]]];
const TEXT = '{"type":"Polygon","coordinates":[[[0,0],[4,0],[4,4],[0,4],[0,0]]]}';

test("what is drawn is written as the server reads it, and read again", () => {
    expect(writeRings([SQUARE])).toBe(TEXT);
    expect(readRings(TEXT)).toEqual([SQUARE]);
    const two = writeRings([SQUARE, [[[9, 9], [8, 9], [8, 8]]]]);
    expect(JSON.parse(two).type).toBe("MultiPolygon");
    expect(readRings(two).length).toBe(2);
    expect(writeRings([])).toBe("");
});

test("features of map tools are read; what is no outline has none", () => {
    const feature = { type: "Feature", geometry: JSON.parse(TEXT) };
    expect(readRings(JSON.stringify({ type: "FeatureCollection", features: [feature] }))).toEqual([
        SQUARE,
    ]);
    for (const text of ["", "{", "[]", "7", "null", '{"type":"Polygon"}', '{"type":"Point"}']) {
        expect(readRings(text)).toEqual([]);
    }
});

test("a hole is not within", () => {
    const holed = [[...SQUARE, [[1, 1], [2, 1], [2, 2], [1, 2]]]];
    expect(contains(holed, 3, 3)).toBe(true);
    expect(contains(holed, 1.5, 1.5)).toBe(false);
    expect(contains(holed, 5, 5)).toBe(false);
});

test("corners are moved, added and taken away", () => {
    expect(moveCorner([SQUARE], [0, 0, 1], [5, 0])[0][0][1]).toEqual([5, 0]);
    expect(addCorner([SQUARE], [0, 0, 3], [0, 2])[0][0].at(-1)).toEqual([0, 2]);
    const triangle = removeCorner([SQUARE], [0, 0, 0]);
    expect(triangle[0][0].length).toBe(3);
    expect(removeCorner(triangle, [0, 0, 0])).toEqual([]);
    expect(SQUARE[0].length).toBe(4);
});

test("the order of stops", () => {
    const stops = [
        { id: 1, state: "done" },
        { id: 2, state: "planned" },
        { id: 3, state: "planned" },
    ];
    expect(moveBy(stops, 3, -1)).toEqual([1, 3, 2]);
    expect(moveBy(stops, 2, -1)).toBe(null);
    expect(moveBy(stops, 3, 1)).toBe(null);
    expect(moveBehind(stops, 3, 1)).toEqual([1, 3, 2]);
    // in front of what is done means behind it
    expect(moveBehind(stops, 3, null)).toEqual([1, 3, 2]);
    expect(moveBehind(stops, 2, 1)).toBe(null);
});
