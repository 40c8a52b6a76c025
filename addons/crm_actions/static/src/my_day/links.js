import { browser } from "@web/core/browser/browser";
import { isAndroid, isIOS } from "@web/core/browser/feature_detection";

/** The address without the name that it begins with: the name stands beside it. */
export function addressOf({ name, address }) {
    return address?.startsWith(`${name}, `) ? address.slice(name.length + 2) : address || "";
}

/**
 * Where the phone's own navigation finds a customer; a desk gets a map in the browser.
 *
 * @param {{address?: string, lat?: number | false, lng?: number | false, precision?: string}} partner
 * @returns {string | null} null if nobody knows where it is
 */
export function navigateUrl(partner) {
    if (!partner) {
        return null;
    }
    const exact = hasPlace(partner) && partner.precision !== "city";
    const place = exact ? `${partner.lat},${partner.lng}` : addressOf(partner);
    if (!place) {
        return null;
    }
    const target = encodeURIComponent(place);
    if (isIOS()) {
        return `https://maps.apple.com/?daddr=${target}`;
    }
    if (isAndroid()) {
        return `geo:${exact ? place : "0,0"}?q=${target}`;
    }
    return `https://www.google.com/maps/dir/?api=1&destination=${target}`;
}

/** @returns {string | null} what the phone dials */
export function callUrl(partner) {
    return partner?.phone ? `tel:${partner.phone.replace(/[^\d+*#,;]/g, "")}` : null;
}

/** 0 and 0 together are no place, but where nobody has placed the customer yet. */
export function hasPlace({ lat, lng }) {
    return Number.isFinite(lat) && Number.isFinite(lng) && (lat !== 0 || lng !== 0);
}

/** Give an address to the phone: what it does with it is its own matter. */
export function follow(url) {
    browser.open(url, url.startsWith("https:") ? "_blank" : "_self");
}
