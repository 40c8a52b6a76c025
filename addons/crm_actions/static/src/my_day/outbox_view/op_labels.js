import { _t } from "@web/core/l10n/translation";
import { formatList } from "@web/core/l10n/utils";

const WORDS = {
    create: () => _t("new action"),
    check_in: () => _t("check-in"),
    check_out: () => _t("check-out"),
    start: () => _t("start"),
    close: () => _t("report"),
    postpone: () => _t("new date"),
    cancel: () => _t("cancellation"),
    photo: () => _t("photo"),
};
const ICONS = {
    create: "fa-plus",
    check_in: "fa-map-marker",
    check_out: "fa-sign-out",
    start: "fa-play",
    close: "fa-check",
    postpone: "fa-clock-o",
    cancel: "fa-ban",
    photo: "fa-camera",
};

/** What was done, in a word. */
export function opWord(kind) {
    return WORDS[kind] ? WORDS[kind]() : kind;
}

export function opIcon(kind) {
    return ICONS[kind] || "fa-pencil";
}

/** "Unsent: check-in, report", or nothing. */
export function describeUnsent(kinds) {
    if (!kinds?.length) {
        return "";
    }
    const words = formatList([...new Set(kinds)].map(opWord), { style: "unit" });
    return _t("Unsent: %(what)s", { what: words });
}
