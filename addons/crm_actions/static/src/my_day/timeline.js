import { Component, useState } from "@odoo/owl";
import { countKinds, foldDay, spanOf } from "@crm_actions/my_day/fold_day";
import { isSameAction } from "@crm_actions/outbox/same_action";
import { TimelineRow } from "@crm_actions/my_day/timeline_row";

/** The day from top to bottom. What would not fit on a phone is folded into one row. */
export class Timeline extends Component {
    static template = "crm_actions.Timeline";
    static components = { TimelineRow };
    static props = {
        day: Object,
        now: Object,
        next: { type: [Object, { value: null }] },
        flashing: Array,
        onOpen: Function,
        onPostpone: Function,
    };

    setup() {
        this.state = useState({ unfolded: false });
    }

    isNext(action) {
        return Boolean(this.props.next) && isSameAction(action, this.props.next);
    }

    get parts() {
        const { actions } = this.props.day;
        return this.state.unfolded || !this.env.isSmall
            ? { before: [], shown: actions, after: [] }
            : foldDay(actions, this.props.now);
    }

    describe(actions) {
        return { kinds: countKinds(actions), span: spanOf(actions) };
    }

    unfold() {
        this.state.unfolded = true;
    }
}
