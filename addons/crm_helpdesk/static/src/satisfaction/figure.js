import { Component } from "@odoo/owl";
import { _t } from "@web/core/l10n/translation";

const ICONS = {
    good: "fa-check-circle",
    watch: "fa-exclamation-circle",
    bad: "fa-exclamation-triangle",
};

/** One figure with how many answers it is of; a word and an icon beside its colour. */
export class Figure extends Component {
    static template = "crm_helpdesk.SatisfactionFigure";
    static props = {
        figure: Object,
        big: { type: Boolean, optional: true },
    };

    get icon() {
        return ICONS[this.props.figure.tone] || "";
    }

    get word() {
        return (
            { good: _t("good"), watch: _t("fair"), bad: _t("poor") }[this.props.figure.tone] || ""
        );
    }
}
