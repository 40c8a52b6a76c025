import { Component } from "@odoo/owl";
import { ActionSwiper } from "@web/core/action_swiper/action_swiper";
import { _t } from "@web/core/l10n/translation";
import { describeAction, formatNear, startLabel, subtitle } from "@crm_actions/my_day/day_labels";
import { describeUnsent } from "@crm_actions/my_day/outbox_view/op_labels";
import { readMoment } from "@crm_actions/time/zone";

/** One action: when, how it stands, with whom. Tap it for what one can do; swipe it to postpone. */
export class TimelineRow extends Component {
    static template = "crm_actions.TimelineRow";
    static components = { ActionSwiper };
    static props = {
        action: Object,
        now: Object,
        isNext: { type: Boolean, optional: true },
        isFlashing: { type: Boolean, optional: true },
        showDate: { type: Boolean, optional: true },
        onOpen: Function,
        onPostpone: Function,
    };

    get status() {
        const { action, isNext, now } = this.props;
        return describeAction(action, { isNext, now });
    }

    get startLabel() {
        const { action, showDate } = this.props;
        return showDate ? formatNear(readMoment(action.start)) : startLabel(action);
    }

    get subtitle() {
        return subtitle(this.props.action);
    }

    get unsent() {
        return describeUnsent(this.props.action.unsent);
    }

    get canPostpone() {
        const { state, locked } = this.props.action;
        return state === "planned" && !locked;
    }

    get swipe() {
        return this.canPostpone
            ? {
                  action: () => this.props.onPostpone(this.props.action),
                  icon: "fa-clock-o",
                  bgColor: "o_crm_swipe_area",
              }
            : undefined;
    }

    get postponeLabel() {
        return _t("Postpone %(title)s", { title: this.props.action.title });
    }
}
