import { leaflet } from "./leaflet";

const PIN = 32;
const DOT = 14;

/**
 * A point of a map.
 *
 * @typedef {Object} MapMarker
 * @property {string | number} key
 * @property {number} latitude
 * @property {number} longitude
 * @property {string} className
 * @property {string} title what it is, in words
 * @property {string} [text] written on it
 * @property {string} [icon] drawn on it, a class of Font Awesome
 * @property {string} [badge] a second, small icon at its corner
 * @property {boolean} [dot] a small one, without text
 * @property {boolean} [draggable]
 * @property {boolean} [aside] it need not be in sight at first
 * @property {boolean} [passive] it is looked at, and does nothing
 * @property {number} [rank] of two that lie upon each other the higher one is in front
 */

export function makeMarker(spec, handlers) {
    const marker = leaflet().marker(toPlace(spec), {
        icon: makeIcon(spec),
        draggable: Boolean(spec.draggable),
        interactive: !spec.passive,
        keyboard: !spec.passive,
        zIndexOffset: (spec.rank || 0) * 1000,
        crmSpec: spec,
    });
    // the element is there once the marker is, and anew whenever its icon changes
    marker.on("add", () => describe(marker, spec));
    marker.on("click", () => handlers.click(marker.options.crmSpec.key));
    marker.on("keydown", ({ originalEvent }) => {
        // Leaflet makes buttons of points and then listens to the mouse alone
        if (["Enter", " "].includes(originalEvent.key)) {
            originalEvent.preventDefault();
            handlers.click(marker.options.crmSpec.key);
        }
    });
    marker.on("drag", () => handlers.drag(marker.options.crmSpec.key, marker.getLatLng()));
    marker.on("dragend", () => handlers.drop(marker.options.crmSpec.key, marker.getLatLng()));
    return marker;
}

/** Bring a marker to what it should be now, without making it anew: it may be under a finger. */
export function updateMarker(marker, spec) {
    const before = marker.options.crmSpec;
    marker.options.crmSpec = spec;
    if (before.latitude !== spec.latitude || before.longitude !== spec.longitude) {
        marker.setLatLng(toPlace(spec));
    }
    if (looks(before) === looks(spec)) {
        return;
    }
    const hadFocus = marker.getElement() && marker.getElement() === document.activeElement;
    marker.setIcon(makeIcon(spec));
    marker.setZIndexOffset((spec.rank || 0) * 1000);
    describe(marker, spec);
    if (hadFocus) {
        marker.getElement().focus({ preventScroll: true });
    }
}

export function toPlace({ latitude, longitude }) {
    return [latitude, longitude];
}

/** Two that must be made anew rather than changed. */
export function isOtherKind(marker, spec) {
    const before = marker.options.crmSpec;
    return (
        Boolean(before.draggable) !== Boolean(spec.draggable) ||
        Boolean(before.passive) !== Boolean(spec.passive)
    );
}

function looks({ className, title, text, icon, badge, dot, rank }) {
    return JSON.stringify([className, title, text, icon, badge, dot, rank]);
}

function makeIcon(spec) {
    const size = spec.dot ? DOT : PIN;
    return leaflet().divIcon({
        className: `o_crm_map_marker ${spec.className}`,
        html: drawIcon(spec),
        iconSize: [size, size],
    });
}

/** Elements rather than HTML: names of customers are never read as markup. */
function drawIcon({ text, icon, badge, dot }) {
    const pin = document.createElement("span");
    pin.className = dot ? "o_crm_map_dot" : "o_crm_map_pin";
    pin.setAttribute("aria-hidden", "true");
    if (icon) {
        pin.append(drawGlyph(icon));
    } else if (text) {
        pin.append(text);
    }
    if (badge) {
        const corner = document.createElement("span");
        corner.className = "o_crm_map_badge";
        corner.append(drawGlyph(badge));
        pin.append(corner);
    }
    return pin;
}

function drawGlyph(icon) {
    const glyph = document.createElement("i");
    glyph.className = `fa ${icon}`;
    return glyph;
}

function describe(marker, { title, key, passive }) {
    const element = marker.getElement();
    if (!element) {
        return;
    }
    element.dataset.key = key;
    if (passive) {
        element.setAttribute("aria-hidden", "true");
    } else {
        element.setAttribute("aria-label", title);
    }
    element.title = title;
}
