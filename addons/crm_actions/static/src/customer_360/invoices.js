import { Component } from "@odoo/owl";
import { formatAmount, formatDay } from "@crm_actions/customer_360/formats";
import { List360, partProps } from "@crm_actions/customer_360/list";
import { sectionRegistry } from "@crm_actions/customer_360/section";

/** What is owed as a bar with its figures, the last payment, and the invoices. */
export class Invoices360 extends Component {
    static template = "crm_actions.Invoices360";
    static components = { List360 };
    static props = partProps;

    setup() {
        this.formatDay = formatDay;
    }

    get debt() {
        const { figures } = this.props.header;
        return figures && (figures.open || figures.overdue) ? figures : null;
    }

    /** What is not due yet; payments that nobody has matched may make it less than nothing. */
    get current() {
        return this.debt.open - this.debt.overdue;
    }

    get lateShare() {
        const { open, overdue } = this.debt;
        return Math.min(100, Math.round((100 * overdue) / Math.max(open, overdue, 1)));
    }

    amount(value, currencyId) {
        return formatAmount(value, currencyId || this.props.currencyId);
    }
}

sectionRegistry.add("invoices", { Component: Invoices360 });
