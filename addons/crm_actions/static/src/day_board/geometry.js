/** Sizes and places on the day board; minutes count from midnight. */

export const PX_PER_HOUR = 96;
export const STEP = 15;
/** No card is lower than one line of text, on a phone than a finger. */
export const MIN_HEIGHT = { desk: 24, phone: 44 };

const MINUTES_PER_PX = 60 / PX_PER_HOUR;

/** Distance from the top of the board's first hour, in pixels. */
export function minutesToPx(minutes, firstHour) {
    return (minutes - firstHour * 60) / MINUTES_PER_PX;
}

/** The quarter of an hour at a distance from the top, kept within the hours of the board. */
export function pxToMinutes(px, [firstHour, lastHour]) {
    const minutes = firstHour * 60 + Math.round((px * MINUTES_PER_PX) / STEP) * STEP;
    return Math.min(Math.max(minutes, firstHour * 60), lastHour * 60 - STEP);
}

/**
 * Put what overlaps side by side. Cards that follow each other without a gap in their overlapping
 * share the width equally, as many to a row as overlap at once.
 *
 * @param {{id: number, start_minute: number, stop_minute: number}[]} cards
 * @param {number} minHeight in pixels: short cards take more room than their minutes
 * @returns {Map<number, {lane: number, lanes: number}>} by id
 */
export function assignLanes(cards, minHeight) {
    const shortest = minHeight * MINUTES_PER_PX;
    const places = new Map();
    let group = [];
    let laneEnds = [];
    const closeGroup = () => {
        group.forEach((place) => (place.lanes = laneEnds.length));
        group = [];
        laneEnds = [];
    };
    for (const card of sortByStart(cards)) {
        const end = Math.max(card.stop_minute, card.start_minute + shortest);
        if (laneEnds.every((laneEnd) => laneEnd <= card.start_minute)) {
            closeGroup();
        }
        const free = laneEnds.findIndex((laneEnd) => laneEnd <= card.start_minute);
        const lane = free === -1 ? laneEnds.length : free;
        laneEnds[lane] = end;
        const place = { lane, lanes: 1 };
        group.push(place);
        places.set(card.id, place);
    }
    closeGroup();
    return places;
}

/** Longer cards first where they start together, so that they stay on the left. */
function sortByStart(cards) {
    return [...cards].sort(
        (a, b) =>
            a.start_minute - b.start_minute || b.stop_minute - a.stop_minute || a.id - b.id
    );
}

/**
 * @param {{lane: number, lanes: number}} place
 * @returns {{top: number, height: number, left: number, width: number}} pixels; left and width in %
 */
export function placeCard(card, place, firstHour, minHeight) {
    const top = minutesToPx(card.start_minute, firstHour);
    const bottom = minutesToPx(card.stop_minute, firstHour);
    const width = 100 / place.lanes;
    return { top, height: Math.max(bottom - top, minHeight), left: place.lane * width, width };
}

/** The column under a horizontal coordinate, the nearest one beside all of them; -1 without any. */
export function findColumn(x, rects) {
    const distance = ({ left, right }) => Math.max(left - x, x - right, 0);
    const distances = rects.map(distance);
    return distances.indexOf(Math.min(...distances));
}
