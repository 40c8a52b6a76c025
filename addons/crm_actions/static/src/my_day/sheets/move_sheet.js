import { Component } from "@odoo/owl";
import { SlotChoice } from "@crm_actions/my_day/sheets/slot_choice";
import { Sheet } from "@crm_actions/my_day/sheets/sheet";

/** Another day or hour for an action. */
export class MoveSheet extends Component {
    static template = "crm_actions.MoveSheet";
    static components = { Sheet, SlotChoice };
    static props = { action: Object, slots: Array, save: Function, close: Function };

    async choose(start) {
        if (await this.props.save(start)) {
            this.props.close();
        }
    }
}
