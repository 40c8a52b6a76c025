import { Component, useState } from "@odoo/owl";
import { Dialog } from "@web/core/dialog/dialog";
import { _t } from "@web/core/l10n/translation";

/** Moves an action without dragging: for keyboards, small screens and unsteady hands. */
export class MoveDialog extends Component {
    static template = "crm_actions.MoveDialog";
    static components = { Dialog };
    static props = {
        close: Function,
        action: Object,
        reps: Array,
        move: Function,
    };

    setup() {
        const { user_id, start_minute, allday } = this.props.action;
        this.state = useState({ userId: user_id, time: allday ? "" : toInput(start_minute) });
    }

    get title() {
        return _t("Move %(title)s", { title: this.props.action.name });
    }

    /** An action of the whole day may go to another rep without getting an hour. */
    get isReady() {
        return Boolean(this.state.time) || this.props.action.allday;
    }

    async onMove() {
        const { userId, time } = this.state;
        this.props.close();
        await this.props.move(this.props.action, {
            userId,
            startMinute: time ? fromInput(time) : null,
        });
    }
}

/** Minutes since midnight as the text that a time input holds in every language. */
function toInput(minutes) {
    const pad = (number) => String(number).padStart(2, "0");
    return `${pad(Math.floor(minutes / 60))}:${pad(minutes % 60)}`;
}

function fromInput(text) {
    const [hours, minutes] = text.split(":").map(Number);
    return hours * 60 + minutes;
}
