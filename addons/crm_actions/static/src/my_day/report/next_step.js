import { Component, useState } from "@odoo/owl";
import { deserializeDate, serializeDate } from "@web/core/l10n/dates";
import { _t } from "@web/core/l10n/translation";
import { formatNear, kindIcon } from "@crm_actions/my_day/day_labels";
import { nextMoment } from "@crm_actions/my_day/report/report_state";
import { formatTime } from "@crm_actions/time/time_labels";
import { now } from "@crm_actions/time/zone";

/** What comes next: the usual distances with their real working dates, or a day of one's own. */
export class NextStep extends Component {
    static template = "crm_actions.NextStep";
    static props = { report: Object, day: Object };

    setup() {
        this.report = useState(this.props.report);
        this.state = useState({ editing: false });
    }

    get choices() {
        const labels = { "2d": _t("+2 d"), "1w": _t("+1 wk"), "1m": _t("+1 mo") };
        return this.props.day.choices.map(({ key, date }) => ({
            key,
            date,
            label: labels[key] || key,
            day: formatNear(deserializeDate(date)),
        }));
    }

    get moment() {
        return nextMoment(this.report);
    }

    get when() {
        return `${formatNear(this.moment)}, ${formatTime(this.moment)}`;
    }

    get type() {
        return this.props.day.types.find(({ id }) => id === this.report.typeId);
    }

    get icon() {
        return kindIcon(this.type?.code);
    }

    get isEditing() {
        return this.report.choice && (this.state.editing || this.report.choice === "pick");
    }

    /** A second tap takes the choice back: there may be no next step. */
    choose({ key, date }) {
        const isSame = this.report.choice === key;
        Object.assign(this.report, isSame ? { choice: null } : { choice: key, date });
    }

    pick() {
        const tomorrow = serializeDate(now().plus({ days: 1 }));
        this.choose({ key: "pick", date: this.report.date || tomorrow });
    }

    /** A date of one's own is no longer the one of the button. */
    onDate() {
        this.report.choice = "pick";
    }
}
