import { defineMailModels } from "@mail/../tests/mail_test_helpers";
import { animationFrame, expect, mockDate, press, queryOne, queryRect, test } from "@odoo/hoot";
import {
    contains,
    getService,
    mountWithCleanup,
    onRpc,
    serverState,
} from "@web/../tests/web_test_helpers";
import { WebClient } from "@web/webclient/webclient";

const NORA = serverState.userId;
const NILS = NORA + 1;

defineMailModels();

function makeAction(values) {
    return {
        id: 1,
        user_id: NORA,
        name: "Hotel Ría Mansa · Visit",
        customer: "Hotel Ría Mansa",
        summary: false,
        type: { id: 1, name: "Visit", code: "visit", color: 10 },
        state: "planned",
        state_label: "Planned",
        overdue: false,
        allday: false,
        start_minute: 11 * 60 + 15,
        stop_minute: 12 * 60,
        outcome: false,
        contacted: false,
        can_move: true,
        ...values,
    };
}

function makeRep(values) {
    return {
        id: NORA,
        name: "Nora",
        planned: 1,
        done: 2,
        verified: 1,
        overdue: 1,
        last_checkin: "2026-10-15 07:45:00",
        actions: [makeAction()],
        ...values,
    };
}

const IDLE = { planned: 0, done: 0, verified: 0, overdue: 0, last_checkin: false, actions: [] };

async function openTeamDay(values = {}) {
    mockDate("2026-10-15 07:30:00");
    const answer = {
        date: "2026-10-15",
        previous: "2026-10-14",
        next: "2026-10-16",
        is_today: true,
        now: 9 * 60 + 30,
        reps: [makeRep({ id: NILS, name: "Nils", ...IDLE }), makeRep()],
        ...values,
    };
    onRpc("crm.action", "get_team_day", ({ args }) => {
        expect.step(`load ${args[0]}`);
        return answer;
    });
    onRpc("crm.action", "move_on_board", ({ args: [ids, vals] }) => {
        expect.step(`move ${ids} ${JSON.stringify(vals)}`);
        return true;
    });
    await mountWithCleanup(WebClient);
    await getService("action").doAction({
        type: "ir.actions.client",
        tag: "crm_actions.team_day",
    });
    expect.verifySteps(["load false"]);
    return answer;
}

const row = (rep) => `.o_crm_team_row[data-user-id="${rep}"]`;
const card = (id) => `.o_crm_card[data-id="${id}"]`;

test("a row a rep, with figures, the last check-in and what comes next", async () => {
    await openTeamDay();
    expect(".o_crm_team_row").toHaveCount(2);
    expect(`${row(NORA)} .o_crm_team_planned`).toHaveText(/1\s*to come/);
    expect(`${row(NORA)} .o_crm_team_done`).toHaveText(/2\s*finished/);
    expect(`${row(NORA)} .o_crm_team_verified`).toHaveText(/1\s*verified/);
    expect(`${row(NORA)} .o_crm_team_overdue`).toHaveText(/1\s*late/);
    expect(`${row(NORA)} .o_crm_team_when`).toHaveText(/Last check-in 08:45/);
    expect(`${row(NORA)} .o_crm_team_when`).toHaveText(/Next 11:15, Hotel Ría Mansa/);
    expect(`${row(NILS)} .o_crm_team_when`).toHaveText(/No check-in yet/);
    expect(`${row(NILS)} .o_crm_team_actions`).toHaveText("Nothing is planned");
    expect(".o_crm_team_summary").toHaveText("2 done, 1 to come, 1 overdue");
});

test("another day has no present", async () => {
    const answer = await openTeamDay();
    Object.assign(answer, { date: "2026-10-16", is_today: false });
    await contains(".o_crm_next").click();
    expect.verifySteps(["load 2026-10-16"]);
    expect(`${row(NORA)} .o_crm_team_when`).not.toHaveText(/Next/);
});

test.tags("desktop");
test("dragged to another rep's row it is given to that rep, at its hour", async () => {
    await openTeamDay();
    await contains(card(1)).dragAndDrop(row(NILS));
    expect.verifySteps([`move 1 {"user_id":${NILS}}`, "load 2026-10-15"]);
    expect(".o_notification").toHaveText("Hotel Ría Mansa · Visit was moved.");
});

test.tags("desktop");
test("dropped where it was it changes nothing", async () => {
    await openTeamDay();
    await contains(card(1)).dragAndDrop(row(NORA));
    expect.verifySteps([]);
});

test.tags("desktop");
test("the keyboard gives it to somebody else too", async () => {
    await openTeamDay();
    queryOne(`${card(1)} .o_crm_card_move`).focus();
    await press("Enter");
    await animationFrame();
    await contains("#o_crm_move_rep").select(NILS);
    await contains(".o_crm_move_confirm").click();
    expect.verifySteps([`move 1 {"user_id":${NILS}}`, "load 2026-10-15"]);
});

test.tags("mobile");
test("fingers have room", async () => {
    await openTeamDay();
    expect(queryRect(`${card(1)} .o_crm_card_open`).height).toBeGreaterThan(43);
    expect(queryRect(".o_crm_team_content").width).toBeLessThan(376);
});
