import { Component, useState } from "@odoo/owl";
import { registry } from "@web/core/registry";
import { useService } from "@web/core/utils/hooks";
import { useRecordObserver } from "@web/model/relational_model/utils";
import { standardWidgetProps } from "@web/views/widgets/standard_widget_props";
import { Header360 } from "@crm_actions/customer_360/header";
import { LIGHTS } from "@crm_helpdesk/clocks/clock_math";

const MODEL = "crm.helpdesk.ticket";

/** The head of the customer's page, as narrow as a panel. */
export class SideCustomer extends Header360 {
    static template = "crm_helpdesk.SideCustomer";
    static props = {
        header: Object,
        currencyId: [Number, Boolean],
        facts: Array,
        openPage: Function,
        chooseAddress: { type: Function, optional: true },
        call: { type: Function, optional: true },
        open: { type: Function, optional: true },
    };
}

/** Beside a request: who the customer is, and what else that customer asked. */
export class Side extends Component {
    static template = "crm_helpdesk.Side";
    static components = { SideCustomer };
    static props = { ...standardWidgetProps };

    setup() {
        this.orm = useService("orm");
        this.action = useService("action");
        this.lights = LIGHTS;
        this.state = useState({ side: null });
        useRecordObserver((record) =>
            this.load(record.resId, record.data.partner_id?.id, record.data.stage_id?.id)
        );
    }

    async load(id, partnerId, stageId) {
        const wanted = `${id}-${partnerId}-${stageId}`;
        if (wanted === this.wanted) {
            return;
        }
        this.wanted = wanted;
        const side = id ? await this.orm.call(MODEL, "get_side", [id]) : null;
        if (wanted === this.wanted) {
            this.state.side = side;
        }
    }

    openPage() {
        return this.action.doActionButton({
            type: "object",
            name: "action_open_customer_360",
            resModel: "res.partner",
            resId: this.state.side.partner_id,
        });
    }

    openOther(other) {
        return this.action.doAction({
            type: "ir.actions.act_window",
            res_model: MODEL,
            res_id: other.id,
            views: [[false, "form"]],
        });
    }

    async openAll() {
        const action = await this.orm.call(MODEL, "action_open_others", [this.props.record.resId]);
        return this.action.doAction(action);
    }
}

registry.category("view_widgets").add("crm_helpdesk_side", {
    component: Side,
    fieldDependencies: [
        { name: "partner_id", type: "many2one" },
        { name: "stage_id", type: "many2one" },
    ],
});
