import { _t } from "@web/core/l10n/translation";

/** Colour, icon and word of each state: never the colour alone. */
export const FOLLOWUP_STATES = {
    red: { icon: "fa-exclamation-circle", tone: "danger", label: _t("At risk") },
    amber: { icon: "fa-exclamation-triangle", tone: "warning", label: _t("Watch") },
    green: { icon: "fa-check-circle", tone: "success", label: _t("On track") },
};
