import { Component } from "@odoo/owl";
import { DateTimePickerPopover } from "@web/core/datetime/datetime_picker_popover";
import { deserializeDate, serializeDate } from "@web/core/l10n/dates";
import { _t } from "@web/core/l10n/translation";
import { usePopover } from "@web/core/popover/popover_hook";
import { formatDay } from "@crm_actions/my_day/day_labels";
import { SyncPill } from "@crm_actions/my_day/outbox_view/sync_pill";
import { today } from "@crm_actions/time/zone";

/** Which day it is, how much of it is done, and whether the office knows. */
export class DayHeader extends Component {
    static template = "crm_actions.DayHeader";
    static components = { SyncPill };
    static props = {
        date: String,
        day: { type: [Object, { value: null }] },
        unsent: Object,
        copyTime: String,
        goTo: Function,
        onUnsent: Function,
    };

    setup() {
        this.picker = usePopover(DateTimePickerPopover, { position: "bottom-start" });
    }

    get date() {
        return deserializeDate(this.props.date);
    }

    get title() {
        return formatDay(this.date);
    }

    get isToday() {
        return this.props.date === today();
    }

    get progress() {
        const { day } = this.props;
        const known = day && day.date === this.props.date;
        return known ? _t("%(done)s of %(total)s done", { done: day.done, total: day.total }) : "";
    }

    goToDay(date) {
        this.props.goTo(serializeDate(date));
    }

    step(days) {
        this.goToDay(this.date.plus({ days }));
    }

    goToToday() {
        this.props.goTo(today());
    }

    onPick(ev) {
        this.picker.open(ev.currentTarget, {
            pickerProps: {
                type: "date",
                value: this.date,
                onSelect: (day) => {
                    this.picker.close();
                    this.goToDay(day);
                },
            },
        });
    }
}
