import { markRaw, onWillStart, onWillUnmount, useExternalListener, useState } from "@odoo/owl";
import { browser } from "@web/core/browser/browser";
import { ConnectionLostError } from "@web/core/network/rpc";
import { useService } from "@web/core/utils/hooks";
import { applyOps } from "@crm_actions/outbox/overlay";
import { formatAge } from "@crm_actions/my_day/day_labels";
import { secureContext } from "@crm_actions/my_day/secure_context";
import { now, today } from "@crm_actions/time/zone";

const TICK_MS = 30000;
const FLASH_MS = 1600;

/**
 * The rep's day: at once from the phone's cache, then as the server has it, and over both what
 * the phone has not sent yet.
 *
 * @param {string} [date] to begin with; today if empty
 */
export function useDay(date) {
    const outbox = useService("crm_outbox");
    const reader = useService("crm_day_reader");
    const pages = useService("crm_kept_pages");
    const unsent = { ops: useState(outbox.ops), state: useState(outbox.state) };
    const state = useState({
        date: date || today(),
        day: null,
        missing: false,
        /** Whether the server could not be asked, so that what shows is as old as it is. */
        stale: false,
        now: now(),
        flashing: [],
    });
    let lastToday = today();
    let isAlive = true;

    const isShown = (day) => isAlive && day === state.date;

    async function load(day = state.date, changed = false) {
        const { copy, fresh } = reader.read(day, changed);
        fresh.then(
            (value) => isShown(day) && paint(value, true),
            (error) => isShown(day) && miss(day, error)
        );
        try {
            const value = await copy;
            if (isShown(day) && state.day?.date !== day) {
                paint(value, false);
            }
        } catch (error) {
            if (!(error instanceof ConnectionLostError)) {
                throw error;
            }
            state.missing = isShown(day) && state.day?.date !== day;
        }
    }

    function miss(day, error) {
        state.stale = error instanceof ConnectionLostError && state.day?.date === day;
    }

    function paint(value, isFresh) {
        const before = state.day?.date === value.date ? state.day : null;
        const isNews = before !== value;
        Object.assign(state, { day: markRaw(value), missing: false, now: now() });
        reader.lastSeen = state.day;
        if (!isFresh) {
            return;
        }
        state.stale = false;
        if (value.date === value.today && secureContext.isSecure()) {
            pages.keep(value.actions.map((action) => action.partner_id).filter(Boolean));
        }
        if (isNews) {
            flash(before ? changedIds(before.actions, value.actions) : []);
        }
    }

    function flash(ids) {
        state.flashing = ids;
        browser.clearTimeout(fading);
        fading = browser.setTimeout(() => (state.flashing = []), FLASH_MS);
    }

    function goTo(day) {
        lastToday = today();
        Object.assign(state, { date: day, missing: false, stale: false });
        return load(day);
    }

    /** What the screen shows. */
    function view() {
        reader.hold(unsent);
        const { day } = state;
        // a copy knows only on which day it was made
        return day && applyOps({ ...day, today: today() }, reader.heldFor(day.date));
    }

    /** What is not to come, or not as it was asked. */
    function forget(uuid) {
        reader.forget(uuid);
        return load(state.date, true);
    }

    /** Whoever looked at today looks at today after midnight too. */
    function tick() {
        state.now = now();
        const before = lastToday;
        lastToday = today();
        if (lastToday !== before && state.date === before) {
            goTo(lastToday);
        }
    }

    let fading;
    const timer = browser.setInterval(tick, TICK_MS);
    const unsubscribe = outbox.onSynced(() => load(state.date, true));
    onWillUnmount(() => {
        isAlive = false;
        browser.clearInterval(timer);
        browser.clearTimeout(fading);
        unsubscribe();
    });
    useExternalListener(document, "visibilitychange", () => {
        if (document.visibilityState === "visible") {
            tick();
            load();
        }
    });
    useExternalListener(window, "online", () => load());
    onWillStart(() => {
        const loading = load();
        if (reader.lastSeen?.date !== state.date) {
            return loading;
        }
        // back on the screen nobody waits for the disk
        paint(reader.lastSeen, false);
    });
    return {
        ...{ state, unsent, view, load, goTo, forget },
        /** How old the copy is that shows because the server cannot be asked, or nothing. */
        copyTime: () => (state.stale && state.day ? formatAge(state.day.server_now) : ""),
    };
}

/** Whose row is not what it was a moment ago. */
function changedIds(before, after) {
    const known = new Map(before.map((action) => [action.id, JSON.stringify(action)]));
    return after
        .filter((action) => known.get(action.id) !== JSON.stringify(action))
        .map(({ id }) => id);
}
