import { Component, useState } from "@odoo/owl";
import { _t } from "@web/core/l10n/translation";
import { registry } from "@web/core/registry";
import { useService } from "@web/core/utils/hooks";
import { useRecordObserver } from "@web/model/relational_model/utils";
import { standardWidgetProps } from "@web/views/widgets/standard_widget_props";
import { formatMoney } from "@crm_commissions/results/money";

/** What the order would earn, as it is saved; nothing for whom it does not concern. */
export class CommissionEstimate extends Component {
    static template = "crm_commissions.Estimate";
    static props = { ...standardWidgetProps };

    setup() {
        this.orm = useService("orm");
        this.state = useState({ estimate: null });
        useRecordObserver((record) => {
            if (this.keyOf(record) !== this.shown) {
                this.load(record); // the form does not wait for it
            }
        });
    }

    keyOf(record) {
        return `${record.resId} ${record.data.write_date} ${record.data.state}`;
    }

    async load(record) {
        const key = this.keyOf(record);
        this.shown = key;
        let estimate = null;
        if (record.resId) {
            try {
                estimate = await this.orm.silent.call("sale.order", "get_commission_estimate", [
                    record.resId,
                ]);
            } catch {
                estimate = null; // an estimate that cannot be had keeps nobody from the order
            }
        }
        if (key === this.shown) {
            this.state.estimate = estimate;
        }
    }

    get rows() {
        return this.state.estimate.rows;
    }

    get total() {
        return this.rows.reduce((sum, { amount }) => sum + amount, 0);
    }

    get currencyId() {
        return this.rows[0].currency_id;
    }

    get hasTotal() {
        return new Set(this.rows.map(({ currency_id }) => currency_id)).size === 1;
    }

    money(amount, currencyId = this.currencyId) {
        return formatMoney(amount, currencyId, { signed: true });
    }

    discountText({ discount, amount }) {
        return _t("At %(discount)s % discount: %(amount)s", {
            discount,
            amount: this.money(amount),
        });
    }
}

registry.category("view_widgets").add("crm_commission_estimate", {
    component: CommissionEstimate,
    fieldDependencies: [
        { name: "write_date", type: "datetime" },
        { name: "state", type: "selection" },
    ],
});
