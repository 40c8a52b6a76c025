import { Component, useEffect, useRef } from "@odoo/owl";
import { useSortable } from "@web/core/utils/sortable_owl";
import { isMovable } from "../map/stop_states";
import { moveBehind, moveBy } from "./stop_order";
import { StopRow } from "./stop_row";

/** A finger that rests on the handle drags; one that moves on at once scrolls. */
const TOUCH_DELAY_MS = 150;

/** The stops of a day from the first to the last; rows are dragged, or moved by buttons. */
export class StopList extends Component {
    static template = "crm_routes.MapStopList";
    static components = { StopRow };
    static props = {
        stops: Array,
        /** hours before the order was changed, by stop */
        before: Object,
        tz: { type: String, optional: true },
        selectedId: { type: [Number, { value: null }] },
        mayEdit: Boolean,
        mayLock: Boolean,
        onSelect: Function,
        onOrder: Function,
        onLock: Function,
        onCustomer: Function,
    };

    setup() {
        this.listRef = useRef("list");
        useSortable({
            ref: this.listRef,
            elements: ".o_crm_mapstop_movable",
            handle: ".o_crm_mapstop_grip",
            cursor: "grabbing",
            touchDelay: TOUCH_DELAY_MS,
            tolerance: 5,
            onDrop: ({ element, previous }) => {
                const previousId = previous ? Number(previous.dataset.id) : null;
                this.order(moveBehind(this.props.stops, Number(element.dataset.id), previousId));
            },
        });
        useEffect(
            () => this.reveal(),
            () => [this.props.selectedId]
        );
    }

    /** The row of a point that was tapped on the map comes into sight. */
    reveal() {
        const list = this.listRef.el;
        const row = list.querySelector(".o_crm_mapstop_open");
        if (!row) {
            return;
        }
        // what is around the list stays where it is: the map above it on a phone
        const seen = list.parentElement.getBoundingClientRect();
        const { top, bottom } = row.getBoundingClientRect();
        const below = Math.max(0, bottom - seen.bottom);
        list.parentElement.scrollTop += below || Math.min(0, top - seen.top);
    }

    order(ids) {
        if (ids) {
            this.props.onOrder(ids);
        }
    }

    move(stop, step) {
        this.order(moveBy(this.props.stops, stop.id, step));
    }

    canLock(stop) {
        return this.props.mayLock && stop.state === "planned" && Boolean(stop.partner_id);
    }

    isEdge(stop, step) {
        return isMovable(stop) && moveBy(this.props.stops, stop.id, step) === null;
    }
}
