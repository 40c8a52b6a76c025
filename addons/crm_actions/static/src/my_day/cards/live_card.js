import { Component, onWillUnmount, useState } from "@odoo/owl";
import { browser } from "@web/core/browser/browser";
import { deserializeDateTime } from "@web/core/l10n/dates";
import { _t } from "@web/core/l10n/translation";
import { describeVerdict } from "@crm_actions/action_bar/verdict";
import { formatMoment, kindIcon } from "@crm_actions/my_day/day_labels";
import { addressOf } from "@crm_actions/my_day/links";
import { isSameAction } from "@crm_actions/outbox/same_action";
import { judgeLocally } from "@crm_actions/my_day/local_verdict";

const { DateTime } = luxon;

/** The visit that goes on: how long already, whether the place is proven, and the way out. */
export class LiveCard extends Component {
    static template = "crm_actions.LiveCard";
    static props = {
        action: Object,
        day: Object,
        busy: Object,
        unsent: Array,
        onCheckOut: Function,
        onReport: Function,
        onKeep: Function,
    };

    setup() {
        this.clock = useState({ now: DateTime.now() });
        const timer = browser.setInterval(() => (this.clock.now = DateTime.now()), 1000);
        onWillUnmount(() => browser.clearInterval(timer));
    }

    get partner() {
        return this.props.day.partners[this.props.action.partner_id] || null;
    }

    get place() {
        return this.partner ? addressOf(this.partner) : this.props.action.city || "";
    }

    get type() {
        return this.props.day.types.find(({ id }) => id === this.props.action.type_id);
    }

    get kindIcon() {
        return kindIcon(this.props.action.code);
    }

    get begun() {
        const { checkin_at, start } = this.props.action;
        return checkin_at
            ? _t("Check-in %(time)s", { time: formatMoment(checkin_at) })
            : _t("Planned at %(time)s", { time: formatMoment(start) });
    }

    /** "21:07 min", and "1:21 h" from an hour on; it stands still once one has checked out. */
    get elapsed() {
        const { checkin_at, checkout_at } = this.props.action;
        if (!checkin_at) {
            return null;
        }
        const end = checkout_at ? deserializeDateTime(checkout_at) : this.clock.now;
        const passed = end.diff(deserializeDateTime(checkin_at));
        const shown = passed.toMillis() > 0 ? passed : passed.set({ milliseconds: 0 });
        return shown.as("hours") >= 1
            ? { text: shown.toFormat("h:mm"), unit: "h" }
            : { text: shown.toFormat("mm:ss"), unit: "min" };
    }

    /** What the phone makes of a check-in that the server has not judged yet. */
    get provisional() {
        const { action, unsent } = this.props;
        const op = unsent.find(
            (each) => each.kind === "check_in" && isSameAction(each.action, action)
        );
        return op && !action.verdict ? judgeLocally(op.vals, this.partner) : null;
    }

    get accuracy() {
        const metres = this.provisional?.accuracy_m;
        return metres ? _t("accuracy ±%(metres)s m,", { metres: Math.round(metres) }) : "";
    }

    get verdict() {
        const { verdict, distance_m } = this.provisional || this.props.action;
        return describeVerdict(verdict, distance_m);
    }

    get isLocating() {
        return this.props.busy.step === "locating";
    }

    /** A visit that one has left waits for its report; so does what never had a check-in. */
    get hasLeft() {
        const { checkin_at, checkout_at } = this.props.action;
        return !checkin_at || Boolean(checkout_at);
    }
}
