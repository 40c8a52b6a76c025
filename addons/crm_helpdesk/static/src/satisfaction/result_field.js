import { Component } from "@odoo/owl";
import { _t } from "@web/core/l10n/translation";
import { registry } from "@web/core/registry";
import { standardFieldProps } from "@web/views/fields/standard_field_props";
import { Figure } from "@crm_helpdesk/satisfaction/figure";

/** What came of a campaign: its figure, who answered, how often each score, and by segment. */
export class ResultField extends Component {
    static template = "crm_helpdesk.SatisfactionResult";
    static components = { Figure };
    static props = { ...standardFieldProps };

    get result() {
        return this.props.record.data[this.props.name];
    }

    get hasAnswers() {
        return Boolean(this.result && this.result.figure.text);
    }
}

registry.category("fields").add("crm_survey_result", {
    component: ResultField,
    displayName: _t("Result of a campaign"),
    supportedTypes: ["jsonb", "json"],
});
