import { Component } from "@odoo/owl";
import { _t } from "@web/core/l10n/translation";
import { formatAmount, formatDay, formatPercent } from "@crm_actions/customer_360/formats";

/** Who the customer is, how to reach it, and how business goes. */
export class Header360 extends Component {
    static template = "crm_actions.Header360";
    static props = {
        header: Object,
        currencyId: [Number, Boolean],
        chooseAddress: Function,
        call: Function,
        open: Function,
    };

    setup() {
        this.formatDay = formatDay;
    }

    get header() {
        return this.props.header;
    }

    get phone() {
        return this.header.phones[0];
    }

    /** The numbers and mails beyond the first number, which has a button. */
    get others() {
        const { phones, emails } = this.header;
        const ways = phones.slice(1).map((way) => ({ ...way, icon: "fa-phone", link: this.tel(way) }));
        return [
            ...ways,
            ...emails.map((way) => ({
                ...way,
                icon: "fa-envelope-o",
                link: `mailto:${way.value}`,
            })),
        ].slice(0, 6);
    }

    tel({ value }) {
        return `tel:${value.replace(/[^\d+*#,;]/g, "")}`;
    }

    get quote() {
        return {
            type: "ir.actions.act_window",
            res_model: "sale.order",
            views: [[false, "form"]],
            context: { default_partner_id: this.header.partner_id },
        };
    }

    /** The key figures, each with the line that says what to think of it. */
    get figures() {
        const { figures, last_touch, next_step } = this.header;
        const touches = [
            { label: _t("Last touch"), value: formatDay(last_touch) || _t("None yet") },
            next_step
                ? { label: _t("Next step"), value: formatDay(next_step) }
                : { label: _t("Next step"), value: _t("Not planned"), ...tone("warning", _t("Plan one")) },
        ];
        if (last_touch === undefined) {
            return [];
        }
        return figures ? [...this.moneyFigures(figures), ...touches] : touches;
    }

    moneyFigures({ sales, before, change, open, overdue, quotes, quote_count }) {
        const money = (amount) => formatAmount(amount, this.props.currencyId);
        const late = overdue
            ? tone("danger", _t("%(amount)s overdue", { amount: money(overdue) }))
            : tone("success", _t("nothing overdue"));
        return [
            { label: _t("Sales 12 months"), value: money(sales), ...this.compare(change, before) },
            { label: _t("Open balance"), value: money(open), ...late },
            {
                label: _t("Open quotes"),
                value: money(quotes),
                note: quote_count ? _t("%(count)s to answer", { count: quote_count }) : "",
                ...(quote_count ? { tone: "warning", icon: "fa-pencil" } : {}),
            },
        ];
    }

    compare(change, before) {
        if (change === false) {
            return { note: _t("no sales the year before") };
        }
        const text = _t("%(change)s against %(before)s", {
            change: formatPercent(change),
            before: formatAmount(before, this.props.currencyId, { whole: true }),
        });
        return {
            ...tone(change < 0 ? "danger" : "success", text),
            icon: change < 0 ? "fa-long-arrow-down" : "fa-long-arrow-up",
        };
    }

    onAddress(ev) {
        this.props.chooseAddress(Number(ev.target.value));
    }
}

function tone(name, note) {
    const icons = {
        danger: "fa-exclamation-circle",
        warning: "fa-exclamation-triangle",
        success: "fa-check-circle",
    };
    return { tone: name, note, icon: icons[name] };
}
