import { _t } from "@web/core/l10n/translation";
import { wordHour } from "../map/words";
import { STOP_STATES, stateOf } from "../map/stop_states";

/** A stop of the agenda that is at no known place is on the list alone. */
export function isPlaced({ latitude, longitude }) {
    const are = Number.isFinite(latitude) && Number.isFinite(longitude);
    return are && (latitude !== 0 || longitude !== 0);
}

export function drawStops(data, selectedId) {
    const markers = data.stops.filter(isPlaced).map((stop) => {
        const { className, icon, badge, label } = STOP_STATES[stateOf(stop)];
        const isSelected = stop.id === selectedId;
        return {
            key: stop.id,
            latitude: stop.latitude,
            longitude: stop.longitude,
            className: isSelected ? `${className} o_crm_pin_selected` : className,
            text: `${stop.number}`,
            icon,
            badge,
            title: _t("%(number)s, %(name)s, %(time)s, %(state)s", {
                number: stop.number,
                name: stop.name,
                time: wordHour(stop.begin, data.tz),
                state: label,
            }),
            rank: isSelected ? 2 : 1,
        };
    });
    return [...drawEnds(data), ...markers];
}

/** Where the day begins and ends; one point if that is the same. */
function drawEnds({ start, end }) {
    const isSame =
        start && end && start.latitude === end.latitude && start.longitude === end.longitude;
    const found = [];
    if (start && isPlaced(start)) {
        const title = isSame
            ? _t("Start and end: %(place)s", { place: start.label })
            : _t("Start: %(place)s", { place: start.label });
        found.push(drawEnd("start", start, "fa-home", title));
    }
    if (end && isPlaced(end) && !isSame) {
        const title = _t("End: %(place)s", { place: end.label });
        found.push(drawEnd("end", end, "fa-flag-checkered", title));
    }
    return found;
}

function drawEnd(key, place, icon, title) {
    const { latitude, longitude } = place;
    const className = "o_crm_pin_end";
    return { key, latitude, longitude, className, icon, title, passive: true, rank: 0 };
}

/** The roads as the server knows them, or straight from stop to stop. */
export function drawRoads(data) {
    if (data.shape?.length > 1) {
        return [{ points: data.shape, className: "o_crm_road" }];
    }
    const stops = data.stops.filter((stop) => stop.state !== "cancelled");
    const points = [data.start, ...stops, data.end]
        .filter((place) => place && isPlaced(place))
        .map(({ latitude, longitude }) => [latitude, longitude]);
    return points.length > 1 ? [{ points, className: "o_crm_road" }] : [];
}
