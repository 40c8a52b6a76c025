import { Component, onWillStart, useState } from "@odoo/owl";
import { registry } from "@web/core/registry";
import { useService } from "@web/core/utils/hooks";
import { formatMoney } from "@crm_commissions/results/money";

/** The month's commission and the main target, under what comes next; it leads to the results. */
export class ResultsLine extends Component {
    static template = "crm_commissions.ResultsLine";
    static props = { day: Object, now: Object, unsent: Object, reload: Function };

    setup() {
        this.orm = useService("orm");
        this.action = useService("action");
        this.state = useState({ line: false });
        onWillStart(() => {
            this.load(); // the day does not wait for it
        });
    }

    /** Without signal the day is there all the same, and this line is not. */
    async load() {
        try {
            this.state.line = await this.orm.silent.call(
                "crm.commission.results",
                "get_my_day_line",
                []
            );
        } catch {
            this.state.line = false;
        }
    }

    get isToday() {
        return this.props.day.date === this.props.day.today;
    }

    get earned() {
        return formatMoney(this.state.line.earned, this.state.line.currency_id);
    }

    get percent() {
        return Math.round(this.state.line.target.percent);
    }

    get filled() {
        return Math.max(0, Math.min(100, this.state.line.target.percent));
    }

    open() {
        this.action.doAction("crm_commissions.crm_commission_results_action");
    }
}

registry.category("crm_my_day_tools").add("commission_results", ResultsLine, { sequence: 90 });
