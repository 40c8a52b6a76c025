import { formatCurrency } from "@web/core/currency";

/** An amount with a true minus sign, and a plus where a change is meant. */
export function formatMoney(amount, currencyId, { signed = false } = {}) {
    const text = formatCurrency(amount, currencyId).replace("-", "\u2212");
    return signed && amount > 0 ? `+${text}` : text;
}
