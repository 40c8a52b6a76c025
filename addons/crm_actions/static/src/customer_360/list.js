import { Component } from "@odoo/owl";
import { Row360 } from "@crm_actions/customer_360/row";

export const partProps = {
    data: Object,
    header: Object,
    currencyId: [Number, Boolean],
    openRow: Function,
    open: Function,
};

/** A part as a list: for all that bring no component of their own. */
export class List360 extends Component {
    static template = "crm_actions.List360";
    static components = { Row360 };
    static props = partProps;
}
