import { Component } from "@odoo/owl";
import { _t } from "@web/core/l10n/translation";
import { registry } from "@web/core/registry";
import { useService } from "@web/core/utils/hooks";
import { standardFieldProps } from "@web/views/fields/standard_field_props";
import { Steps } from "@crm_helpdesk/quality/steps";

const TONES = {
    closed: ["success", "fa-check-circle"],
    done: ["success", "fa-check-circle"],
    effective: ["success", "fa-check-circle"],
    ineffective: ["danger", "fa-repeat"],
    late: ["danger", "fa-exclamation-triangle"],
    pending: ["warning", "fa-eye"],
    verification: ["warning", "fa-eye"],
    planned: ["secondary", "fa-clock-o"],
    draft: ["secondary", "fa-clock-o"],
};
const ALERTS = {
    info: "fa-info-circle",
    success: "fa-check-circle",
    warning: "fa-exclamation-triangle",
};

/** The nonconformity of a request: how far it is, who does what, and when the request is closed. */
export class QualityPanel extends Component {
    static template = "crm_helpdesk.QualityPanel";
    static components = { Steps };
    static props = { ...standardFieldProps };

    setup() {
        this.action = useService("action");
    }

    get panel() {
        return this.props.record.data[this.props.name];
    }

    tone(state) {
        return (TONES[state] || ["info", "fa-play-circle-o"])[0];
    }

    icon(state) {
        return (TONES[state] || ["info", "fa-play-circle-o"])[1];
    }

    alertIcon(tone) {
        return ALERTS[tone];
    }

    open() {
        return this.action.doAction({
            type: "ir.actions.act_window",
            res_model: "crm.helpdesk.nonconformity",
            res_id: this.panel.id,
            views: [[false, "form"]],
        });
    }
}

registry.category("fields").add("crm_helpdesk_quality_panel", {
    component: QualityPanel,
    displayName: _t("Nonconformity of a request"),
    supportedTypes: ["json"],
});
