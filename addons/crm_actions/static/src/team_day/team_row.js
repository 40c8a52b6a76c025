import { Component } from "@odoo/owl";
import { _t } from "@web/core/l10n/translation";
import { BoardCard } from "@crm_actions/day_board/board_card";
import { formatMinutes, formatTime } from "@crm_actions/time/time_labels";
import { readMoment } from "@crm_actions/time/zone";

const OPEN = ["planned", "in_progress"];

/** One rep: figures, the last check-in, what comes next, and the day's actions. */
export class TeamRow extends Component {
    static template = "crm_actions.TeamRow";
    static components = { BoardCard };
    static props = {
        rep: Object,
        isTarget: Boolean,
        now: { type: [Number, { value: null }] },
        onOpen: Function,
        onMove: Function,
    };

    get figures() {
        const { planned, done, verified, overdue } = this.props.rep;
        return [
            { key: "planned", icon: "fa-circle-o", value: planned, label: _t("to come") },
            { key: "done", icon: "fa-check-circle", value: done, label: _t("finished") },
            { key: "verified", icon: "fa-map-marker", value: verified, label: _t("verified") },
            {
                key: "overdue",
                icon: "fa-exclamation-triangle",
                value: overdue,
                label: _t("late"),
            },
        ];
    }

    /** When the rep was last seen, and no more than that: no place. */
    get lastCheckin() {
        const { last_checkin } = this.props.rep;
        if (!last_checkin) {
            return _t("No check-in yet");
        }
        return _t("Last check-in %(time)s", { time: formatTime(readMoment(last_checkin)) });
    }

    get nextUp() {
        const next = this.props.rep.actions.find(
            ({ state, allday, overdue }) => OPEN.includes(state) && !allday && !overdue
        );
        if (!next) {
            return _t("Nothing more today");
        }
        return _t("Next %(time)s, %(title)s", {
            time: formatMinutes(next.start_minute),
            title: next.customer || next.summary || next.type.name,
        });
    }
}
