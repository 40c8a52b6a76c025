import { Component, onMounted, onWillUpdateProps, useState } from "@odoo/owl";
import { _t } from "@web/core/l10n/translation";
import { ConnectionLostError } from "@web/core/network/rpc";
import { TONES, formatAmount, formatDay } from "@crm_actions/customer_360/formats";

const PAGE = 20;
const ICONS = {
    visit: "fa-map-marker",
    call: "fa-phone",
    email: "fa-envelope-o",
    meeting: "fa-users",
    task: "fa-check-square-o",
    order: "fa-shopping-cart",
    invoice: "fa-file-text-o",
    payment: "fa-money",
    stage: "fa-flag-o",
    note: "fa-sticky-note-o",
};

/** What happened, the newest first; older pages on demand. */
export class Timeline360 extends Component {
    static template = "crm_actions.Timeline360";
    static props = {
        load: Function,
        revision: Number,
        currencyId: [Number, Boolean],
        openRow: Function,
    };

    setup() {
        this.tones = TONES;
        this.formatDay = formatDay;
        this.state = useState({ items: [], next: false, kind: "all", busy: true, lost: false });
        onMounted(() => this.start()); // figures do not wait for it
        onWillUpdateProps(({ revision }) => {
            if (revision !== this.props.revision) {
                this.start();
            }
        });
    }

    async start() {
        this.page = {};
        Object.assign(this.state, { items: [], next: false });
        await this.more();
    }

    /** What was asked before the timeline began anew is not told any more. */
    async more() {
        const { page } = this;
        const tell = (change) => page === this.page && Object.assign(this.state, change);
        tell({ busy: true, lost: false });
        try {
            const { items, next } = await this.props.load(this.state.next || null, PAGE);
            tell({ items: [...this.state.items, ...items], next });
        } catch (error) {
            if (!(error instanceof ConnectionLostError)) {
                throw error;
            }
            tell({ lost: true });
        } finally {
            tell({ busy: false });
        }
    }

    get kinds() {
        return [
            { key: "all", label: _t("All") },
            { key: "visits", label: _t("Visits") },
            { key: "sales", label: _t("Sales") },
            { key: "payments", label: _t("Payments") },
            { key: "messages", label: _t("Messages") },
        ];
    }

    get items() {
        const { items, kind } = this.state;
        return kind === "all" ? items : items.filter((item) => item.kind === kind);
    }

    icon(item) {
        return ICONS[item.icon] || "fa-circle-o";
    }

    amount(item) {
        return item.amount === undefined
            ? ""
            : formatAmount(item.amount, item.currency_id || this.props.currencyId);
    }

    /** A day has no zone: as a moment it would be yesterday's for whoever lives in the west. */
    day(item) {
        return formatDay(item.allday ? item.date.slice(0, 10) : item.date);
    }

    choose(kind) {
        this.state.kind = kind;
    }
}
