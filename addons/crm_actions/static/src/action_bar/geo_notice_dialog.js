import { Component } from "@odoo/owl";
import { Dialog } from "@web/core/dialog/dialog";

/** Tells what positions are used for, before the first one is taken. */
export class GeoNoticeDialog extends Component {
    static template = "crm_actions.GeoNoticeDialog";
    static components = { Dialog };
    static props = {
        close: Function,
        choose: Function,
        retentionDays: Number,
    };

    choose(choice) {
        this.props.choose(choice);
        this.props.close();
    }
}
