import { Component, useState } from "@odoo/owl";
import { _t } from "@web/core/l10n/translation";
import { registry } from "@web/core/registry";
import { useService } from "@web/core/utils/hooks";
import { useGapOffer } from "@crm_routes/day_tools/gap_offer";
import { LateSheet } from "@crm_routes/day_tools/late_sheet";
import { OrderSheet } from "@crm_routes/day_tools/order_sheet";
import { SlotSheet } from "@crm_routes/day_tools/slot_sheet";

const MAP = "crm_routes.route_map";
const BY_CAR = ["visit", "meeting"];

/** What a rep does with the route of the day, in reach of the thumb. */
export class RouteTools extends Component {
    static template = "crm_routes.RouteTools";
    static props = { day: Object, now: Object, unsent: Object, reload: Function };

    setup() {
        this.dialog = useService("dialog");
        this.action = useService("action");
        this.unsent = useState(this.props.unsent);
        this.gap = useGapOffer(() => this.props, this.unsent);
    }

    get userId() {
        return this.props.day.user.id;
    }

    get isToday() {
        return this.props.day.date === this.props.day.today;
    }

    get isOver() {
        return this.props.day.date < this.props.day.today;
    }

    get left() {
        const { actions } = this.props.day;
        return actions.filter(
            ({ state, code, allday }) => state === "planned" && BY_CAR.includes(code) && !allday
        );
    }

    get hasMap() {
        return registry.category("actions").contains(MAP);
    }

    get gapText() {
        const { title, moves } = this.gap.state.gap;
        return moves === 1
            ? _t("%s was cancelled: one visit can begin sooner.", title)
            : _t("%(customer)s was cancelled: %(count)s visits can begin sooner.", {
                  customer: title,
                  count: moves,
              });
    }

    get common() {
        return { userId: this.userId, date: this.props.day.date, reload: () => this.reload() };
    }

    /** The day is another one now: what was offered for the old one is no more. */
    reload() {
        this.gap.dismiss();
        return this.props.reload();
    }

    openLate() {
        this.dialog.add(LateSheet, { ...this.common, onDrop: this.gap.ignore });
    }

    openOrder() {
        this.dialog.add(OrderSheet, this.common);
    }

    openSlots() {
        const { userId, reload } = this.common;
        this.dialog.add(SlotSheet, { day: this.props.day, userId, reload });
    }

    openMap() {
        const { user, date } = this.props.day;
        this.action.doAction({
            type: "ir.actions.client",
            tag: MAP,
            name: _t("Map of the day"),
            params: { user_id: user.id, date },
        });
    }
}

registry.category("crm_my_day_tools").add("crm_routes", RouteTools);
