import { browser } from "@web/core/browser/browser";
import { user } from "@web/core/user";
import { omit } from "@web/core/utils/objects";
import { makeUuid } from "@crm_actions/outbox/uuid";

const PREFIX = "crm_my_day.report.";
/** Whoever has not sent a report in a month will not send it any more. */
const KEPT_MS = 30 * 24 * 3600 * 1000;

/** @param {string | number} name of the action, or of what is corrected */
export function draftKey(name) {
    return `${user.userId}.${name}`;
}

/** The words of a report that was not sent yet, or null. */
export function readWords(key) {
    try {
        const words = JSON.parse(browser.localStorage.getItem(PREFIX + key));
        // photos lay beside the words once
        const photos = (words?.photos || []).map((url) => ({ uuid: makeUuid(), url }));
        return words && { ...omit(words, "savedAt"), photos };
    } catch {
        return null;
    }
}

/** Keep what was typed: a sheet closes by accident, and a phone throws pages away. */
export function writeWords(key, report) {
    const words = { ...omit(report, "photos"), savedAt: Date.now() };
    try {
        browser.localStorage.setItem(PREFIX + key, JSON.stringify(words));
    } catch {
        // no room: the sheet has them as long as it is open
    }
}

export function dropWords(key) {
    browser.localStorage.removeItem(PREFIX + key);
}

/** @param {import("@crm_actions/outbox/draft_photos").DraftPhotos} photos */
export function dropDraft(key, photos) {
    dropWords(key);
    return photos.drop(key);
}

/** @param {import("@crm_actions/outbox/draft_photos").DraftPhotos} photos */
export function dropOldDrafts(photos) {
    const limit = Date.now() - KEPT_MS;
    const { localStorage } = browser;
    const names = Array.from({ length: localStorage.length }, (_, index) => localStorage.key(index));
    for (const name of names.filter((each) => each?.startsWith(PREFIX))) {
        keepOrDrop(name.slice(PREFIX.length), limit);
    }
    return photos.dropBefore(limit);
}

function keepOrDrop(key, limit) {
    const name = PREFIX + key;
    let words = null;
    try {
        words = JSON.parse(browser.localStorage.getItem(name));
    } catch {
        // nobody can read it any more
    }
    if (!words || words.savedAt < limit) {
        dropWords(key);
    } else if (!words.savedAt) {
        // of a version that did not write it down: the month begins now
        browser.localStorage.setItem(name, JSON.stringify({ ...words, savedAt: Date.now() }));
    }
}
