import { onWillStart, onWillUnmount, useExternalListener, useState } from "@odoo/owl";
import { browser } from "@web/core/browser/browser";
import { KeepLast } from "@web/core/utils/concurrency";
import { useService } from "@web/core/utils/hooks";

const MINUTE = 60000;

/**
 * The data of one day, its clock, and moving an action on it.
 *
 * @param {string | false} date to begin with; today if empty
 * @param {string} method of crm.action that tells the day
 */
export function useBoard(date, method = "get_day_board") {
    const orm = useService("orm");
    const keepLast = new KeepLast();
    const state = useState({ board: null, now: null });
    let loadedAt = 0;

    async function load(day) {
        const board = await keepLast.add(orm.call("crm.action", method, [day]));
        loadedAt = Date.now();
        state.board = board;
        tick();
    }

    /** The server says what time it is; the phone's clock only counts on. */
    function tick() {
        const { now, is_today } = state.board;
        const passed = Math.round((Date.now() - loadedAt) / MINUTE);
        state.now = is_today ? now + passed : null;
    }

    /**
     * @param {Object} action card of the board
     * @param {{userId: number, startMinute: number | null}} target null keeps the time
     * @returns {Promise<boolean>} false if there was nothing to change
     */
    async function move(action, { userId, startMinute }) {
        const vals = {};
        if (userId !== action.user_id) {
            vals.user_id = userId;
        }
        if (startMinute !== null && (action.allday || startMinute !== action.start_minute)) {
            Object.assign(vals, { start_minute: startMinute, date: state.board.date });
        }
        if (!Object.keys(vals).length) {
            return false;
        }
        showMoved(action, vals);
        await orm
            .call("crm.action", "move_on_board", [[action.id], vals])
            .finally(() => load(state.board.date));
        return true;
    }

    onWillStart(() => load(date || false));
    const timer = browser.setInterval(tick, MINUTE);
    onWillUnmount(() => browser.clearInterval(timer));
    useExternalListener(document, "visibilitychange", () => {
        if (state.board && document.visibilityState === "visible") {
            load(state.board.date);
        }
    });
    return { state, load, move };
}

/** The card stays where it was dropped while the server is asked. */
function showMoved(action, { user_id, start_minute }) {
    if (user_id) {
        action.user_id = user_id;
    }
    if (start_minute !== undefined && !action.allday) {
        action.stop_minute += start_minute - action.start_minute;
        action.start_minute = start_minute;
    }
}
