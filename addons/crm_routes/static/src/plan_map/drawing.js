import { _t } from "@web/core/l10n/translation";
import { isPlaced } from "../route_map/drawing";
import { wordHour } from "../map/words";

/** The routes of a day on one map, and who is left out of the plan. */
export function drawPlan(data, looks, shownIds, selectedKey) {
    const markers = [];
    const lines = [];
    data.routes.forEach((route, index) => {
        if (!shownIds.has(route.route_id)) {
            return;
        }
        lines.push(...drawLine(route, looks[index]));
        markers.push(...drawRoute(route, looks[index], selectedKey));
    });
    return { markers: [...data.left_out.map(drawLeftOut), ...markers], lines };
}

function drawLine(route, { line }) {
    return route.shape.length > 1 ? [{ points: route.shape, className: line }] : [];
}

function drawRoute(route, { className, letters }, selectedKey) {
    const found = route.stops.filter(isPlaced).map((stop) => ({
        key: stop.id,
        latitude: stop.latitude,
        longitude: stop.longitude,
        className: stop.id === selectedKey ? `${className} o_crm_pin_selected` : className,
        text: `${stop.number}`,
        title: _t("%(rep)s, stop %(number)s, %(time)s: %(name)s", {
            rep: route.user_name,
            number: stop.number,
            time: wordHour(stop.begin, route.tz),
            name: stop.name,
        }),
        rank: stop.id === selectedKey ? 2 : 1,
    }));
    if (route.start && isPlaced(route.start)) {
        const { latitude, longitude } = route.start;
        found.push({
            key: `start-${route.route_id}`,
            latitude,
            longitude,
            className: `${className} o_crm_rep_home`,
            text: letters,
            title: _t("%(rep)s begins here", { rep: route.user_name }),
            passive: true,
            rank: 0,
        });
    }
    return found;
}

function drawLeftOut({ id, latitude, longitude, name, reason }) {
    return {
        key: `left-${id}`,
        latitude,
        longitude,
        className: "o_crm_pin_left",
        icon: "fa-times",
        title: _t("Not visited: %(name)s. %(reason)s", { name, reason }),
        rank: 0,
    };
}
