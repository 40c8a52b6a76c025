import { markRaw, onWillStart, onWillUnmount, useExternalListener, useState } from "@odoo/owl";
import { browser } from "@web/core/browser/browser";
import { ConnectionLostError } from "@web/core/network/rpc";
import { useService } from "@web/core/utils/hooks";
import { applyOps } from "@crm_actions/outbox/overlay";
import { secureContext } from "@crm_actions/my_day/secure_context";
import { now, today } from "@crm_actions/time/zone";

const TICK_MS = 30000;
const FLASH_MS = 1600;
/** By then a reading that was under way before the sync has ended. */
const COPY_MS = 3000;

/**
 * The rep's day: at once from the phone's cache, then as the server has it, and over both what
 * the phone has not sent yet.
 *
 * @param {string} [date] to begin with; today if empty
 */
export function useDay(date) {
    const orm = useService("orm");
    const outbox = useService("crm_outbox");
    const lastSeen = useService("crm_last_seen_day");
    const pages = useService("crm_kept_pages");
    const unsent = { ops: useState(outbox.ops), state: useState(outbox.state) };
    const state = useState({
        date: date || today(),
        day: null,
        missing: false,
        now: now(),
        flashing: [],
    });
    // Between the server's answer and the next reading a sent op is in neither: keep it so long.
    const held = new Map();
    let turn = 0;

    async function load(day = state.date) {
        const mine = ++turn;
        const show = (value, isFresh) => {
            if (mine === turn) {
                paint(value, isFresh);
            }
        };
        const callback = (value) => show(value, true);
        const settings = { type: "disk", update: "always", callback };
        try {
            const value = await orm.silent
                .cache(settings)
                .call("crm.action", "get_my_day", [day]);
            if (state.day?.date !== day || !secureContext.isSecure()) {
                show(value, !secureContext.isSecure());
            }
        } catch (error) {
            if (!(error instanceof ConnectionLostError)) {
                throw error;
            }
            state.missing = mine === turn && state.day?.date !== day;
        }
    }

    /**
     * After a sync, past the cache: a reading that was under way before knows nothing of it, and
     * the cache would wait for that one. The copy on the phone follows.
     */
    async function reread() {
        const mine = ++turn;
        try {
            const value = await orm.silent.call("crm.action", "get_my_day", [state.date]);
            if (mine === turn) {
                paint(value, true);
                browser.clearTimeout(copying);
                copying = browser.setTimeout(() => load(), COPY_MS);
            }
        } catch (error) {
            if (!(error instanceof ConnectionLostError)) {
                throw error;
            }
        }
    }

    /** Who leaves the app open overnight is shown the new day, unless he looks at another one. */
    function tick() {
        state.now = now();
        const follows = today() !== calendarDay && state.date === calendarDay;
        calendarDay = today();
        return follows && goTo(calendarDay);
    }

    function paint(value, isFresh) {
        const before = state.day?.date === value.date ? state.day : null;
        Object.assign(state, { day: markRaw(value), missing: false, now: now() });
        lastSeen.day = state.day;
        if (!isFresh) {
            return;
        }
        held.clear();
        if (value.date === value.today && secureContext.isSecure()) {
            pages.keep(value.actions.map((action) => action.partner_id).filter(Boolean));
        }
        state.flashing = before ? changedIds(before.actions, value.actions) : [];
        if (state.flashing.length) {
            browser.clearTimeout(flash);
            flash = browser.setTimeout(() => (state.flashing = []), FLASH_MS);
        }
    }

    function goTo(day) {
        Object.assign(state, { date: day, missing: false });
        return load(day);
    }

    /** What the screen shows. */
    function view() {
        for (const op of unsent.ops.filter(({ acknowledged }) => !acknowledged)) {
            held.set(op.uuid, op);
        }
        const refused = new Set(unsent.state.rejected.map(({ uuid }) => uuid));
        const ops = [...held.values()].filter(({ uuid }) => !refused.has(uuid));
        return state.day && applyOps(state.day, ops);
    }

    /** What was discarded is not to come. */
    function forget(uuid) {
        held.delete(uuid);
        return load();
    }

    let flash, copying;
    let calendarDay = today();
    const timer = browser.setInterval(tick, TICK_MS);
    const unsubscribe = outbox.onSynced(reread);
    onWillUnmount(() => {
        turn++;
        browser.clearInterval(timer);
        browser.clearTimeout(flash);
        browser.clearTimeout(copying);
        unsubscribe();
    });
    useExternalListener(document, "visibilitychange", () => {
        if (document.visibilityState === "visible" && !tick()) {
            load();
        }
    });
    useExternalListener(window, "online", () => load());
    onWillStart(() => {
        const loading = load();
        if (lastSeen.day?.date !== state.date) {
            return loading;
        }
        // while a reading is under way the cache would wait for it: back on the screen one does not
        paint(lastSeen.day, false);
    });
    return { state, unsent, view, load, goTo, forget };
}

/** Whose row is not what it was a moment ago. */
function changedIds(before, after) {
    const known = new Map(before.map((action) => [action.id, JSON.stringify(action)]));
    return after
        .filter((action) => known.get(action.id) !== JSON.stringify(action))
        .map(({ id }) => id);
}
