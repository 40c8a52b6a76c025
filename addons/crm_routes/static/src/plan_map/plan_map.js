import { Component, onWillStart, useState } from "@odoo/owl";
import { _t } from "@web/core/l10n/translation";
import { registry } from "@web/core/registry";
import { useService } from "@web/core/utils/hooks";
import { useSetupAction } from "@web/search/action_hook";
import { Layout } from "@web/search/layout";
import { standardActionServiceProps } from "@web/webclient/actions/action_service";
import { useCustomerPage } from "@crm_actions/my_day/customer_page";
import { MapCanvas } from "../map/map_canvas";
import { gatherTowns } from "../map/towns";
import { useZoneAreas } from "../map/use_zone_areas";
import { wordHour, wordKm, wordMinutes, wordStops } from "../map/words";
import { isPlaced } from "../route_map/drawing";
import { drawPlan } from "./drawing";
import { repLooks } from "./rep_looks";

const { DateTime } = luxon;

/** The routes of a plan, a day at a time: all reps on one map, each told from the others. */
export class PlanMap extends Component {
    static template = "crm_routes.PlanMap";
    static components = { Layout, MapCanvas };
    static props = { ...standardActionServiceProps };
    static displayName = _t("Map of the Plan");

    setup() {
        this.orm = useService("orm");
        this.action = useService("action");
        this.customers = useCustomerPage();
        this.zones = useZoneAreas();
        this.planId = this.props.action.params?.plan_id || this.props.action.context?.active_id;
        this.state = useState({ data: null, hidden: {}, selectedKey: null });
        useSetupAction({ getLocalState: () => ({ date: this.data.date }) });
        onWillStart(() => this.load(this.props.state?.date));
    }

    get data() {
        return this.state.data;
    }

    async load(date) {
        const args = [this.planId, date || null];
        this.state.data = await this.orm.call("crm.route.plan", "get_map_day", args);
        this.state.selectedKey = null;
    }

    // -- the map ------------------------------------------------------------------------------

    get looks() {
        return repLooks(this.data.routes.map(({ user_name }) => user_name));
    }

    get drawing() {
        const shown = this.data.routes.filter(({ user_id }) => !this.state.hidden[user_id]);
        const ids = new Set(shown.map(({ route_id }) => route_id));
        return drawPlan(this.data, this.looks, ids, this.state.selectedKey);
    }

    get towns() {
        return gatherTowns(this.data.routes.flatMap(({ stops }) => stops.filter(isPlaced)));
    }

    get fitKey() {
        return `${this.data.date}`;
    }

    get label() {
        return _t("Map of the routes of %(day)s", { day: this.dayLabel(this.data.date) });
    }

    // -- words --------------------------------------------------------------------------------

    dayLabel(date) {
        if (!date) {
            return "";
        }
        const format = { weekday: "short", day: "numeric", month: "short" };
        return DateTime.fromISO(date).toLocaleString(format);
    }

    figures(route) {
        return [
            wordStops(route.stops.length),
            wordKm(route.km),
            wordMinutes(route.minutes_driving),
        ].join(" · ");
    }

    hours({ leaves, back, tz }) {
        return [leaves, back].map((moment) => wordHour(moment, tz)).join("–");
    }

    openLabel(route) {
        return _t("Open the route of %(name)s", { name: route.user_name });
    }

    /** What was tapped on the map, in words, and where it leads. */
    get selected() {
        const key = this.state.selectedKey;
        const left = this.data.left_out.find(({ id }) => `left-${id}` === key);
        if (left) {
            const { id, name, reason } = left;
            return { partnerId: id, name, text: _t("Not visited: %(reason)s", { reason }) };
        }
        for (const route of this.data.routes) {
            const stop = route.stops.find(({ id }) => id === key);
            if (stop) {
                const text = `${route.user_name} · ${wordHour(stop.begin, route.tz)}`;
                return { partnerId: stop.partner_id, name: stop.name, text };
            }
        }
        return null;
    }

    // -- what a person does -------------------------------------------------------------------

    step(days) {
        const { dates, date } = this.data;
        return dates[dates.indexOf(date) + days];
    }

    toggle(route) {
        this.state.hidden[route.user_id] = !this.state.hidden[route.user_id];
    }

    select(key) {
        this.state.selectedKey = key;
    }

    openRoute(route) {
        return this.action.doAction({
            type: "ir.actions.client",
            tag: "crm_routes.route_map",
            name: route.user_name,
            params: { route_id: route.route_id },
        });
    }

    async openLeftOut() {
        const [plan, method] = ["crm.route.plan", "action_view_left_out"];
        return this.action.doAction(await this.orm.call(plan, method, [this.planId]));
    }

    openCustomer() {
        return this.customers.openPartnerPage(this.selected.partnerId);
    }
}

registry.category("actions").add("crm_routes.plan_map", PlanMap);
