import { Component, useState } from "@odoo/owl";
import { countKinds, foldDay, spanOf } from "@crm_actions/my_day/fold_day";
import { TimelineRow } from "@crm_actions/my_day/timeline_row";

/** The day from top to bottom. What would not fit on a phone is folded into one row. */
export class Timeline extends Component {
    static template = "crm_actions.Timeline";
    static components = { TimelineRow };
    static props = {
        day: Object,
        now: Object,
        nextId: { type: [Number, Boolean, String] },
        flashing: Array,
        onOpen: Function,
        onPostpone: Function,
    };

    setup() {
        this.state = useState({ unfolded: false });
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
