import { Component, onWillStart } from "@odoo/owl";
import { serializeDate } from "@web/core/l10n/dates";
import { _t } from "@web/core/l10n/translation";
import { registry } from "@web/core/registry";
import { useSetupAction } from "@web/search/action_hook";
import { Layout } from "@web/search/layout";
import { standardActionServiceProps } from "@web/webclient/actions/action_service";
import { today } from "@crm_actions/time/zone";
import { RouteMap } from "./route_map";
import { useRoute } from "./use_route";

const { DateTime } = luxon;

/**
 * The page of a route. Parameters of the action: `route_id`, or `user_id` and `date`; without them
 * it is the day of whoever opens it.
 */
export class RouteMapAction extends Component {
    static template = "crm_routes.RouteMapAction";
    static components = { Layout, RouteMap };
    static props = { ...standardActionServiceProps };
    static displayName = _t("Map of the Day");

    setup() {
        const params = this.props.action.params || {};
        const kept = this.props.state || {};
        this.isOfRoute = Boolean(params.route_id);
        this.route = useRoute({ ...params, date: kept.date || params.date });
        useSetupAction({ getLocalState: () => ({ date: this.route.state.date }) });
        onWillStart(() => this.route.load());
    }

    get title() {
        const { user_name, date } = this.route.state.data;
        const day = DateTime.fromISO(date).toLocaleString({
            weekday: "short",
            day: "numeric",
            month: "short",
        });
        return { day, name: user_name };
    }

    get isToday() {
        return this.route.state.date === today();
    }

    /** Another order that is neither saved nor discarded would be lost on another day. */
    get isChanged() {
        return Boolean(this.route.state.draft);
    }

    move(days) {
        const date = DateTime.fromISO(this.route.state.date).plus({ days });
        return this.route.goTo(serializeDate(date));
    }

    goToday() {
        return this.route.goTo(today());
    }
}

registry.category("actions").add("crm_routes.route_map", RouteMapAction);
