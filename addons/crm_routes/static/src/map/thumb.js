const REACH = 22;

/**
 * What a thumb means that comes down beside a point: a point is drawn smaller than the 44 px that
 * a thumb needs, and as big ones they would lie upon each other.
 *
 * @returns {HTMLElement | undefined} the point that is next to where the map was touched
 */
export function pointUnderThumb(ground, { clientX, clientY }) {
    const found = [...ground.querySelectorAll(".o_crm_map_marker.leaflet-interactive")]
        .map((element) => ({ element, away: distance(element, clientX, clientY) }))
        .filter(({ away }) => away <= REACH)
        .sort((one, other) => one.away - other.away);
    return found[0]?.element;
}

function distance(element, clientX, clientY) {
    const { x, y, width, height } = element.getBoundingClientRect();
    return Math.hypot(x + width / 2 - clientX, y + height / 2 - clientY);
}
