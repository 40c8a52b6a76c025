import { defineMailModels } from "@mail/../tests/mail_test_helpers";
import { Component, xml } from "@odoo/owl";
import { animationFrame, describe, expect, test } from "@odoo/hoot";
import { contains, patchWithCleanup } from "@web/../tests/web_test_helpers";
import { registry } from "@web/core/registry";
import { openMyDay } from "./my_day_helpers";

defineMailModels();
describe.current.tags("mobile");

class Tool extends Component {
    static template = xml`
        <button class="o_test_tool" t-on-click="props.reload">
            <t t-out="props.day.date"/> <t t-out="props.unsent.pending"/>
        </button>`;
    static props = { day: Object, now: Object, unsent: Object, reload: Function };
}

test("other addons put tools of the day between what comes next and the plan", async () => {
    const tools = registry.category("crm_my_day_tools");
    patchWithCleanup(tools, { getEntries: () => [["test", Tool]] });
    const { server } = await openMyDay();
    expect(".o_crm_next_card + .o_test_tool").toHaveText("2026-10-15 0");
    // a tool that has changed the day has it read again
    const { readings } = server;
    await contains(".o_test_tool").click();
    await animationFrame();
    expect(server.readings).toBe(readings + 1);
});
