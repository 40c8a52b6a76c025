import { Component } from "@odoo/owl";
import { _t } from "@web/core/l10n/translation";
import { follow, navigateUrl } from "@crm_actions/my_day/links";
import { isMovable, STOP_STATES, stateOf } from "../map/stop_states";
import { wordHour, wordKm, wordMinutes } from "../map/words";
import { isPlaced } from "./drawing";

/** A stop of the list: when, who, the way there, and whether it keeps its hour. */
export class StopRow extends Component {
    static template = "crm_routes.MapStopRow";
    static props = {
        stop: Object,
        /** its hour before the order was changed */
        before: { type: [String, { value: null }], optional: true },
        tz: { type: String, optional: true },
        isOpen: Boolean,
        mayEdit: Boolean,
        mayLock: Boolean,
        isFirst: Boolean,
        isLast: Boolean,
        onToggle: Function,
        onMove: Function,
        onLock: Function,
        onCustomer: Function,
    };

    get state() {
        return STOP_STATES[stateOf(this.props.stop)];
    }

    get hour() {
        return wordHour(this.props.stop.begin, this.props.tz);
    }

    /** What the hour was, where another order changes it. */
    get formerHour() {
        const former = wordHour(this.props.before, this.props.tz);
        return former && former !== this.hour ? former : "";
    }

    get isMovable() {
        return this.props.mayEdit && isMovable(this.props.stop);
    }

    get place() {
        const { city } = this.props.stop;
        const state = this.state === STOP_STATES.planned ? "" : this.state.label;
        return [city, state].filter(Boolean).join(" · ");
    }

    get way() {
        const { travel_minutes, travel_km, wait_minutes } = this.props.stop;
        const parts = [wordMinutes(travel_minutes || 0), wordKm(travel_km || 0)];
        if (wait_minutes > 0) {
            parts.push(_t("wait %(time)s", { time: wordMinutes(wait_minutes) }));
        }
        return parts.join(" · ");
    }

    /** How things stand with its hour: an icon, a word and a tone. */
    get verdict() {
        const { stop } = this.props;
        if (stop.state !== "planned") {
            return null;
        }
        if (stop.warning) {
            const tone = stop.problem ? "bad" : "warn";
            return { icon: "fa-exclamation-triangle", tone, text: stop.warning };
        }
        if (!Number.isFinite(stop.slack_minutes)) {
            return null;
        }
        if (stop.slack_minutes <= 0) {
            return { icon: "fa-clock-o", tone: "warn", text: _t("No slack") };
        }
        const time = wordMinutes(stop.slack_minutes);
        return { icon: "fa-check-circle-o", tone: "ok", text: _t("Slack %(time)s", { time }) };
    }

    get promise() {
        const { stop } = this.props;
        return stop.promised ? _t("Its hour was promised") : "";
    }

    get canNavigate() {
        return isPlaced(this.props.stop);
    }

    navigate() {
        const { latitude, longitude, name } = this.props.stop;
        follow(navigateUrl({ name, lat: latitude, lng: longitude }));
    }
}
