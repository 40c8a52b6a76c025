import { Component } from "@odoo/owl";

/** A rep's name and how many actions are open, done and overdue. */
export class RepHead extends Component {
    static template = "crm_actions.RepHead";
    static props = {
        rep: Object,
        hideName: { type: Boolean, optional: true },
    };
}
