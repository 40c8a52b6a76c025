import { Component } from "@odoo/owl";
import { _t } from "@web/core/l10n/translation";
import { registry } from "@web/core/registry";
import { standardFieldProps } from "@web/views/fields/standard_field_props";

const ICONS = { done: "fa-check-circle", now: "fa-circle", later: "fa-circle-o", skipped: "fa-minus-circle" };

/** How far a nonconformity is: one dot a step, told by shape and word as well as by colour. */
export class Steps extends Component {
    static template = "crm_helpdesk.Steps";
    static props = { progress: Object };

    icon(step) {
        return ICONS[step.status];
    }

    word(step) {
        return {
            done: _t("done"),
            now: _t("now"),
            later: _t("later"),
            skipped: _t("skipped"),
        }[step.status];
    }
}

export class StepsField extends Component {
    static template = "crm_helpdesk.StepsField";
    static components = { Steps };
    static props = { ...standardFieldProps };

    get progress() {
        return this.props.record.data[this.props.name];
    }
}

registry.category("fields").add("crm_helpdesk_steps", {
    component: StepsField,
    displayName: _t("Steps of a nonconformity"),
    supportedTypes: ["json"],
});
