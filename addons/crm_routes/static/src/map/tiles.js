import { browser } from "@web/core/browser/browser";
import { session } from "@web/session";
import { leaflet } from "./leaflet";

/** How the addon of the library writes that no server was chosen. */
const NO_SERVER = ["", "False"];
const LAST_ZOOM = 19;
const PATIENCE_MS = 8000;
const MOST_FAILURES = 3;

/** @returns {{url: string, rights: string} | null} where the pictures behind the map come from */
export function tileServer() {
    const url = session["leaflet.tile_url"] || "";
    const rights = (session["leaflet.copyright"] || "").trim();
    return NO_SERVER.includes(url) ? null : { url, rights };
}

/**
 * Lay the pictures of the tile server behind a map. Where there is no server, or none answers, the
 * map goes on without.
 *
 * @param {Object} map
 * @param {(state: "none" | "waiting" | "shown" | "lost") => void} tell
 * @returns {() => void} to be called when the map goes
 */
export function layTiles(map, tell) {
    const server = tileServer();
    if (!server) {
        tell("none");
        return () => {};
    }
    tell("waiting");
    const layer = leaflet().tileLayer(server.url, {
        attribution: server.rights,
        maxZoom: LAST_ZOOM,
    });
    let arrived = false;
    let failed = 0;
    const giveUp = () => {
        if (!arrived) {
            layer.remove();
            tell("lost");
        }
    };
    const timer = browser.setTimeout(giveUp, PATIENCE_MS);
    layer.on("tileload", () => {
        arrived = true;
        tell("shown");
    });
    layer.on("tileerror", () => ++failed === MOST_FAILURES && giveUp());
    layer.addTo(map);
    return () => browser.clearTimeout(timer);
}
