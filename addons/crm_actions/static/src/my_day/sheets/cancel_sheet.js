import { Component, useState } from "@odoo/owl";
import { _t } from "@web/core/l10n/translation";
import { Sheet } from "@crm_actions/my_day/sheets/sheet";

/** Why an action will not take place: one tap for the usual reasons, or words of one's own. */
export class CancelSheet extends Component {
    static template = "crm_actions.CancelSheet";
    static components = { Sheet };
    static props = { action: Object, save: Function, close: Function };

    setup() {
        this.state = useState({ reason: "" });
        this.usual = [
            _t("The customer cancelled"),
            _t("Closed or on holiday"),
            _t("No time left today"),
            _t("No longer needed"),
        ];
    }

    get reason() {
        return this.state.reason.trim();
    }

    async save() {
        if (this.reason && (await this.props.save(this.reason))) {
            this.props.close();
        }
    }
}
