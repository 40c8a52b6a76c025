import { useState } from "@odoo/owl";
import { RPCError } from "@web/core/network/rpc";
import { user } from "@web/core/user";
import { useService } from "@web/core/utils/hooks";
import { today } from "@crm_actions/time/zone";

const ROUTE = "crm.route";

/**
 * A rep's day, or a route of a plan that nobody has published yet: as it is, and as it would be in
 * another order.
 *
 * @param {{route_id?: number, user_id?: number, date?: string}} asked without any of them the day
 *  of whoever looks
 */
export function useRoute(asked) {
    const orm = useService("orm");
    const state = useState({
        data: null,
        draft: null,
        reading: true,
        saving: false,
        userId: asked.user_id || user.userId,
        date: asked.date || today(),
    });
    let reading = 0;
    let preview = 0;

    function read() {
        return asked.route_id
            ? orm.call(ROUTE, "get_map", [asked.route_id])
            : orm.call(ROUTE, "get_day", [state.userId, state.date]);
    }

    function callOrder(verb, ids, options = {}) {
        if (route.isProposal) {
            return orm.call(ROUTE, `${verb}_route_order`, [asked.route_id, ids], options);
        }
        const { user_id, date } = state.data;
        return orm.call(ROUTE, `${verb}_order`, [user_id, date, ids], options);
    }

    /** What the server refuses has changed meanwhile; without signal nothing is lost. */
    async function readAgainAfter(error) {
        if (error instanceof RPCError) {
            await route.load();
        }
        throw error;
    }

    const route = {
        state,
        /** What is shown: the order that is tried out, else how things are. */
        get shown() {
            return this.state.draft || this.state.data;
        },
        get isProposal() {
            return this.state.data.source === "route";
        },
        async load() {
            const mine = ++reading;
            state.reading = true;
            try {
                const data = await read();
                if (mine === reading) {
                    Object.assign(state, { data, draft: null });
                }
            } finally {
                if (mine === reading) {
                    state.reading = false;
                }
            }
        },
        goTo(date) {
            state.date = date;
            return route.load();
        },
        /** Show another order at once, and its hours as soon as they are known. */
        async tryOrder(ids) {
            const mine = ++preview;
            const before = route.shown;
            state.draft = reorder(before, ids);
            try {
                const draft = await callOrder("preview", ids);
                if (mine === preview) {
                    state.draft = draft;
                }
            } catch (error) {
                if (mine === preview) {
                    state.draft = null;
                    await readAgainAfter(error);
                }
            }
        },
        discard() {
            preview++;
            state.draft = null;
        },
        /** @param {boolean} force even though a promise breaks */
        async save(force) {
            preview++;
            state.saving = true;
            const { stops, version } = state.draft;
            const ids = stops.map(({ id }) => id);
            try {
                const data = await callOrder("set", ids, { force, version });
                Object.assign(state, { data, draft: null });
            } catch (error) {
                await readAgainAfter(error);
            } finally {
                state.saving = false;
            }
        },
        async setLocked(stop, locked) {
            state.data = await orm.call(ROUTE, "set_locked", [stop.id, locked]);
        },
    };
    return route;
}

/** The same stops in another order, numbered, until the server has said what the hours are. */
function reorder(data, ids) {
    const known = new Map(data.stops.map((stop) => [stop.id, stop]));
    const stops = ids.map((id, index) => ({ ...known.get(id), number: index + 1 }));
    return { ...data, stops, shape: [] };
}
