import { Component, useState } from "@odoo/owl";
import { useService } from "@web/core/utils/hooks";
import { OutboxItem } from "@crm_actions/my_day/outbox_view/outbox_item";
import { Sheet } from "@crm_actions/my_day/sheets/sheet";

/** What the office does not know yet, what it refused, and what it took otherwise than asked. */
export class OutboxSheet extends Component {
    static template = "crm_actions.OutboxSheet";
    static components = { OutboxItem, Sheet };
    static props = {
        correct: Function,
        discard: Function,
        dismiss: Function,
        plan: Function,
        close: Function,
    };

    setup() {
        this.outbox = useService("crm_outbox");
        this.state = useState(this.outbox.state);
        this.ops = useState(this.outbox.ops);
    }

    /** What was refused has a place of its own above. */
    get waiting() {
        const refused = new Set(this.state.rejected.map(({ uuid }) => uuid));
        return this.ops.filter(({ uuid }) => !refused.has(uuid));
    }

    get isEmpty() {
        const { rejected, conflicts } = this.state;
        return !rejected.length && !conflicts.length && !this.waiting.length;
    }

    send() {
        return this.outbox.flush();
    }

    plan(op) {
        this.props.close();
        return this.props.plan(op);
    }

    correct(op) {
        this.props.close();
        return this.props.correct(op);
    }
}
