import { Component } from "@odoo/owl";
import { deserializeDate } from "@web/core/l10n/dates";
import { _t } from "@web/core/l10n/translation";
import { formatFloat } from "@web/views/fields/formatters";
import { PartnerSummary } from "@crm_actions/my_day/cards/partner_summary";
import { formatNear, isLate, kindIcon, startLabel } from "@crm_actions/my_day/day_labels";
import { estimateDrive, metresBetween } from "@crm_actions/my_day/distance";
import { addressOf, callUrl, hasPlace, navigateUrl } from "@crm_actions/my_day/links";
import { lastPosition } from "@crm_actions/position/position";
import { formatTime } from "@crm_actions/time/time_labels";
import { readMoment } from "@crm_actions/time/zone";

const HERE_M = 100;

/** Where the rep goes now, and what is good to know on the way. */
export class NextCard extends Component {
    static template = "crm_actions.NextCard";
    static components = { PartnerSummary };
    static props = {
        action: Object,
        day: Object,
        busy: Object,
        now: Object,
        onCheckIn: Function,
        onReport: Function,
        onCall: Function,
    };

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

    get startLabel() {
        return startLabel(this.props.action);
    }

    get isLate() {
        return isLate(this.props.action, this.props.now);
    }

    get noteDay() {
        return formatNear(deserializeDate(this.partner.note.on));
    }

    get navigateUrl() {
        return this.props.action.has_checkin ? navigateUrl(this.partner) : null;
    }

    get callUrl() {
        return callUrl(this.partner);
    }

    /** Dialling is what one does with a call; everything else begins by being there. */
    get callsFirst() {
        return this.props.action.code === "call" && Boolean(this.callUrl);
    }

    get isLocating() {
        return this.props.busy.step === "locating";
    }

    /** From where the phone last was at a check-in or check-out; it is not asked for this. */
    get drive() {
        const here = lastPosition();
        const { partner, props } = this;
        if (!here || !partner || !hasPlace(partner) || !props.action.has_checkin) {
            return null;
        }
        const from = { lat: here.latitude, lng: here.longitude };
        if (metresBetween(from, partner) < HERE_M) {
            return { text: _t("You are here"), leave: "" };
        }
        const { km, minutes } = estimateDrive(from, partner);
        const leave = readMoment(props.action.start).minus({ minutes });
        const distance = formatFloat(km, { digits: [16, 1] });
        return {
            text: _t("about %(km)s km · %(minutes)s min", { km: distance, minutes }),
            leave: leave > props.now ? _t("leave at %(time)s", { time: formatTime(leave) }) : "",
        };
    }
}
