import { registry } from "@web/core/registry";
import { formatPercentage } from "@web/views/fields/formatters";

/** A percentage that stays out where there is nothing to divide by: none of none is not 0 %. */
export function formatShare(value, options = {}) {
    const isKnown = value !== false && value !== null && value !== undefined;
    return isKnown ? formatPercentage(value, options) : "–";
}
formatShare.extractOptions = formatPercentage.extractOptions;

registry.category("formatters").add("crm_share", formatShare);
