import { Component } from "@odoo/owl";

/** Why a deadline is where it is: what counted, what did not, and by which event or closure. */
export class WhyPopover extends Component {
    static template = "crm_helpdesk.WhyPopover";
    static props = { why: Object, close: { type: Function, optional: true } };
}
