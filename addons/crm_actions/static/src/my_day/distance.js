const EARTH_M = 6371000;
/** Roads are longer than the line through the air, and a van does not fly over villages. */
const DETOUR = 1.3;
const KM_PER_HOUR = 50;

const radians = (degrees) => (degrees * Math.PI) / 180;

/** Metres through the air between two places, as the server measures a check-in. */
export function metresBetween(from, to) {
    const north = radians(to.lat - from.lat);
    const east = radians(to.lng - from.lng);
    const half =
        Math.sin(north / 2) ** 2 +
        Math.cos(radians(from.lat)) * Math.cos(radians(to.lat)) * Math.sin(east / 2) ** 2;
    return 2 * EARTH_M * Math.asin(Math.sqrt(half));
}

/** @returns {{km: number, minutes: number}} what the drive is likely to be */
export function estimateDrive(from, to) {
    const km = (metresBetween(from, to) * DETOUR) / 1000;
    return { km, minutes: Math.max(1, Math.round((km / KM_PER_HOUR) * 60)) };
}
