import { useExternalListener, useState } from "@odoo/owl";
import { browser } from "@web/core/browser/browser";
import { serializeDateTime } from "@web/core/l10n/dates";
import { user } from "@web/core/user";
import { pick } from "@web/core/utils/objects";
import { makeUuid } from "@crm_actions/outbox/uuid";

const { DateTime } = luxon;
/** Whoever comes back the next morning does not come back from a call. */
const FORGOTTEN_H = 4;

const storageKey = () => `crm_my_day.call.${user.userId}`;

/**
 * A phone does not say whether somebody answered. It hides the page while one speaks: when the
 * page is back, ask how it went. Nothing is ever noted as done by that alone.
 */
export function useCallReturn() {
    const state = useState({ pending: null });
    let left = false;

    function dial(action) {
        left = false;
        const call = pick(action, "id", "client_uuid", "title", "partner_id");
        // of the call that it may become: however often it is reported, it is one
        call.callUuid = makeUuid();
        call.at = serializeDateTime(DateTime.now());
        // The phone may throw the page away while the call lasts.
        browser.localStorage.setItem(storageKey(), JSON.stringify(call));
    }

    function read() {
        const text = browser.localStorage.getItem(storageKey());
        const call = text && JSON.parse(text);
        if (call && !call.callUuid) {
            call.callUuid = makeUuid();
            browser.localStorage.setItem(storageKey(), JSON.stringify(call));
        }
        const since = call && DateTime.fromSQL(call.at, { zone: "utc" });
        return since && DateTime.now().diff(since).as("hours") < FORGOTTEN_H ? call : null;
    }

    function forget() {
        browser.localStorage.removeItem(storageKey());
        state.pending = null;
    }

    useExternalListener(document, "visibilitychange", () => {
        if (document.visibilityState === "hidden") {
            left = true;
        } else if (left) {
            state.pending = read();
        }
    });
    // A page that was thrown away during the call comes back as a new one.
    state.pending = read();
    return { state, dial, forget };
}
