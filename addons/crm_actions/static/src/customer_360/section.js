import { Component } from "@odoo/owl";
import { _t } from "@web/core/l10n/translation";
import { registry } from "@web/core/registry";
import { countLabel, formatAmount } from "@crm_actions/customer_360/formats";
import { List360 } from "@crm_actions/customer_360/list";

export const sectionRegistry = registry.category("crm_360_sections");

/** A part of the page: its head folds it, and its contents are loaded when it is unfolded. */
export class Section360 extends Component {
    static template = "crm_actions.Section360";
    static props = {
        section: Object,
        header: Object,
        currencyId: [Number, Boolean],
        toggle: Function,
        openRow: Function,
        open: Function,
    };

    /** What an addon has registered for this part; a list where it has not. */
    get component() {
        const { key, component } = this.props.section;
        const known = sectionRegistry.get(component || key, null);
        return known?.Component || List360;
    }

    get data() {
        return this.props.section.data;
    }

    get summary() {
        const { data } = this;
        if (!data?.total) {
            return data && isEmpty(data) ? "0" : "";
        }
        const parts = [countLabel(data.rows.length, data.total)];
        if (data.amount) {
            parts.push(formatAmount(data.amount, data.currency_id || this.props.currencyId));
        }
        if (data.late_count) {
            parts.push(_t("%(count)s overdue", { count: data.late_count }));
        }
        return parts.join(" · ");
    }

    get bodyId() {
        return `o_crm_360_${this.props.section.key}`;
    }
}

/** A part may have more lists than its rows. */
const isEmpty = (data) => !Object.values(data).some((each) => Array.isArray(each) && each.length);
