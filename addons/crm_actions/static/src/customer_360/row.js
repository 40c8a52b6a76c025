import { Component } from "@odoo/owl";
import { _t } from "@web/core/l10n/translation";
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

    /** When, how much of it is still to be paid, and what else there is to say. */
    get details() {
        return [this.day, this.toPay, this.props.row.text].filter(Boolean).join(" · ");
    }

    /** Of what is to be paid the day on which it has to be. */
    get day() {
        const { date, due } = this.props.row;
        return due ? _t("due %(day)s", { day: formatDay(due) }) : formatDay(date);
    }

    /** Where it is not the whole amount. */
    get toPay() {
        const { amount, overdue, residual } = this.props.row;
        if (overdue && overdue !== amount) {
            return _t("%(amount)s overdue", { amount: this.money(overdue) });
        }
        return residual > 0 && residual !== amount
            ? _t("%(amount)s to pay", { amount: this.money(residual) })
            : "";
    }

    get amount() {
        const { amount } = this.props.row;
        return amount === undefined ? "" : this.money(amount);
    }

    money(amount) {
        return formatAmount(amount, this.props.row.currency_id || this.props.currencyId);
    }

    get health() {
        const { health } = this.props.row;
        return health && FOLLOWUP_STATES[health.state];
    }
}
