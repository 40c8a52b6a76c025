import { Component } from "@odoo/owl";
import { registry } from "@web/core/registry";

const widgets = registry.category("crm_my_day_widgets");

/**
 * What each addon knows about a customer. The server puts a part under a key; the component that
 * another addon registered under the same key shows it. What nobody can show is left out.
 */
export class PartnerSummary extends Component {
    static template = "crm_actions.PartnerSummary";
    static props = { partner: Object, currencyId: { type: [Number, Boolean] } };

    get parts() {
        return Object.entries(this.props.partner.summary || {})
            .filter(([key, value]) => value && widgets.contains(key))
            .map(([key, value]) => ({ key, value, Widget: widgets.get(key) }));
    }
}
