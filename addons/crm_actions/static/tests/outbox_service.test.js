import { defineMailModels } from "@mail/../tests/mail_test_helpers";
import { animationFrame, expect, mockFetch, runAllTimers, test } from "@odoo/hoot";
import {
    getService,
    mountWithCleanup,
    onRpc,
    serverState,
} from "@web/../tests/web_test_helpers";
import { Component, useState, xml } from "@odoo/owl";
import { useService } from "@web/core/utils/hooks";
import { WebClient } from "@web/webclient/webclient";
import { idle, mockOutboxDatabase } from "@crm_actions/../tests/outbox_helpers";

defineMailModels();

test("a screen shows the state as it changes; the op is the user's", async () => {
    mockOutboxDatabase();
    let answer;
    onRpc("crm.action", "sync", ({ args: [ops] }) => {
        expect.step(ops.map((op) => op.user_id === serverState.userId));
        const results = ops.map(({ uuid }) => ({ uuid, status: "applied", message: "" }));
        return new Promise((resolve) => (answer = () => resolve({ skew_s: 0, results })));
    });
    class Pill extends Component {
        static template = xml`<p t-out="state.pending"/><ul><li t-foreach="ops" t-as="op" t-key="op.uuid" t-out="op.kind"/></ul>`;
        static props = {};
        setup() {
            const outbox = useService("crm_outbox");
            this.state = useState(outbox.state);
            this.ops = useState(outbox.ops);
        }
    }
    await mountWithCleanup(Pill);
    expect("p").toHaveText("0");
    await getService("crm_outbox").enqueue("start", { id: 5 });
    await animationFrame();
    expect("p").toHaveText("1");
    expect("li").toHaveText("start");
    await expect.waitForSteps([[true]]);
    answer();
    await idle(getService("crm_outbox"));
    await animationFrame();
    expect("p").toHaveText("0");
    expect("li").toHaveCount(0);
});

test("no network is no news: neither toast nor dialog nor error", async () => {
    mockOutboxDatabase();
    await mountWithCleanup(WebClient);
    const outbox = getService("crm_outbox");
    await idle(outbox);
    mockFetch(() => {
        throw new Error("no network");
    });
    await outbox.enqueue("start", { id: 5 });
    await idle(outbox);
    await animationFrame();
    expect(outbox.state.offlineSince).toBeOfType("number");
    expect(".o_notification").toHaveCount(0);
    expect(".o_dialog").toHaveCount(0);
    expect(".o_loading_indicator").toHaveCount(0);
});

test("the service leaves no timer behind where nothing waits", async () => {
    mockOutboxDatabase();
    await mountWithCleanup(WebClient);
    const outbox = getService("crm_outbox");
    await idle(outbox);
    await runAllTimers();
    expect(outbox.delivery.schedule.timer).toBe(null);
    expect(outbox.delivery.flushing).toBe(null);
});
