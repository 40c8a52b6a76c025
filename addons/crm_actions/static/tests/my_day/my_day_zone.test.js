import { defineMailModels } from "@mail/../tests/mail_test_helpers";
import { animationFrame, describe, expect, mockDate, queryAllTexts, queryFirst, test } from "@odoo/hoot";
import { contains, serverState } from "@web/../tests/web_test_helpers";
import { formatDay } from "@crm_actions/customer_360/formats";
import { makeAction, makeDay, openMyDay } from "./my_day_helpers";
import { today } from "@crm_actions/time/zone";

defineMailModels();
describe.current.tags("mobile");

/** Where it is still Wednesday, 21:55, when it is Thursday, 10:55, in Madrid. */
const SAMOA = "Pacific/Pago_Pago";

/** A rep of Madrid whose phone shows the hour of Samoa. */
function openAbroad(day) {
    serverState.timezone = "Europe/Madrid";
    return openMyDay(day, { zone: SAMOA });
}

const valueOf = (selector) => queryFirst(selector).value;

test("a phone with another zone shows the day and the hours of its rep", async () => {
    await openAbroad();
    expect(".o_crm_day_title").toHaveText(/Thu Oct 15/);
    expect(".o_crm_next_time").toHaveText("11:15");
    expect(queryAllTexts(".o_crm_timeline .o_crm_hour")).toEqual(["11:15", "12:10"]);
    // and leafs from the rep's day
    await contains(".o_crm_next").click();
    expect(".o_crm_day_title").toHaveText(/Fri Oct 16/);
    await contains(".o_crm_today").click();
    expect(".o_crm_day_title").toHaveText(/Thu Oct 15/);
    expect(".o_crm_today").toHaveCount(0);
});

test("hours that are typed on such a phone are the rep's", async () => {
    const hours = { checkin_at: "2026-10-15 08:10:00", checkout_at: "2026-10-15 08:55:00" };
    const visit = makeAction({ state: "in_progress", ...hours });
    const { outbox } = await openAbroad(makeDay({ actions: [visit], open_visit: visit }));
    expect(".o_crm_live_card").toHaveText(/Check-in 10:10/);
    await contains(".o_crm_live_card .o_crm_report").click();
    await contains(".o_crm_more").click();
    await contains(".o_crm_report_sheet .o_crm_chip:contains(Wrong number)").click();
    // given the next step on a day of one's own: tomorrow, at the hour of this visit
    await contains(".o_crm_next_pick").click();
    expect(valueOf(".o_crm_next_date")).toBe("2026-10-16");
    expect(valueOf("input.o_crm_next_time")).toBe("11:15");
    await contains(".o_crm_save_report").click();
    await animationFrame();
    expect.verifySteps(["close 1"]);
    // then it is at a quarter past eleven in Madrid
    const { vals } = outbox.enqueued[outbox.enqueued.length - 1];
    expect(vals.next.start).toBe("2026-10-16 09:15:00");
});

test("without a zone of its own the day is the server's, which counts in UTC", async () => {
    serverState.timezone = "";
    mockDate("2026-10-15 23:30:00", "Europe/Madrid");
    expect(today()).toBe("2026-10-15");
});

test("the page of a customer tells days of the rep", async () => {
    serverState.timezone = "Europe/Madrid";
    mockDate("2026-10-15 08:55:00", SAMOA);
    // half past midnight of Friday in Madrid
    expect(formatDay("2026-10-15 22:30:00")).toBe("Fri, Oct 16");
    expect(formatDay("2026-10-15")).toBe("Thu, Oct 15");
});
