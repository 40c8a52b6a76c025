import { Component, useState } from "@odoo/owl";
import { ConfirmationDialog } from "@web/core/confirmation_dialog/confirmation_dialog";
import { _t } from "@web/core/l10n/translation";
import { useService } from "@web/core/utils/hooks";
import { useCustomerPage } from "@crm_actions/my_day/customer_page";
import { follow, navigateUrl } from "@crm_actions/my_day/links";
import { today } from "@crm_actions/time/zone";
import { MapLegend } from "../map/legend";
import { MapCanvas } from "../map/map_canvas";
import { STOP_STATES, stateOf } from "../map/stop_states";
import { gatherTowns } from "../map/towns";
import { useZoneAreas } from "../map/use_zone_areas";
import { wordHour, wordKm, wordMinutes, wordStops } from "../map/words";
import { drawRoads, drawStops, isPlaced } from "./drawing";
import { StopList } from "./stop_list";

/**
 * The route of a day: points, roads and hours. Another order is tried out here and its hours seen
 * at once; nothing is written before it is saved.
 */
export class RouteMap extends Component {
    static template = "crm_routes.RouteMap";
    static components = { MapCanvas, MapLegend, StopList };
    static props = {
        /** what `useRoute` returns, once it has read */
        route: Object,
    };

    setup() {
        // what the page reads is read again here, once it has changed
        this.route = useState(this.props.route);
        this.dialog = useService("dialog");
        this.notification = useService("notification");
        this.customers = useCustomerPage();
        this.zones = useZoneAreas();
        this.state = useState({ selectedId: null, isWide: false });
    }

    get data() {
        return this.route.shown;
    }

    get isChanged() {
        return Boolean(this.route.state.draft);
    }

    // -- the map ------------------------------------------------------------------------------

    get drawing() {
        return {
            markers: drawStops(this.data, this.state.selectedId),
            lines: drawRoads(this.data),
            towns: gatherTowns(this.data.stops.filter(isPlaced)),
        };
    }

    get fitKey() {
        const { data } = this.route.state;
        return `${data.user_id} ${data.date} ${data.stops.length}`;
    }

    get label() {
        const { stops, user_name } = this.data;
        return _t("Map of the route of %(name)s: %(stops)s", {
            name: user_name,
            stops: wordStops(stops.length),
        });
    }

    get legend() {
        const states = new Set(this.data.stops.map(stateOf));
        return Object.entries(STOP_STATES)
            .filter(([state]) => states.has(state))
            .map(([state, looks]) => ({ key: state, text: "1", ...looks }));
    }

    // -- figures ------------------------------------------------------------------------------

    get summary() {
        const { stops, km, minutes_driving } = this.data;
        return [
            wordStops(stops.length),
            wordKm(km || 0),
            _t("%(time)s on the road", { time: wordMinutes(minutes_driving || 0) }),
        ].join(" · ");
    }

    get span() {
        const { leaves, back, tz } = this.data;
        const hours = { from: wordHour(leaves, tz), to: wordHour(back, tz) };
        return leaves && back ? _t("%(from)s to %(to)s", hours) : "";
    }

    get unplaced() {
        return this.data.stops.filter((stop) => !isPlaced(stop)).length;
    }

    /** Hours before the order was changed, to be seen beside the new ones. */
    get before() {
        if (!this.isChanged) {
            return {};
        }
        const { stops } = this.route.state.data;
        return Object.fromEntries(stops.map(({ id, begin }) => [id, begin]));
    }

    get change() {
        const { data, draft } = this.route.state;
        const km = (draft.km || 0) - (data.km || 0);
        const minutes = (draft.minutes_driving || 0) - (data.minutes_driving || 0);
        const signed = (value, word) => `${value < 0 ? "−" : "+"}${word(Math.abs(value))}`;
        return `${signed(km, wordKm)} · ${signed(minutes, wordMinutes)}`;
    }

    get broken() {
        return this.data.stops.filter(({ problem }) => problem);
    }

    get brokenPromises() {
        return this.broken.filter(({ promised }) => promised);
    }

    /** Whom one drives to next; only today is anybody on the way. */
    get next() {
        const { date, stops } = this.data;
        if (this.isChanged || date !== today() || this.route.isProposal) {
            return null;
        }
        return stops.find((stop) => stop.state === "planned" && isPlaced(stop)) || null;
    }

    // -- what a person does -------------------------------------------------------------------

    select(stop) {
        this.state.selectedId = this.state.selectedId === stop.id ? null : stop.id;
    }

    selectOnMap(key) {
        if (this.data.stops.some(({ id }) => id === key)) {
            this.state.selectedId = key;
        }
    }

    openCustomer(stop) {
        return this.customers.openPartnerPage(stop.partner_id);
    }

    navigate({ name, latitude, longitude }) {
        follow(navigateUrl({ name, lat: latitude, lng: longitude }));
    }

    async toggleLock(stop) {
        const locked = !stop.promised;
        await this.route.setLocked(stop, locked);
        const message = locked
            ? _t("%(name)s keeps its hour.", { name: stop.name })
            : _t("%(name)s may be moved again.", { name: stop.name });
        this.notification.add(message, { type: "success" });
    }

    save() {
        if (!this.brokenPromises.length) {
            return this.write(false);
        }
        const names = this.brokenPromises.map(({ name }) => name).join(", ");
        this.dialog.add(ConfirmationDialog, {
            title: _t("A promise breaks"),
            body: _t("These customers were promised another hour: %(names)s. Tell them.", {
                names,
            }),
            confirmLabel: _t("Save all the same"),
            confirm: () => this.write(true),
            cancelLabel: _t("Go on changing"),
            cancel: () => {},
        });
    }

    async write(force) {
        await this.route.save(force);
        this.notification.add(_t("The new order is saved."), { type: "success" });
    }
}
