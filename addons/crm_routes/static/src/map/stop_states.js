import { _t } from "@web/core/l10n/translation";

/** How stops look: each state has a shape of its own, so that nobody needs the colours. */
export const STOP_STATES = {
    planned: { label: _t("Planned"), className: "o_crm_pin_planned" },
    in_progress: { label: _t("In progress"), className: "o_crm_pin_now", badge: "fa-play" },
    done: { label: _t("Done"), className: "o_crm_pin_done", icon: "fa-check" },
    late: { label: _t("Late"), className: "o_crm_pin_late", badge: "fa-exclamation" },
    cancelled: { label: _t("Cancelled"), className: "o_crm_pin_off", icon: "fa-times" },
};

/** The state of a stop on the map. Whose hour is over, or would not be kept, is late. */
export function stateOf({ state, late, problem }) {
    if (state !== "planned") {
        return state in STOP_STATES ? state : "planned";
    }
    return late || problem ? "late" : "planned";
}

/** Only what is still to come can be put elsewhere; what was promised stays at its hour. */
export function isMovable(stop) {
    return stop.state === "planned" && !stop.locked;
}
