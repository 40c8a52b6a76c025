import { metresBetween } from "@crm_actions/my_day/distance";
import { hasPlace } from "@crm_actions/my_day/links";

const TOO_VAGUE_M = 1000;

/**
 * What the server will say of a check-in that it does not know yet, by the same rule.
 *
 * @param {{latitude?: number, longitude?: number, accuracy_m?: number}} fix
 * @param {Object | null} partner
 * @returns {{verdict: string, distance_m: number, accuracy_m: number | null}}
 */
export function judgeLocally(fix, partner) {
    const known = Number.isFinite(fix.latitude) && fix.accuracy_m <= TOO_VAGUE_M;
    if (!known) {
        return { verdict: "unknown", distance_m: 0, accuracy_m: null };
    }
    const { accuracy_m } = fix;
    if (!partner || !hasPlace(partner) || ["city", "none"].includes(partner.precision)) {
        return { verdict: "unlocated", distance_m: 0, accuracy_m };
    }
    const here = { lat: fix.latitude, lng: fix.longitude };
    const distance_m = metresBetween(here, partner);
    const isThere = distance_m - accuracy_m <= partner.radius_m;
    return { verdict: isThere ? "verified" : "far", distance_m, accuracy_m };
}
