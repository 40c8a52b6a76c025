import { browser } from "@web/core/browser/browser";
import { user } from "@web/core/user";

const PREFIX = "crm_my_day.report";

function keyOf(action) {
    return `${PREFIX}.${user.userId}.${action.client_uuid || action.id}`;
}

/** What was typed into the report of an action and not saved yet, or null. */
export function readDraft(action) {
    try {
        return JSON.parse(browser.localStorage.getItem(keyOf(action)));
    } catch {
        return null;
    }
}

/**
 * Keep what was typed: a sheet closes by accident, and a phone throws a page away while its
 * camera is open. Photos are small by then; if there is no room for them, the words stay.
 */
export function writeDraft(action, draft) {
    for (const kept of [draft, { ...draft, photos: [] }]) {
        try {
            browser.localStorage.setItem(keyOf(action), JSON.stringify(kept));
            return;
        } catch {
            // no room: the next one is smaller
        }
    }
}

export function dropDraft(action) {
    browser.localStorage.removeItem(keyOf(action));
}
