import { Component, useState } from "@odoo/owl";
import { registry } from "@web/core/registry";
import { user } from "@web/core/user";
import { useService } from "@web/core/utils/hooks";
import { standardWidgetProps } from "@web/views/widgets/standard_widget_props";
import { useVisit } from "@crm_actions/action_bar/use_visit";
import { describeVerdict } from "@crm_actions/action_bar/verdict";

/** What a rep can do with an action now: check in, close, navigate, call. */
export class ActionBar extends Component {
    static template = "crm_actions.ActionBar";
    static props = { ...standardWidgetProps };

    setup() {
        this.orm = useService("orm");
        this.action = useService("action");
        this.state = useState({ task: null, step: null });
        this.visit = useVisit((step) => (this.state.step = step));
    }

    get data() {
        return this.props.record.data;
    }

    get isOpen() {
        return ["planned", "in_progress"].includes(this.data.state);
    }

    get isPlanned() {
        return this.data.state === "planned";
    }

    /** A check-in says where the rep is: nobody makes it for another. */
    get hasCheckIn() {
        const rep = this.data.user_id;
        return this.isPlanned && this.happensAtCustomer && (!rep || rep.id === user.userId);
    }

    /** What happens at a desk begins without a place. */
    get hasStart() {
        return this.isPlanned && !this.happensAtCustomer;
    }

    get hasCheckOut() {
        return this.data.state === "in_progress" && this.data.checkin_at && !this.data.checkout_at;
    }

    get happensAtCustomer() {
        return Boolean(this.data.geo_policy) && this.data.geo_policy !== "none";
    }

    get canSetLocation() {
        return this.data.state === "in_progress" && this.data.can_set_location;
    }

    get verdict() {
        const shown = ["in_progress", "done"].includes(this.data.state);
        return shown
            ? describeVerdict(this.data.checkin_verdict, this.data.checkin_distance_m)
            : null;
    }

    get mapUrl() {
        const address = this.isPlanned && this.happensAtCustomer && this.data.partner_address;
        return address
            ? `https://www.google.com/maps/dir/?api=1&destination=${encodeURIComponent(address)}`
            : null;
    }

    get phoneUrl() {
        const phone = this.isPlanned && this.data.partner_phone;
        return phone ? `tel:${phone.replace(/[^\d+*#,;]/g, "")}` : null;
    }

    isBusy(task) {
        return this.state.task === task;
    }

    isLocating(task) {
        return this.isBusy(task) && this.state.step === "locating";
    }

    onCheckIn() {
        return this.perform("check_in", (id) => this.visit.checkIn(id));
    }

    onCheckOut() {
        return this.perform("check_out", (id) => this.visit.checkOut(id));
    }

    /** Call a method that gives back an action to open, or nothing. */
    onMethod(method) {
        return this.perform(method, async (id) => {
            const action = await this.orm.call("crm.action", method, [[id]]);
            if (action?.type) {
                await this.action.doAction(action, { onClose: () => this.reload() });
            }
        });
    }

    /** One thing at a time, on a saved record, and show what came of it even if it failed. */
    async perform(task, work) {
        if (this.state.task) {
            return;
        }
        this.state.task = task;
        try {
            const { record } = this.props;
            if (await record.save()) {
                await work(record.resId).finally(() => this.reload());
            }
        } finally {
            Object.assign(this.state, { task: null, step: null });
        }
    }

    reload() {
        return this.props.record.model.load();
    }
}

export const actionBar = {
    component: ActionBar,
    fieldDependencies: [
        { name: "state", type: "selection" },
        { name: "user_id", type: "many2one", relation: "res.users" },
        { name: "geo_policy", type: "selection" },
        { name: "checkin_at", type: "datetime" },
        { name: "checkout_at", type: "datetime" },
        { name: "checkin_verdict", type: "selection" },
        { name: "checkin_distance_m", type: "float" },
        { name: "can_set_location", type: "boolean" },
        { name: "partner_phone", type: "char" },
        { name: "partner_address", type: "char" },
        { name: "outcome_id", type: "many2one" },
        { name: "off_calendar", type: "boolean" },
    ],
};

registry.category("view_widgets").add("crm_action_bar", actionBar);
