import { Component } from "@odoo/owl";
import { formatCurrency } from "@web/core/currency";
import { registry } from "@web/core/registry";

/** What the customer owes, and how much of it is overdue. */
export class ReceivablesWidget extends Component {
    static template = "crm_actions.ReceivablesWidget";
    static props = { value: Object, partner: Object, currencyId: { type: [Number, Boolean] } };

    format(amount) {
        return formatCurrency(amount, this.props.currencyId);
    }
}

registry.category("crm_my_day_widgets").add("receivables", ReceivablesWidget);
