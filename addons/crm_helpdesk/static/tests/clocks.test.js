import { defineMailModels } from "@mail/../tests/mail_test_helpers";
import { advanceTime, animationFrame, click, expect, mockDate, queryAllTexts, test } from "@odoo/hoot";
import { defineModels, fields, models, mountView, onRpc } from "@web/../tests/web_test_helpers";

const CUSTOMER = {
    metric: "resolution",
    cycle: 1,
    title: "Customer's clock · solution",
    team: "",
    tz: "Europe/Madrid",
    light: "soon",
    running: true,
    budget_s: 14400,
    accrued_s: 11400,
    overdue_s: 0,
    deadline: "2026-10-13 09:30:00",
    warn_at: "2026-10-13 08:30:00",
    stopped_at: false,
    spans: [["2026-10-13 08:40:00", "2026-10-13 12:00:00"]],
};
const DEPARTMENT = {
    ...CUSTOMER,
    metric: "department",
    title: "Department's clock",
    team: "Calidad",
    light: "none",
    budget_s: 0,
    accrued_s: 4200,
    deadline: false,
    warn_at: false,
};
const WHY = {
    title: "Why Tue 13 Oct, 11:30",
    intro: "4 h since Fri 9 Oct, 17:30.",
    rows: [
        { why: "within", seconds: 5400, is_late: false, day: "Fri 9 Oct", text: "17:30 – 19:00", duration: "1 h 30 min" },
        { why: "closed", seconds: 0, is_late: false, day: "Mon 12 Oct", text: "Closed: Fiesta Nacional", duration: "" },
    ],
    total: "4 h",
    notes: ["No pauses.", "The change to Calidad does not move this deadline."],
    zone: "",
};

class Ticket extends models.Model {
    _name = "crm.helpdesk.ticket";

    name = fields.Char();
    stage_id = fields.Many2one({ relation: "res.partner" });
    team_id = fields.Many2one({ relation: "res.partner" });
    partner_id = fields.Many2one({ relation: "res.partner" });
    category_id = fields.Many2one({ relation: "res.partner" });
    priority = fields.Selection({ selection: [["1", "Normal"], ["3", "Urgent"]] });
    kind = fields.Selection({ selection: [["incident", "Incident"]] });
    deadline = fields.Datetime();
    sla_state = fields.Selection({ selection: [["running", "Running"]] });
    sla_light = fields.Selection({ selection: [["late", "Late"], ["ok", "In time"]] });
    answer_count = fields.Integer();
    last_customer_at = fields.Datetime();

    _records = [{ id: 1, name: "Broken", priority: "1", sla_light: "late" }];
}

defineMailModels();
defineModels([Ticket]);

async function mountTicket(clocks) {
    mockDate("2026-10-13 08:40:00", 0);
    onRpc("crm.helpdesk.ticket", "get_clocks", ({ args }) => {
        expect.step(`clocks ${args[0]}`);
        return { now: "2026-10-13 08:40:00", first_answer: false, cards: [], ...clocks };
    });
    onRpc("crm.helpdesk.ticket", "explain_clock", ({ args }) => {
        expect.step(`why ${args.join(" ")}`);
        return WHY;
    });
    await mountView({
        type: "form",
        resModel: "crm.helpdesk.ticket",
        resId: 1,
        arch: `<form><field name="name"/><field name="priority"/><field name="sla_light" widget="crm_helpdesk_light"/><widget name="crm_helpdesk_clocks"/></form>`,
    });
    await animationFrame();
}

test("two clocks: when, how much is used, and a light that is a word too", async () => {
    await mountTicket({ cards: [CUSTOMER, DEPARTMENT] });
    expect.verifySteps(["clocks 1"]);
    expect(queryAllTexts(".o_helpdesk_clock_title")).toEqual([
        "Customer's clock · solution",
        "Department's clock · Calidad",
    ]);
    expect("[data-metric=resolution] .o_helpdesk_light").toHaveText("50 min left");
    expect("[data-metric=resolution] .o_helpdesk_clock_when").toHaveText(/^Today, 11:30/);
    expect("[data-metric=resolution] .o_helpdesk_clock_foot span").toHaveText(
        "3 h 10 min of 4 h of working time · 79 %"
    );
    expect("[data-metric=department] .o_helpdesk_bar").toHaveCount(0);
    expect("[data-metric=department] .o_helpdesk_clock_when").toHaveText("No deadline");
    expect(".o_field_widget[name=sla_light] .o_helpdesk_tone_danger").toHaveText("Late");
});

test("it ticks without asking the server again", async () => {
    await mountTicket({ cards: [CUSTOMER] });
    await advanceTime(20 * 60_000);
    await animationFrame();
    expect("[data-metric=resolution] .o_helpdesk_light").toHaveText(/^(29|30) min left/);
    await advanceTime(60 * 60_000);
    await animationFrame();
    expect("[data-metric=resolution] .o_helpdesk_light").toHaveText(/^Late by (29|30) min/);
    expect.verifySteps(["clocks 1"]);
});

test("why it is due then", async () => {
    await mountTicket({ cards: [CUSTOMER] });
    await click(".o_helpdesk_why");
    await animationFrame();
    await animationFrame();
    expect.verifySteps(["clocks 1", "why 1 resolution 1"]);
    expect(".o_helpdesk_reasons").toHaveText(/Fiesta Nacional/);
    expect(queryAllTexts(".o_helpdesk_reasons tbody tr td:last-child")).toEqual(["1 h 30 min", "—"]);
    expect(".o_helpdesk_reasons tfoot").toHaveText(/4 h/);
    expect(".o_helpdesk_reasons ul").toHaveText(/does not move this deadline/);
});

test("how long the first answer took", async () => {
    await mountTicket({ first_answer: { light: "done", text: "First answer in 22 min" } });
    expect(".o_helpdesk_first_answer .o_helpdesk_tone_success").toHaveText("First answer in 22 min");
    expect.verifySteps(["clocks 1"]);
});
