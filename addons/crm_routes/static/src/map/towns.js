import { groupBy } from "@web/core/utils/arrays";
import { leaflet } from "./leaflet";

const GAP = 4;
/** So much of a name may lie behind a point. */
const BEHIND = 6;

/**
 * The towns of some places, each in the middle of its places; the one with most of them first.
 *
 * @param {{city?: string | false, latitude: number, longitude: number}[]} places
 */
export function gatherTowns(places) {
    const byName = groupBy(
        places.filter(({ city }) => city),
        ({ city }) => city
    );
    return Object.entries(byName)
        .map(([name, members]) => ({
            name,
            latitude: mean(members.map(({ latitude }) => latitude)),
            longitude: mean(members.map(({ longitude }) => longitude)),
            weight: members.length,
        }))
        .sort((one, other) => other.weight - one.weight);
}

/** Write the names of towns on a map that has no pictures which would have them. */
export function writeTowns(layer, towns) {
    layer.clearLayers();
    for (const { name, latitude, longitude } of towns) {
        const text = document.createElement("span");
        text.textContent = name;
        const icon = leaflet().divIcon({
            className: "o_crm_map_town",
            html: text,
            iconSize: [0, 0],
        });
        const options = { icon, interactive: false, keyboard: false, zIndexOffset: -1000 };
        layer.addLayer(leaflet().marker([latitude, longitude], options));
    }
}

/**
 * Hide the names for which there is no room at this distance, beside points and other names; of
 * two names the first one stays.
 */
export function thinOut(layer, ground) {
    const shown = [...ground.querySelectorAll(".o_crm_map_pin")].map(boxOfPoint);
    layer.eachLayer((marker) => {
        const text = marker.getElement()?.firstChild;
        if (!text) {
            return;
        }
        text.style.visibility = "";
        const box = text.getBoundingClientRect();
        if (shown.some((other) => overlaps(box, other))) {
            text.style.visibility = "hidden";
        } else {
            shown.push(box);
        }
    });
}

function boxOfPoint(pin) {
    const { left, right, top, bottom } = pin.getBoundingClientRect();
    return {
        left: left + BEHIND,
        right: right - BEHIND,
        top: top + BEHIND,
        bottom: bottom - BEHIND,
    };
}

function overlaps(one, other) {
    return (
        one.left < other.right + GAP &&
        other.left < one.right + GAP &&
        one.top < other.bottom + GAP &&
        other.top < one.bottom + GAP
    );
}

function mean(values) {
    return values.reduce((sum, value) => sum + value, 0) / values.length;
}
