import { Component } from "@odoo/owl";
import { formatCurrency } from "@web/core/currency";
import { registry } from "@web/core/registry";

/** Quotations that wait for the customer's answer. */
export class QuotesWidget extends Component {
    static template = "crm_actions.QuotesWidget";
    static props = { value: Object, partner: Object, currencyId: { type: [Number, Boolean] } };

    get text() {
        const { count, amount } = this.props.value;
        return count ? `${count} · ${formatCurrency(amount, this.props.currencyId)}` : "–";
    }
}

registry.category("crm_my_day_widgets").add("quotes", QuotesWidget);
