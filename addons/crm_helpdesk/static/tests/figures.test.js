import { defineMailModels } from "@mail/../tests/mail_test_helpers";
import { animationFrame, click, expect, queryAllTexts, test } from "@odoo/hoot";
import { getService, mountWithCleanup, onRpc } from "@web/../tests/web_test_helpers";
import { WebClient } from "@web/webclient/webclient";

const share = (n, of, percent) => ({ n, of, percent, domain: [["id", "=", n]] });
const row = (key, extra) => ({ key, label: key, domain: [["id", "=", 9]], ...extra });
const PAGE = {
    teams: [{ id: 1, name: "Soporte" }],
    team_id: false,
    count: 6,
    months: ["2026-09-01", "2026-10-01"],
    promises: [
        row("resolution", { total: share(3, 4, 75), cells: [share(0, 0, false), share(3, 4, 75)] }),
    ],
    durations: [
        row("first_median", { minutes: 90, of: 4, cells: [{ minutes: false, of: 0 }, { minutes: 90, of: 4, domain: [] }] }),
    ],
    done: {
        rates: [row("reopened", { total: share(1, 4, 25), cells: [share(0, 0, false), share(1, 4, 25)] })],
        transfers: { label: "Transfers", value: 0.25, of: 4, domain: [], cells: [{ value: false, of: 0 }, { value: 0.25, of: 4, domain: [] }] },
    },
    backlog: [
        { key: "0-1", count: 2, of: 3, domain: [] },
        { key: "31+", count: 1, of: 3, domain: [] },
    ],
    departments: [
        {
            id: 1, name: "Soporte", promises: share(3, 4, 75), first: { minutes: 90, of: 4 },
            resolution: { minutes: 300, of: 4 }, reopened: share(1, 4, 25),
            one_touch: share(2, 4, 50), transfers: 0.25, resolved: 4,
        },
    ],
};

defineMailModels();

async function openFigures(page = PAGE) {
    onRpc("crm.helpdesk.figures", "get_page", ({ args }) => {
        expect.step(args.join(" "));
        return page;
    });
    await mountWithCleanup(WebClient);
    await getService("action").doAction({ type: "ir.actions.client", tag: "crm_helpdesk.figures" });
    await animationFrame();
}

test("each figure with what it is a share of", async () => {
    await openFigures();
    expect.verifySteps(["6 false"]);
    expect("[data-row=resolution] b:first").toHaveText("75.0 %");
    expect("[data-row=resolution] small:first").toHaveText("3 of 4");
    expect("[data-row=resolution] .o_helpdesk_ink_warning i.fa-exclamation-triangle").toHaveCount(2);
    expect("[data-row=first_median] b:first").toHaveText("1 h 30 min");
    expect("[data-row=transfers] b:first").toHaveText("0.25");
    expect(queryAllTexts("[data-band] .btn")).toEqual(["2", "1"]);
    expect("[data-band='31+'] span:first").toHaveText("more than 30 days");
});

test.tags("desktop");
test("a desk reads from the oldest month to the total", async () => {
    await openFigures();
    expect(queryAllTexts("[data-row=resolution] td").map((text) => text.slice(0, 4))).toEqual(["–", "75.0", "75.0"]);
    expect.verifySteps(["6 false"]);
});

test.tags("mobile");
test("a phone shows the total first", async () => {
    await openFigures();
    expect(queryAllTexts("[data-row=resolution] td").map((text) => text.slice(0, 4))).toEqual(["75.0", "75.0", "–"]);
    expect.verifySteps(["6 false"]);
});

test("a department of its own", async () => {
    await openFigures();
    await click("[data-team='1'] .btn");
    await animationFrame();
    expect.verifySteps(["6 false", "6 1"]);
});

test("nothing to count yet", async () => {
    const none = { total: share(0, 0, false), cells: [] };
    await openFigures({
        ...PAGE,
        promises: [row("resolution", none)],
        durations: [row("first_median", { minutes: false, of: 0, cells: [] })],
        backlog: [{ key: "0-1", count: 0, of: 0, domain: [] }],
    });
    expect(".o_helpdesk_nothing").toHaveCount(1);
    expect.verifySteps(["6 false"]);
});
