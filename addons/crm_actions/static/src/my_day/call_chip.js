import { Component } from "@odoo/owl";
import { _t } from "@web/core/l10n/translation";
import { formatHour } from "@crm_actions/my_day/day_labels";

/** Asks for the report of a call that one has just come back from. */
export class CallChip extends Component {
    static template = "crm_actions.CallChip";
    static props = { call: Object, onReport: Function, onDismiss: Function };

    get text() {
        const { title, at } = this.props.call;
        return _t("Call to %(title)s at %(time)s", { title, time: formatHour(at) });
    }
}
