import { defineMailModels } from "@mail/../tests/mail_test_helpers";
import { animationFrame, describe, expect, queryFirst, test } from "@odoo/hoot";
import { Deferred } from "@odoo/hoot-mock";
import { contains } from "@web/../tests/web_test_helpers";
import { makeDay, openMyDay } from "./my_day_helpers";

defineMailModels();
describe.current.tags("mobile");

/** A finger that trembles on a phone that takes its time to store what it did. */
async function tapTwice(outbox, selector) {
    const stored = new Deferred();
    const { enqueue } = outbox;
    outbox.enqueue = async (...args) => {
        await stored;
        return enqueue(...args);
    };
    await contains(selector).click();
    // what was tapped may be gone when the finger comes down again
    queryFirst(selector)?.click();
    stored.resolve();
    await animationFrame();
    queryFirst(selector)?.click();
    await animationFrame();
}

test("a trembling finger plans one action", async () => {
    const { outbox } = await openMyDay();
    await contains(".o_crm_fab").click();
    await contains(".o_crm_type:first").click();
    await contains(".o_crm_customer:first").click();
    await tapTwice(outbox, ".o_crm_slot:first");
    expect.verifySteps(["create new"]);
    expect(".o_dialog").toHaveCount(0);
});

test("and moves or cancels an action once", async () => {
    const { outbox } = await openMyDay(makeDay());
    const row = ".o_crm_timeline li[data-id='2'] .o_crm_timeline_row";
    await contains(row).click();
    await contains(".o_crm_move").click();
    await tapTwice(outbox, ".o_crm_slot:first");
    expect.verifySteps(["postpone 2"]);
    await contains(".o_crm_timeline li[data-id='1'] .o_crm_timeline_row").click();
    await contains(".o_crm_cancel").click();
    await contains(".o_crm_chip:first").click();
    await tapTwice(outbox, ".o_crm_confirm_cancel");
    expect.verifySteps(["cancel 1"]);
});

test("what is undone is undone once", async () => {
    await openMyDay(makeDay());
    await contains(".o_crm_timeline li[data-id='2'] .o_crm_timeline_row").click();
    await contains(".o_crm_postpone").click();
    await animationFrame();
    expect.verifySteps(["postpone 2"]);
    const undo = queryFirst(".o_notification_buttons button");
    undo.click();
    undo.click();
    await animationFrame();
    expect.verifySteps(["postpone 2"]);
});

test("another person's day is not shown to who is on the screen", async () => {
    // given the day of who opened the page
    const { server } = await openMyDay();
    const row = ".o_crm_timeline li[data-id='1']";
    expect(row).toHaveCount(1);
    // when a colleague has logged in in another tab, whose day the server gives now
    server.day = makeDay({ user: { id: 99, name: "Carlos", geo_notice: true }, actions: [] });
    document.dispatchEvent(new Event("visibilitychange"));
    await animationFrame();
    await animationFrame();
    // then the own day stays, and the pill says what to do
    expect(row).toHaveCount(1);
    expect(".o_crm_sync").toHaveText("Log in");
    // and once the own session is back, so is the day
    server.day = makeDay({ actions: [] });
    document.dispatchEvent(new Event("visibilitychange"));
    await animationFrame();
    await animationFrame();
    expect(row).toHaveCount(0);
    expect(".o_crm_sync").toHaveText("Synced");
});
