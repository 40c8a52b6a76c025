import { _t } from "@web/core/l10n/translation";
import { formatInteger } from "@web/views/fields/formatters";

const ICONS = {
    verified: "fa-check-circle",
    far: "fa-exclamation-triangle",
    unknown: "fa-question-circle",
    unlocated: "fa-map-o",
};
/** The same as COLORS, for screens with tones of their own. */
const TONES = { verified: "ok", far: "warn", unknown: "mute", unlocated: "info" };
const COLORS = {
    verified: "success",
    far: "warning",
    unknown: "secondary",
    unlocated: "info",
};

/**
 * What the place of a check-in says, as icon, colour and words.
 *
 * @param {string | false} verdict as the server judged it
 * @param {number} distance in metres
 * @returns {{icon: string, color: string, tone: string, text: string} | null} null without a verdict
 */
export function describeVerdict(verdict, distance) {
    if (!(verdict in ICONS)) {
        return null;
    }
    const metres = formatInteger(Math.round(distance));
    const texts = {
        verified: () => _t("At %(metres)s m · verified", { metres }),
        far: () => _t("At %(metres)s m · far away", { metres }),
        unknown: () => _t("Without position"),
        unlocated: () => _t("Customer not located"),
    };
    return {
        icon: ICONS[verdict],
        color: COLORS[verdict],
        tone: TONES[verdict],
        text: texts[verdict](),
    };
}
