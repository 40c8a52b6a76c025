import { _t } from "@web/core/l10n/translation";
import { countCorners, eachCorner, middle, MOST_CORNERS } from "./corners";

const CORNER = "corner";
const MIDDLE = "middle";
const NEW = "new";

/** @returns {{kind: string, path: number[]}} what a marker stands for */
export function readKey(key) {
    const [kind, ...path] = String(key).split("-");
    return { kind, path: path.map(Number) };
}

export const kinds = { CORNER, MIDDLE, NEW };

export function drawAreas(polygons, drawing) {
    const areas = polygons.map((rings) => ({
        rings: rings.map((ring) => ring.map(toPlace)),
        className: "o_crm_outline_area",
    }));
    if (drawing && drawing.length > 2) {
        areas.push({ rings: [drawing.map(toPlace)], className: "o_crm_outline_area" });
    }
    return areas;
}

export function drawLines(drawing) {
    return drawing?.length > 1
        ? [{ points: drawing.map(toPlace), className: "o_crm_outline_line" }]
        : [];
}

/** The corners that can be moved, and half-way between them where one can be added. */
export function drawHandles(polygons, selectedKey) {
    if (countCorners(polygons) > MOST_CORNERS) {
        return [];
    }
    return [
        ...eachCorner(polygons, (_corner, path, ring) =>
            mark([MIDDLE, ...path].join("-"), middle(ring, path[2]), {
                className: "o_crm_outline_middle",
                icon: "fa-plus",
                title: _t("Add a corner here"),
                rank: 1,
            })
        ),
        ...eachCorner(polygons, (corner, path) => {
            const key = [CORNER, ...path].join("-");
            const isSelected = key === selectedKey;
            return mark(key, corner, {
                className: `o_crm_outline_corner ${isSelected ? "o_crm_outline_chosen" : ""}`,
                title: _t("Corner %(number)s: drag it, or tap it to choose it", {
                    number: path[2] + 1,
                }),
                draggable: true,
                rank: 2,
            });
        }),
    ];
}

/** The corners of an outline that is being drawn: the first one closes it. */
export function drawNewCorners(drawing) {
    return drawing.map((corner, index) =>
        mark([NEW, index].join("-"), corner, {
            className: "o_crm_outline_corner",
            text: index ? "" : "1",
            title: index
                ? _t("Corner %(number)s", { number: index + 1 })
                : _t("First corner: tap it to close the outline"),
            rank: 2,
        })
    );
}

/** Customers of the zone are looked at first where there is no outline yet. */
export function drawCustomers(customers, zoneId, hasOutline) {
    return customers.map(({ id, latitude, longitude, name, zone_id }) => {
        const isOwn = Boolean(zone_id) && zone_id === zoneId;
        return {
            key: `customer-${id}`,
            latitude,
            longitude,
            title: name,
            className: isOwn ? "o_crm_dot_own" : "o_crm_dot_other",
            dot: true,
            passive: true,
            aside: hasOutline || !isOwn,
            rank: 0,
        };
    });
}

function mark(key, [longitude, latitude], spec) {
    return { key, latitude, longitude, ...spec };
}

function toPlace([longitude, latitude]) {
    return [latitude, longitude];
}
