import { reactive } from "@odoo/owl";
import { browser } from "@web/core/browser/browser";
import { deserializeDateTime } from "@web/core/l10n/dates";
import { registry } from "@web/core/registry";
import { CallPopups } from "@crm_actions/call/call_popups";

const { DateTime } = luxon;
const CHANNEL = "crm_call";
/** Whoever opens the browser in the afternoon is not rung by a call of the morning. */
const FORGOTTEN_H = 4;
const SHOWN_MS = 60_000;
const MOST = 3;
const OVER = ["ended", "missed", "failed"];

/** Shows who calls while the telephone of this person rings, whatever is on the screen. */
export const crmCallService = {
    dependencies: ["action", "bus_service", "orm"],
    start(env, { action, bus_service: bus, orm }) {
        const calls = reactive([]);
        const timers = {};

        const place = (uuid) => calls.findIndex((call) => call.uuid === uuid);

        function close(uuid) {
            browser.clearTimeout(timers[uuid]);
            delete timers[uuid];
            if (place(uuid) >= 0) {
                calls.splice(place(uuid), 1);
            }
        }

        function show(call) {
            const index = place(call.uuid);
            if (index >= 0) {
                calls[index] = call;
            } else {
                calls.push(call);
            }
            if (calls.length > MOST) {
                close(calls[0].uuid);
            }
            browser.clearTimeout(timers[call.uuid]);
            if (OVER.includes(call.state)) {
                timers[call.uuid] = browser.setTimeout(() => close(call.uuid), SHOWN_MS);
            }
        }

        function receive(call) {
            const age = call.started_at && DateTime.now().diff(deserializeDateTime(call.started_at));
            if (call.gone) {
                close(call.uuid);
            } else if (age.as("hours") < FORGOTTEN_H) {
                show(call);
            }
        }

        /** Do what a button says; on a phone the card makes room for what it opens. */
        async function run(call, key) {
            const opened = await orm.call("crm.call", "action_run_popup", [[call.id], key]);
            if (env.isSmall || key !== "open_360") {
                close(call.uuid);
            }
            if (opened) {
                await action.doAction(opened);
            }
        }

        /** Say which of several contacts with the number it is. */
        async function choose(call, partnerId) {
            await orm.call("crm.call", "action_set_partner", [[call.id], partnerId]);
            show(await orm.call("crm.call", "get_popup", [[call.id]]));
        }

        bus.subscribe(CHANNEL, receive);
        registry.category("main_components").add(
            "crm_actions.CallPopups",
            { Component: CallPopups, props: { calls, run, choose, close } },
            { sequence: 90, force: true },
        );
        return { calls };
    },
};

registry.category("services").add("crm_call", crmCallService);
