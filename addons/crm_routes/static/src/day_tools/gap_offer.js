import { useEffect, useState } from "@odoo/owl";
import { useOffice } from "@crm_routes/day_tools/ask_office";

/**
 * A visit that is cancelled leaves a gap: once the server knows of it, offer to close it. It is
 * offered to whoever saw the visit planned a moment ago, not for what was cancelled long before.
 *
 * @param {() => {day: object, reload: Function}} getProps
 * @param {{pending: number}} unsent what the phone has not sent yet
 */
export function useGapOffer(getProps, unsent) {
    const office = useOffice();
    const state = useState({ gap: null });
    const waiting = [];
    const ignored = new Set();
    let before = new Map();
    let date = null;

    function watch() {
        const { day } = getProps();
        if (day.date !== date) {
            Object.assign(state, { gap: null });
            waiting.length = 0;
            before = new Map();
        }
        date = day.date;
        for (const action of day.actions) {
            const isNew = action.state === "cancelled" && before.get(action.id) === "planned";
            if (isNew && !ignored.has(action.id)) {
                waiting.push(action);
            }
        }
        before = new Map(day.actions.map((action) => [action.id, action.state]));
        if (waiting.length && !unsent.pending && day.date >= day.today) {
            look(waiting.shift());
        }
    }

    /** No signal: nothing is offered, and nothing has to be said. */
    async function look(action) {
        const found = await office.ask("preview_gap", action.id);
        office.state.problem = "";
        state.gap = found?.moves ? { ...found, actionId: action.id, title: action.title } : null;
    }

    async function close() {
        const { actionId, version } = state.gap;
        const day = await office.ask("close_gap", actionId, version);
        if (day) {
            state.gap = null;
            await getProps().reload();
        }
    }

    useEffect(watch, () => [getProps().day, unsent.pending]);
    return {
        state,
        office,
        close,
        /** What is dropped because it is late leaves no gap: the rest needs the time. */
        ignore: (id) => ignored.add(id),
        dismiss: () => {
            state.gap = null;
            office.state.problem = "";
        },
    };
}
