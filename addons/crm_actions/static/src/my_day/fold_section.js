import { Component, useState } from "@odoo/owl";

/** A heading with a count; what is below it shows when one asks for it. */
export class FoldSection extends Component {
    static template = "crm_actions.FoldSection";
    static props = {
        title: String,
        count: Number,
        icon: String,
        tone: String,
        slots: Object,
    };

    setup() {
        this.state = useState({ open: false });
    }

    toggle() {
        this.state.open = !this.state.open;
    }
}
