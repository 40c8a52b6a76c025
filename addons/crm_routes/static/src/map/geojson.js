/**
 * Polygons of GeoJSON, as the server reads them (`engine/polygon.py`): each a list of rings, each a
 * list of open corners `[longitude, latitude]`. What cannot be read has none: the server says why.
 *
 * @param {string} text
 * @returns {number[][][][]}
 */
export function readRings(text) {
    let shape;
    try {
        shape = JSON.parse(text);
    } catch {
        return [];
    }
    return findPolygons(shape)
        .map((rings) => (Array.isArray(rings) ? rings.map(openRing) : []))
        .filter((rings) => rings.length && rings.every((ring) => ring.length >= 3));
}

/** @param {number[][][][]} polygons as `readRings` gives them */
export function writeRings(polygons) {
    const closed = polygons.map((rings) => rings.map(closeRing));
    if (!closed.length) {
        return "";
    }
    return JSON.stringify(
        closed.length === 1
            ? { type: "Polygon", coordinates: closed[0] }
            : { type: "MultiPolygon", coordinates: closed }
    );
}

function findPolygons(shape) {
    switch (shape?.type) {
        case "Polygon":
            return [shape.coordinates];
        case "MultiPolygon":
            return listOf(shape.coordinates);
        case "Feature":
            return findPolygons(shape.geometry);
        case "FeatureCollection":
            return listOf(shape.features).flatMap(findPolygons);
        case "GeometryCollection":
            return listOf(shape.geometries).flatMap(findPolygons);
        default:
            return [];
    }
}

function listOf(value) {
    return Array.isArray(value) ? value : [];
}

function openRing(ring) {
    const corners = listOf(ring).filter(isCorner).map(([x, y]) => [x, y]);
    const last = corners.at(-1);
    if (corners.length > 1 && corners[0][0] === last[0] && corners[0][1] === last[1]) {
        corners.pop();
    }
    return corners;
}

function isCorner(value) {
    return Array.isArray(value) && value.slice(0, 2).every(Number.isFinite) && value.length > 1;
}

/** About the width of a hand: more decimals are noise. */
const DECIMALS = 1e6;

function closeRing(ring) {
    const corners = ring.map((corner) =>
        corner.map((degrees) => Math.round(degrees * DECIMALS) / DECIMALS)
    );
    return [...corners, corners[0]];
}

/** Whether a place lies within, for a first impression: who is of a zone is said by the server. */
export function contains(polygons, latitude, longitude) {
    const crosses = ([ax, ay], [bx, by]) =>
        ay > latitude !== by > latitude &&
        longitude < ax + ((latitude - ay) * (bx - ax)) / (by - ay);
    const isWithin = (rings) =>
        rings
            .flatMap((ring) => ring.map((corner, index) => [corner, ring.at(index - 1)]))
            .reduce((inside, [one, other]) => inside !== crosses(one, other), false);
    return polygons.some(isWithin);
}
