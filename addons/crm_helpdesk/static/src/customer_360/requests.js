import { Component } from "@odoo/owl";
import { List360, partProps } from "@crm_actions/customer_360/list";
import { sectionRegistry } from "@crm_actions/customer_360/section";

/** The requests of a customer, and the way to write down another. */
export class Requests360 extends Component {
    static template = "crm_helpdesk.Requests360";
    static components = { List360 };
    static props = partProps;

    create() {
        return this.props.open({
            type: "ir.actions.act_window",
            res_model: "crm.helpdesk.ticket",
            views: [[false, "form"]],
            context: { default_partner_id: this.props.data.partner_id },
        });
    }
}

sectionRegistry.add("helpdesk_requests", { Component: Requests360 });
