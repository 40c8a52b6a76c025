import { Component } from "@odoo/owl";
import { describeVerdict } from "@crm_actions/action_bar/verdict";
import { Sheet } from "@crm_actions/my_day/sheets/sheet";
import { formatMoment, startLabel, subtitle } from "@crm_actions/my_day/day_labels";
import { callUrl, navigateUrl } from "@crm_actions/my_day/links";

/** What one can do with one action now. */
export class ActionSheet extends Component {
    static template = "crm_actions.ActionSheet";
    static components = { Sheet };
    static props = {
        action: Object,
        day: Object,
        nextSlot: { type: [String, { value: null }] },
        onCheckIn: Function,
        onCheckOut: Function,
        onReport: Function,
        onCall: Function,
        onPostpone: Function,
        onMove: Function,
        onCancel: Function,
        onPartner: Function,
        onOpen: Function,
        close: Function,
    };

    get action() {
        return this.props.action;
    }

    get isPlanned() {
        return this.action.state === "planned";
    }

    get isOpen() {
        return ["planned", "in_progress"].includes(this.action.state);
    }

    get canCheckIn() {
        return this.isPlanned && this.action.has_checkin;
    }

    get canCheckOut() {
        const { state, checkin_at, checkout_at } = this.action;
        return state === "in_progress" && Boolean(checkin_at) && !checkout_at;
    }

    get canMove() {
        return this.isPlanned && !this.action.locked;
    }

    get partner() {
        return this.props.day.partners[this.action.partner_id] || null;
    }

    get navigateUrl() {
        return navigateUrl(this.partner);
    }

    get callUrl() {
        return callUrl(this.partner);
    }

    get verdict() {
        return describeVerdict(this.action.verdict, this.action.distance_m);
    }

    get subtitle() {
        return [startLabel(this.action), subtitle(this.action)].filter(Boolean).join(" · ");
    }

    get slotLabel() {
        return this.props.nextSlot ? formatMoment(this.props.nextSlot) : "";
    }

    /** The sheet has done its work as soon as something was chosen. */
    choose(work, ...args) {
        this.props.close();
        return work(...args);
    }
}
