import { Component, markRaw, onWillStart, useState } from "@odoo/owl";
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
import { describe, GRADES, worstOf } from "./grades";

const MOST_TOWNS = 100;

/** Customers by the days since their last visit, measured by how often they should be visited. */
export class CoverageMap extends Component {
    static template = "crm_routes.CoverageMap";
    static components = { Layout, MapCanvas };
    static props = { ...standardActionServiceProps };
    static displayName = _t("Coverage");

    setup() {
        this.orm = useService("orm");
        this.action = useService("action");
        this.customers = useCustomerPage();
        this.zones = useZoneAreas();
        const none = { zone_id: 0, segment_id: 0, user_id: 0, hidden: {} };
        this.state = useState({ data: null, ...none, ...this.props.state });
        useSetupAction({
            getLocalState: () => {
                const { zone_id, segment_id, user_id, hidden } = this.state;
                return { zone_id, segment_id, user_id, hidden };
            },
        });
        this.clusters = {
            classOf: (specs) => worstOf(specs.map(({ state }) => state)),
            titleOf: (count) => _t("%(count)s customers: come closer", { count }),
        };
        onWillStart(async () => {
            const data = await this.orm.call("crm.visit.demand", "get_coverage", []);
            this.state.data = markRaw(data);
        });
    }

    get data() {
        return this.state.data;
    }

    get filters() {
        const labels = { zone_id: _t("Zone"), segment_id: _t("Segment"), user_id: _t("Rep") };
        const all = {
            zone_id: _t("All zones"),
            segment_id: _t("All segments"),
            user_id: _t("All reps"),
        };
        return Object.keys(labels)
            .map((name) => ({
                name,
                label: labels[name],
                // three of them share the width of a phone
                all: this.env.isSmall ? labels[name] : all[name],
                choices: Object.entries(this.data.names[name])
                    .map(([id, text]) => ({ id: Number(id), text }))
                    .sort((one, other) => one.text.localeCompare(other.text)),
            }))
            .filter(({ choices }) => choices.length);
    }

    /** Customers of the chosen zone, segment and rep. */
    get chosen() {
        const fits = (customer) =>
            ["zone_id", "segment_id", "user_id"].every(
                (name) => !this.state[name] || customer[name] === this.state[name]
            );
        return this.data.customers.filter(fits);
    }

    get counts() {
        const counts = Object.fromEntries(Object.keys(GRADES).map((grade) => [grade, 0]));
        this.chosen.forEach(({ state }) => counts[state]++);
        return Object.entries(GRADES)
            .map(([grade, looks]) => ({ grade, ...looks, count: counts[grade] }))
            .filter(({ count }) => count);
    }

    get markers() {
        return this.chosen
            .filter(({ state }) => !this.state.hidden[state])
            .map((customer) => ({
                key: customer.id,
                state: customer.state,
                latitude: customer.latitude,
                longitude: customer.longitude,
                className: GRADES[customer.state].className,
                icon: GRADES[customer.state].icon,
                title: describe(customer),
            }));
    }

    get towns() {
        return gatherTowns(this.chosen).slice(0, MOST_TOWNS);
    }

    get fitKey() {
        const { zone_id, segment_id, user_id } = this.state;
        return `${zone_id} ${segment_id} ${user_id}`;
    }

    get label() {
        return _t("Map of customers by the time since their last visit: %(count)s", {
            count: this.chosen.length,
        });
    }

    /** Of very many customers the page has the most urgent. */
    get leftOff() {
        return this.data.total - this.data.customers.length - this.data.without_place;
    }

    filter(name, ev) {
        this.state[name] = Number(ev.target.value);
    }

    toggle(grade) {
        this.state.hidden[grade] = !this.state.hidden[grade];
    }

    openCustomer(id) {
        return this.customers.openPartnerPage(id);
    }

    openUnlocated() {
        return this.action.doAction("crm_routes.crm_visit_demand_blocked_action");
    }
}

registry.category("actions").add("crm_routes.coverage_map", CoverageMap);
