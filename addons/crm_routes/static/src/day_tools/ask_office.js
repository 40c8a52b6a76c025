import { useState } from "@odoo/owl";
import { _t } from "@web/core/l10n/translation";
import { rpc } from "@web/core/network/rpc";
import { user } from "@web/core/user";
import { useService } from "@web/core/utils/hooks";
import { classify, withLimit } from "@crm_actions/outbox/call";

const LIMIT_MS = 15000;
/** What the server says in words that are meant for a person. */
const IN_WORDS = ["UserError", "ValidationError", "AccessError"].map((name) => `odoo.exceptions.${name}`);

/**
 * Ask the server about a day. Without signal there is a sentence instead of an answer, and while
 * something that the rep did is still on the phone the server would answer about another day.
 *
 * @returns {{state: {busy: boolean, problem: string}, ask: (method: string, ...args: any[]) =>
 *  Promise<object | null>}} null where there is no answer; the problem says why
 */
export function useOffice() {
    const outbox = useService("crm_outbox");
    const state = useState({ busy: false, problem: "" });

    async function ask(method, ...args) {
        if (state.busy) {
            return null;
        }
        Object.assign(state, { busy: true, problem: "" });
        try {
            if (await isUnsent()) {
                state.problem = _t(
                    "What you did last is still on the phone. As soon as it has been sent, try again."
                );
                return null;
            }
            return await callRoute(method, args);
        } catch (error) {
            state.problem = wordProblem(error);
            return null;
        } finally {
            state.busy = false;
        }
    }

    async function isUnsent() {
        if (outbox.state.pending && !outbox.state.offlineSince) {
            await outbox.flush();
        }
        return outbox.state.pending && !outbox.state.offlineSince;
    }

    return { state, ask };
}

function callRoute(method, args) {
    const params = { model: "crm.route", method, args, kwargs: { context: user.context } };
    return withLimit(
        rpc(`/web/dataset/call_kw/crm.route/${method}`, params, { silent: true }),
        LIMIT_MS
    );
}

function wordProblem(error) {
    switch (classify(error)) {
        case "offline":
            return _t(
                "No signal: the way is worked out at the office. Your day stays as it is; try again when the signal is back."
            );
        case "session":
            return _t("You are logged out: log in again, then try once more.");
    }
    if (IN_WORDS.includes(error.exceptionName)) {
        return error.data.message;
    }
    throw error;
}
