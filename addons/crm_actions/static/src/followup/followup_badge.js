import { Component } from "@odoo/owl";
import { _t } from "@web/core/l10n/translation";
import { registry } from "@web/core/registry";
import { standardFieldProps } from "@web/views/fields/standard_field_props";
import { FOLLOWUP_STATES } from "./followup_state";

/** The follow-up of an opportunity: icon, score and, where there is room, the word. */
export class FollowupBadge extends Component {
    static template = "crm_actions.FollowupBadge";
    static props = { ...standardFieldProps, showLabel: { type: Boolean, optional: true } };

    get state() {
        return FOLLOWUP_STATES[this.props.record.data[this.props.name]];
    }

    get score() {
        return this.props.record.data.followup_score;
    }

    get label() {
        return _t("%(state)s: %(score)s of 100", { state: this.state.label, score: this.score });
    }
}

registry.category("fields").add("crm_followup_badge", {
    component: FollowupBadge,
    displayName: _t("Follow-up"),
    supportedTypes: ["selection"],
    fieldDependencies: [{ name: "followup_score", type: "integer" }],
    supportedOptions: [{ label: _t("Show the word"), name: "show_label", type: "boolean" }],
    extractProps: ({ options }) => ({ showLabel: Boolean(options.show_label) }),
});
