import { Component } from "@odoo/owl";
import { Dialog } from "@web/core/dialog/dialog";

/** A dialog that comes from below on a phone, with its one main button in reach of the thumb. */
export class Sheet extends Component {
    static template = "crm_actions.Sheet";
    static components = { Dialog };
    static props = {
        title: String,
        className: { type: String, optional: true },
        slots: Object,
    };

    get contentClass() {
        return `o_crm_sheet ${this.props.className || ""}`;
    }
}
