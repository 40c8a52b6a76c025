/*
 * Corners of outlines, by their places: polygon, ring, corner. Each function gives new polygons and
 * leaves the old ones alone.
 */

/** With more corners than these the points would hide the map. */
export const MOST_CORNERS = 150;

export function countCorners(polygons) {
    return polygons.flat().reduce((count, ring) => count + ring.length, 0);
}

export function eachCorner(polygons, make) {
    return polygons.flatMap((rings, p) =>
        rings.flatMap((ring, r) => ring.map((corner, c) => make(corner, [p, r, c], ring)))
    );
}

export function moveCorner(polygons, [p, r, c], corner) {
    return changeRing(polygons, [p, r], (ring) => ring.with(c, corner));
}

/** A corner between this one and the next. */
export function addCorner(polygons, [p, r, c], corner) {
    return changeRing(polygons, [p, r], (ring) => ring.toSpliced(c + 1, 0, corner));
}

/** A ring of fewer than three corners is none, and a polygon is none without its outer ring. */
export function removeCorner(polygons, [p, r, c]) {
    return changeRing(polygons, [p, r], (ring) => ring.toSpliced(c, 1))
        .map((rings) => (rings[0].length < 3 ? [] : rings.filter((ring) => ring.length >= 3)))
        .filter((rings) => rings.length);
}

/** Half-way from a corner to the next. */
export function middle(ring, c) {
    const [ax, ay] = ring[c];
    const [bx, by] = ring[(c + 1) % ring.length];
    return [(ax + bx) / 2, (ay + by) / 2];
}

function changeRing(polygons, [p, r], change) {
    return polygons.with(p, polygons[p].with(r, change(polygons[p][r])));
}
