import { Component, useRef } from "@odoo/owl";
import { formatMinutes } from "@crm_actions/time/time_labels";
import { BoardCard } from "@crm_actions/day_board/board_card";
import { RepHead } from "@crm_actions/day_board/rep_head";
import { useCardDrag } from "@crm_actions/day_board/use_card_drag";
import {
    assignLanes,
    MIN_HEIGHT,
    minutesToPx,
    placeCard,
    PX_PER_HOUR,
} from "@crm_actions/day_board/geometry";

/** Hours down, reps across. */
export class BoardGrid extends Component {
    static template = "crm_actions.BoardGrid";
    static components = { BoardCard, RepHead };
    static props = {
        hours: Array,
        reps: Array,
        actions: Array,
        now: { type: [Number, { value: null }] },
        onOpen: Function,
        onMove: Function,
        move: Function,
    };

    setup() {
        this.rootRef = useRef("root");
        this.drag = useCardDrag({
            ref: this.rootRef,
            getHours: () => this.props.hours,
            onDrop: (actionId, target) => {
                const action = this.props.actions.find(({ id }) => id === actionId);
                this.props.move(action, target);
            },
        });
    }

    get minHeight() {
        return this.env.isSmall ? MIN_HEIGHT.phone : MIN_HEIGHT.desk;
    }

    get hourRows() {
        const [first, last] = this.props.hours;
        return Array.from({ length: last - first }, (_, index) => ({
            hour: first + index,
            label: formatMinutes((first + index) * 60),
            top: index * PX_PER_HOUR,
        }));
    }

    get bodyStyle() {
        return `height: ${this.hourRows.length * PX_PER_HOUR}px;`;
    }

    get gridStyle() {
        return `--o-crm-reps: ${this.props.reps.length};`;
    }

    get hasWholeDay() {
        return this.props.actions.some((action) => action.allday);
    }

    get nowTop() {
        const { now, hours } = this.props;
        const [first, last] = hours;
        const isShown = now !== null && first * 60 <= now && now <= last * 60;
        return isShown ? minutesToPx(now, first) : null;
    }

    get nowLabel() {
        return formatMinutes(this.props.now);
    }

    getWholeDay(rep) {
        return this.props.actions.filter(({ user_id, allday }) => allday && user_id === rep.id);
    }

    /** Cards of a column with their places. */
    getColumn(rep) {
        const actions = this.props.actions.filter(
            ({ user_id, allday }) => !allday && user_id === rep.id
        );
        const lanes = assignLanes(actions, this.minHeight);
        return actions.map((action) => ({
            action,
            place: placeCard(action, lanes.get(action.id), this.props.hours[0], this.minHeight),
        }));
    }

    /** Where the dragged card would fall in this column, if there. */
    getGhost(rep) {
        const { target } = this.drag;
        if (target?.userId !== rep.id || target.startMinute === null) {
            return null;
        }
        const top = minutesToPx(target.startMinute, this.props.hours[0]);
        return {
            style: `top: ${top}px; height: ${target.height}px;`,
            label: formatMinutes(target.startMinute),
        };
    }
}
