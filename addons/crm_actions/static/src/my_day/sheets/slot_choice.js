import { Component, useState } from "@odoo/owl";
import { deserializeDateTime, serializeDate, serializeDateTime } from "@web/core/l10n/dates";
import { _t } from "@web/core/l10n/translation";
import { formatNear } from "@crm_actions/my_day/day_labels";
import { formatTime } from "@crm_actions/time/time_labels";

const { DateTime } = luxon;

/** When: one tap on a free hour of the rep, or a day and an hour of one's own. */
export class SlotChoice extends Component {
    static template = "crm_actions.SlotChoice";
    static components = {};
    static props = { slots: Array, onChoose: Function };

    setup() {
        const soon = DateTime.now().plus({ hours: 1 }).startOf("hour");
        this.state = useState({
            own: !this.props.slots.length,
            date: serializeDate(soon),
            time: soon.toFormat("HH:mm"),
        });
    }

    get slots() {
        return this.props.slots.map((slot) => {
            const moment = deserializeDateTime(slot);
            const isToday = moment.hasSame(DateTime.now(), "day");
            const day = isToday ? _t("today") : formatNear(moment);
            return { slot, day, time: formatTime(moment) };
        });
    }

    get ownMoment() {
        const moment = DateTime.fromISO(`${this.state.date}T${this.state.time}`);
        return moment.isValid ? moment : null;
    }

    chooseOwn() {
        this.props.onChoose(serializeDateTime(this.ownMoment));
    }
}
