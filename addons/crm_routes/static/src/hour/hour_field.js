import { Component } from "@odoo/owl";
import { _t } from "@web/core/l10n/translation";
import { registry } from "@web/core/registry";
import { standardFieldProps } from "@web/views/fields/standard_field_props";
import { formatTime } from "@crm_actions/time/time_labels";
import { inZone } from "@crm_actions/time/zone";

/** The hour of a moment whose day stands beside it: Odoo's own widget always writes both. */
export class HourField extends Component {
    static template = "crm_routes.HourField";
    static props = { ...standardFieldProps };

    get hour() {
        const moment = this.props.record.data[this.props.name];
        return moment ? formatTime(inZone(moment)) : "";
    }
}

registry.category("fields").add("crm_hour", {
    component: HourField,
    displayName: _t("Hour"),
    supportedTypes: ["datetime"],
    listViewWidth: [60, 120],
});
