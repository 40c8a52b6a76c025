import { getService, mountWithCleanup, onRpc, patchWithCleanup } from "@web/../tests/web_test_helpers";
import { session } from "@web/session";
import { WebClient } from "@web/webclient/webclient";

const NORA = 7;

export function makeStop(id, hour, values = {}) {
    return {
        id,
        number: id,
        partner_id: 100 + id,
        name: `Shop ${id}`,
        city: "Gijón",
        latitude: 43.5 + id / 100,
        longitude: -5.7 + id / 50,
        begin: `2026-11-30 ${hour}:00`,
        end: `2026-11-30 ${hour.slice(0, 3)}45:00`,
        travel_minutes: 12,
        travel_km: 8.4,
        wait_minutes: 0,
        slack_minutes: 37,
        state: "planned",
        late: false,
        promised: false,
        locked: false,
        warning: false,
        problem: false,
        ...values,
    };
}

/** Nora's Monday: one visit done, one promised for ten, two loose ones. */
export function makeDay(values = {}) {
    return {
        source: "day",
        user_id: NORA,
        user_name: "Nora",
        date: "2026-11-30",
        tz: "Europe/Madrid",
        may_edit: true,
        start: { latitude: 43.36, longitude: -5.85, label: "Warehouse" },
        end: { latitude: 43.36, longitude: -5.85, label: "Warehouse" },
        km: 79.2,
        minutes_driving: 130,
        leaves: "2026-11-30 07:30:00",
        back: "2026-11-30 13:00:00",
        warning: false,
        version: "v1",
        stops: [
            makeStop(1, "08:00", { state: "done", locked: true, slack_minutes: 0 }),
            makeStop(2, "09:00", { promised: true, locked: true }),
            makeStop(3, "10:00"),
            makeStop(4, "11:00"),
        ],
        shape: [],
        ...values,
    };
}

export function setTiles(url) {
    patchWithCleanup(session, { "leaflet.tile_url": url, "leaflet.copyright": "© Somebody" });
}

/** Open one of the maps; zones have no outlines unless they are given. */
export async function openMap(tag, params = {}, zones = []) {
    onRpc("crm.zone", "search_read", () => zones);
    await mountWithCleanup(WebClient);
    await getService("action").doAction({ type: "ir.actions.client", tag, params });
}
