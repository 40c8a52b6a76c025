/** The order in which a stop changes places with its neighbour, or null where there is none. */
export function moveBy(stops, id, step) {
    const ids = stops.map((stop) => stop.id);
    const from = ids.indexOf(id);
    const to = from + step;
    if (to < firstPlace(stops) || to >= ids.length) {
        return null;
    }
    ids.splice(to, 0, ...ids.splice(from, 1));
    return ids;
}

/**
 * The order after a stop was put behind another one, or in front of all.
 *
 * @param {number | null} previousId
 * @returns {number[] | null} null if nothing has changed
 */
export function moveBehind(stops, id, previousId) {
    const before = stops.map((stop) => stop.id);
    const ids = before.filter((each) => each !== id);
    const place = previousId === null ? 0 : ids.indexOf(previousId) + 1;
    ids.splice(Math.max(place, firstPlace(stops)), 0, id);
    return ids.every((each, index) => each === before[index]) ? null : ids;
}

/** Nothing comes in front of what was done already. */
function firstPlace(stops) {
    const last = stops.findLastIndex(({ state }) => ["done", "in_progress"].includes(state));
    return last + 1;
}
