import { Component } from "@odoo/owl";
import { _t } from "@web/core/l10n/translation";
import { formatMinutes } from "@crm_actions/time/time_labels";
import { describeState, formatSpan, typeIcon } from "@crm_actions/day_board/card_labels";

const TWO_LINES = 40;
const THREE_LINES = 64;

/** One action on the day board. */
export class BoardCard extends Component {
    static template = "crm_actions.BoardCard";
    static props = {
        action: Object,
        place: { type: Object, optional: true },
        onOpen: Function,
        onMove: Function,
    };

    get style() {
        const { place } = this.props;
        return place
            ? `top: ${place.top}px; height: ${place.height}px; ` +
                  `left: ${place.left}%; width: ${place.width}%;`
            : "";
    }

    get classes() {
        const { action } = this.props;
        return [
            `o_crm_color_${action.type.color}`,
            `o_crm_state_${this.state.key}`,
            action.can_move ? "o_crm_movable" : "",
        ].join(" ");
    }

    get lines() {
        const height = this.props.place?.height || 0;
        return height >= THREE_LINES ? 3 : height >= TWO_LINES ? 2 : 1;
    }

    get title() {
        const { action } = this.props;
        return action.customer || action.summary || action.type.name;
    }

    get startTime() {
        const { action } = this.props;
        return action.allday ? "" : formatMinutes(action.start_minute);
    }

    get span() {
        return formatSpan(this.props.action);
    }

    get icon() {
        return typeIcon(this.props.action);
    }

    get state() {
        return describeState(this.props.action);
    }

    get description() {
        const { action } = this.props;
        return [this.span, action.type.name, this.title, this.state.text].join(", ");
    }

    get moveLabel() {
        return _t("Move %(title)s…", { title: this.title });
    }
}
