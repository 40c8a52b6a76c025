import { Component, useState } from "@odoo/owl";
import { serializeDate, serializeDateTime } from "@web/core/l10n/dates";
import { _t } from "@web/core/l10n/translation";
import { formatNear } from "@crm_actions/my_day/day_labels";
import { formatTime } from "@crm_actions/time/time_labels";
import { now, readMoment, readWall } from "@crm_actions/time/zone";

/** When: one tap on a free hour of the rep, or a day and an hour of one's own. */
export class SlotChoice extends Component {
    static template = "crm_actions.SlotChoice";
    static components = {};
    static props = { slots: Array, onChoose: Function };

    setup() {
        const soon = now().plus({ hours: 1 }).startOf("hour");
        this.state = useState({
            own: !this.props.slots.length,
            date: serializeDate(soon),
            time: soon.toFormat("HH:mm"),
        });
    }

    get slots() {
        return this.props.slots.map((slot) => {
            const moment = readMoment(slot);
            const isToday = moment.hasSame(now(), "day");
            const day = isToday ? _t("today") : formatNear(moment);
            return { slot, day, time: formatTime(moment) };
        });
    }

    get ownMoment() {
        const moment = readWall(this.state.date, this.state.time);
        return moment.isValid ? moment : null;
    }

    chooseOwn() {
        this.props.onChoose(serializeDateTime(this.ownMoment));
    }
}
