import { Component } from "@odoo/owl";
import { FOLLOWUP_STATES } from "@crm_actions/followup/followup_state";
import { TONES, formatAmount, formatDay } from "@crm_actions/customer_360/formats";

/** One line of a part: what it is, when, how much and how it stands. */
export class Row360 extends Component {
    static template = "crm_actions.Row360";
    static props = { row: Object, currencyId: [Number, Boolean], openRow: Function };

    setup() {
        this.tones = TONES;
    }

    get isLink() {
        return Boolean(this.props.row.res_id || this.props.row.url);
    }

    get day() {
        return formatDay(this.props.row.date);
    }

    get amount() {
        const { amount, currency_id } = this.props.row;
        return amount === undefined
            ? ""
            : formatAmount(amount, currency_id || this.props.currencyId);
    }

    get health() {
        const { health } = this.props.row;
        return health && FOLLOWUP_STATES[health.state];
    }
}
