import { Component } from "@odoo/owl";
import { DateTimePickerPopover } from "@web/core/datetime/datetime_picker_popover";
import { deserializeDate, serializeDate } from "@web/core/l10n/dates";
import { usePopover } from "@web/core/popover/popover_hook";

const { DateTime } = luxon;

/** Which day the board shows, and how to go to another one. */
export class BoardHeader extends Component {
    static template = "crm_actions.BoardHeader";
    static props = {
        board: Object,
        goTo: Function,
    };

    setup() {
        this.picker = usePopover(DateTimePickerPopover, { position: "bottom-start" });
    }

    get day() {
        return deserializeDate(this.props.board.date);
    }

    get title() {
        const { weekday, day, month, year } = DateTime.DATE_HUGE;
        const format = this.env.isSmall
            ? { weekday: "short", day, month: "short" }
            : { weekday, day, month, year };
        return this.day.toLocaleString(format);
    }

    onPick(ev) {
        this.picker.open(ev.currentTarget, {
            pickerProps: {
                type: "date",
                value: this.day,
                onSelect: (day) => {
                    this.picker.close();
                    this.props.goTo(serializeDate(day));
                },
            },
        });
    }
}
