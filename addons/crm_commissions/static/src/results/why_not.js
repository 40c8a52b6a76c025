import { Component, useState } from "@odoo/owl";
import { useService } from "@web/core/utils/hooks";
import { formatMoney } from "@crm_commissions/results/money";

/** "An invoice is missing": by its number it is said what it has paid, and if nothing, why. */
export class WhyNot extends Component {
    static template = "crm_commissions.WhyNot";
    static props = { userId: Number };

    setup() {
        this.orm = useService("orm");
        this.action = useService("action");
        this.state = useState({ isOpen: false, text: "", found: null, busy: false });
    }

    get isTooShort() {
        return this.state.text.trim().length < 2;
    }

    async search() {
        if (this.isTooShort || this.state.busy) {
            return;
        }
        this.state.busy = true;
        try {
            this.state.found = await this.orm.call("crm.commission.results", "find_why_not", [
                this.state.text,
                this.props.userId,
            ]);
        } finally {
            this.state.busy = false;
        }
    }

    amount(row) {
        return formatMoney(row.amount, row.currency_id);
    }

    open(row) {
        this.action.doAction({
            type: "ir.actions.act_window",
            res_model: "account.move",
            res_id: row.id,
            views: [[false, "form"]],
        });
    }
}
