import { Component } from "@odoo/owl";
import { _t } from "@web/core/l10n/translation";
import { registry } from "@web/core/registry";
import { standardFieldProps } from "@web/views/fields/standard_field_props";

export const CLOCKS = {
    ok: { icon: "fa-clock-o", tone: "success" },
    soon: { icon: "fa-hourglass-half", tone: "warning" },
    late: { icon: "fa-exclamation-triangle", tone: "danger" },
    done: { icon: "fa-check", tone: "secondary" },
};

/** How much time is left for an answer: colour, icon and word. */
export class ClockField extends Component {
    static template = "crm_commissions.ClockField";
    static props = { ...standardFieldProps };

    get clock() {
        return CLOCKS[this.props.record.data[this.props.name]];
    }

    get label() {
        const { record, name } = this.props;
        const { selection } = record.fields[name];
        return selection.find(([value]) => value === record.data[name])[1];
    }
}

registry.category("fields").add("crm_commission_clock", {
    component: ClockField,
    displayName: _t("Time left"),
    supportedTypes: ["selection"],
});
