import { deserializeDate } from "@web/core/l10n/dates";
import { _t } from "@web/core/l10n/translation";
import { formatMonetary } from "@web/views/fields/formatters";
import { now, readMoment } from "@crm_actions/time/zone";

/** Tones with a shape of their own: never the colour alone. */
export const TONES = {
    danger: "fa-exclamation-circle",
    warning: "fa-exclamation-triangle",
    success: "fa-check-circle",
    info: "fa-info-circle",
    neutral: "fa-circle-o",
};

/** An amount as the reader writes it, with a true minus sign; whole figures where room is short. */
export function formatAmount(amount, currencyId, { whole = false } = {}) {
    const options = { currencyId, noSymbol: !currencyId, ...(whole ? { digits: [16, 0] } : {}) };
    return formatMonetary(amount, options).replace("-", "\u2212");
}

export function formatPercent(value) {
    const text = Math.abs(value).toLocaleString(luxon.Settings.defaultLocale || undefined, {
        maximumFractionDigits: 1,
    });
    return `${value > 0 ? "+" : value < 0 ? "\u2212" : ""}${text} %`;
}

/** "fri, 16 oct" of this year, "16 oct 2025" of another, in the reader's language. */
export function formatDay(text) {
    if (!text) {
        return "";
    }
    const moment = text.length > 10 ? readMoment(text) : deserializeDate(text);
    const thisYear = moment.year === now().year;
    const format = { day: "numeric", month: "short" };
    return moment.toLocaleString(
        thisYear ? { ...format, weekday: "short" } : { ...format, year: "numeric" }
    );
}

/** How many there are beyond those that are shown. */
export function countLabel(shown, total) {
    return total > shown ? _t("%(shown)s of %(total)s", { shown, total }) : String(total);
}
