import { Component } from "@odoo/owl";
import { _t } from "@web/core/l10n/translation";
import { formatAmount, formatDay, formatPercent } from "@crm_actions/customer_360/formats";
import { partProps } from "@crm_actions/customer_360/list";
import { sectionRegistry } from "@crm_actions/customer_360/section";

/** What is bought most, newly, and no longer. */
export class Products360 extends Component {
    static template = "crm_actions.Products360";
    static props = partProps;

    setup() {
        this.formatPercent = formatPercent;
        this.formatDay = formatDay;
    }

    get groups() {
        const { rows, new: fresh, stopped } = this.props.data;
        return [
            { key: "top", title: _t("Most bought in 12 months"), rows },
            { key: "new", title: _t("New in 90 days"), icon: "fa-star", rows: fresh },
            { key: "stopped", title: _t("No longer bought"), icon: "fa-history", rows: stopped },
        ].filter((group) => group.rows.length);
    }

    amount(row) {
        return formatAmount(row.amount, this.props.currencyId);
    }
}

sectionRegistry.add("products", { Component: Products360 });
