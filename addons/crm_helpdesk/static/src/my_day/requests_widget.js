import { Component } from "@odoo/owl";
import { _t } from "@web/core/l10n/translation";
import { registry } from "@web/core/registry";

/** Requests that the customer still waits for: to know before one stands in the door. */
export class RequestsWidget extends Component {
    static template = "crm_helpdesk.RequestsWidget";
    static props = { value: Object, partner: Object, currencyId: { type: [Number, Boolean] } };

    get text() {
        const { count, first } = this.props.value;
        return count === 1 ? first : _t("%(count)s: %(first)s", { count, first });
    }
}

registry.category("crm_my_day_widgets").add("requests", RequestsWidget);
