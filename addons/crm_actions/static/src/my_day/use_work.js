import { useState } from "@odoo/owl";
import { serializeDateTime } from "@web/core/l10n/dates";
import { _t } from "@web/core/l10n/translation";
import { ConnectionLostError } from "@web/core/network/rpc";
import { useService } from "@web/core/utils/hooks";
import { askToLeave } from "@crm_actions/action_bar/other_visit";
import { useChoice } from "@crm_actions/action_bar/use_choice";
import { useConsent } from "@crm_actions/action_bar/use_consent";
import { formatMoment } from "@crm_actions/my_day/day_labels";
import { once } from "@crm_actions/my_day/once";
import { useStore } from "@crm_actions/my_day/use_store";
import { isSameAction } from "@crm_actions/outbox/same_action";
import { getPosition } from "@crm_actions/position/position";

const { DateTime } = luxon;

/**
 * What a rep does with an action. All of it is put in the outbox and shows at once; the outbox
 * brings it to the server when it can.
 *
 * @param {() => Object} getDay the day as it shows
 */
export function useWork(getDay) {
    const outbox = useService("crm_outbox");
    const { put, resend } = useStore();
    const notification = useService("notification");
    const askServer = useConsent();
    const choose = useChoice();
    const state = useState({ task: null, step: null });
    const moving = [];

    /** Who has not read the notice yet cannot accept it without signal: then without a position. */
    async function mayLocate() {
        if (getDay().user.geo_notice) {
            return true;
        }
        if (outbox.state.offlineSince) {
            return false;
        }
        try {
            return await askServer();
        } catch (error) {
            if (error instanceof ConnectionLostError) {
                return false;
            }
            throw error;
        }
    }

    async function locate(consent) {
        state.step = "locating";
        return (consent && (await getPosition())) || {};
    }

    /** One thing at a time: a second press while the phone looks for its position is none. */
    async function perform(task, work) {
        if (state.task) {
            return false;
        }
        state.task = task;
        try {
            return await work();
        } finally {
            Object.assign(state, { task: null, step: null });
        }
    }

    function checkIn(action) {
        return perform("check_in", async () => {
            const consent = await mayLocate();
            if (consent === null) {
                return false;
            }
            const other = getDay().open_visit;
            const isThere = other && other.checkin_at && !other.checkout_at;
            const leaves = isThere && !isSameAction(other, action);
            const visit = leaves && { name: other.title, since: other.checkin_at };
            if (leaves && !(await askToLeave(choose, visit))) {
                return false;
            }
            const place = await locate(consent);
            const hasLeft = !leaves || (await put("check_out", other, place));
            return hasLeft && put("check_in", action, place);
        });
    }

    function checkOut(action) {
        return perform("check_out", async () => {
            const consent = await mayLocate();
            if (consent === null) {
                return false;
            }
            return put("check_out", action, await locate(consent));
        });
    }

    /** The next free working hour of the rep that nothing else on the phone was moved to. */
    function nextSlot() {
        const day = getDay();
        const now = serializeDateTime(DateTime.now());
        const taken = new Set([...day.actions, ...day.overdue].map(({ start }) => start));
        return day.slots.find((slot) => slot > now && !taken.has(slot)) || null;
    }

    /** A second press while the first is being stored would ask for what is no longer there. */
    async function postpone(action, start = nextSlot()) {
        if (moving.some((each) => isSameAction(each, action))) {
            return false;
        }
        moving.push(action);
        try {
            return await move(action, start);
        } finally {
            moving.splice(moving.indexOf(action), 1);
        }
    }

    async function move(action, start) {
        if (!start) {
            notification.add(_t("There is no free hour in the next days: open it and choose one."), {
                type: "warning",
            });
            return false;
        }
        const before = action.start;
        if (!(await put("postpone", action, { start }))) {
            return false;
        }
        const close = notification.add(
            _t("%(title)s: postponed to %(when)s", {
                title: action.title,
                when: formatMoment(start),
            }),
            {
                type: "success",
                className: "o_crm_toast",
                buttons: [{ name: _t("Undo"), onClick: () => undo() }],
            }
        );
        const undo = once(() => {
            close();
            return put("postpone", { ...action, start }, { start: before });
        });
        return true;
    }

    return { state, put, resend, checkIn, checkOut, postpone, nextSlot };
}
