import { browser } from "@web/core/browser/browser";

const ATTEMPTS = [
    { enableHighAccuracy: true, timeout: 10000, maximumAge: 30000 },
    { enableHighAccuracy: false, timeout: 5000, maximumAge: 30000 },
];
const REFUSED = 1;
/** How much longer than its own limit we wait for a browser that never answers. */
const MARGIN = 1000;
/** The browser's limit only starts once the person has answered its question. */
const TIME_TO_DECIDE = 60000;
/** After half an hour a rep is somewhere else. */
const STILL_THERE = 30 * 60000;
let latest = null;

/**
 * Where the device is, or null: refused, switched off, no signal, too old a browser, or one that
 * does not answer. It takes 18 seconds at most, a minute more if the browser has to ask first.
 *
 * @returns {Promise<{latitude: number, longitude: number, accuracy_m: number} | null>}
 */
export async function getPosition() {
    const geolocation = browser.navigator.geolocation;
    if (typeof geolocation?.getCurrentPosition !== "function") {
        return null;
    }
    const permission = await getPermission();
    let patience = permission === "prompt" ? TIME_TO_DECIDE : MARGIN;
    for (const options of ATTEMPTS) {
        const { coords, error } = await ask(geolocation, options, options.timeout + patience);
        const position = readCoordinates(coords);
        if (position || error?.code === REFUSED) {
            latest = position && { position, at: Date.now() };
            return position;
        }
        patience = MARGIN;
    }
    return null;
}

/** Where the device was when it was last asked, if that is not long ago; it is not asked again. */
export function lastPosition() {
    return latest && Date.now() - latest.at < STILL_THERE ? latest.position : null;
}

/** Who logs in next on this page was not there. */
export function forgetPosition() {
    latest = null;
}

/**
 * @returns {Promise<string | undefined>} "granted", "prompt" or "denied"; undefined where the
 *  browser cannot tell
 */
async function getPermission() {
    const permissions = browser.navigator.permissions;
    try {
        const status = await withLimit(permissions.query({ name: "geolocation" }), MARGIN);
        return status?.state;
    } catch {
        return undefined;
    }
}

/** One question to the browser; it always answers, with coordinates or with an error. */
function ask(geolocation, options, limit) {
    const answer = new Promise((resolve) => {
        try {
            geolocation.getCurrentPosition(
                ({ coords }) => resolve({ coords }),
                (error) => resolve({ error }),
                options
            );
        } catch (error) {
            resolve({ error });
        }
    });
    return withLimit(answer, limit).then((result) => result || {});
}

/** What the promise gives, or undefined after so many milliseconds. */
async function withLimit(promise, milliseconds) {
    let timer;
    const limit = new Promise((resolve) => {
        timer = browser.setTimeout(resolve, milliseconds);
    });
    try {
        return await Promise.race([promise, limit]);
    } finally {
        browser.clearTimeout(timer);
    }
}

/** Without a known accuracy a position proves nothing; 0 is a coordinate like any other. */
function readCoordinates(coords) {
    const { latitude, longitude, accuracy } = coords || {};
    if (![latitude, longitude, accuracy].every(Number.isFinite)) {
        return null;
    }
    return { latitude, longitude, accuracy_m: accuracy };
}
