import { defineMailModels } from "@mail/../tests/mail_test_helpers";
import { animationFrame, beforeEach, expect, mockDate, mockPermission, test } from "@odoo/hoot";
import { Component, xml } from "@odoo/owl";
import { browser } from "@web/core/browser/browser";
import {
    contains,
    makeServerError,
    mountWithCleanup,
    onRpc,
    patchWithCleanup,
} from "@web/../tests/web_test_helpers";
import { useVisit } from "@crm_actions/action_bar/use_visit";

const AT = '"device_at":"2026-10-15 09:00:05"';
const FIX = `{"latitude":0,"longitude":2.17,"accuracy_m":25,${AT}}`;
const ELSEWHERE = { id: 7, name: "Súper El Calero · Visit", since: "2026-10-15 08:05:00" };

defineMailModels();

beforeEach(() => {
    mockDate("2026-10-15 09:00:05", "Europe/Madrid");
    mockPermission("geolocation", "granted");
    patchWithCleanup(browser.navigator, {
        geolocation: {
            getCurrentPosition(success) {
                expect.step("asked");
                success({ coords: { latitude: 0, longitude: 2.17, accuracy: 25 } });
            },
        },
    });
});

/** A server that knows the rep, and a step for everything that changes it. */
function mockServer({ accepted = true, openVisit = false } = {}) {
    onRpc("res.users", "crm_get_geo_notice", () => ({ accepted, retention_days: 90 }));
    onRpc("res.users", "crm_accept_geo_notice", () => {
        expect.step("accept");
        return true;
    });
    onRpc("crm.action", "get_open_visit", () => openVisit);
    for (const method of ["check_in", "check_out"]) {
        onRpc("crm.action", method, ({ args: [ids, place] }) => {
            expect.step(`${method} ${ids} ${JSON.stringify(place)}`);
            return {};
        });
    }
}

/** Start checkIn or checkOut of action 1; its result becomes a step. */
async function start(method) {
    let visit;
    class Rep extends Component {
        static template = xml`<div/>`;
        static props = {};
        setup() {
            visit = useVisit(() => {});
        }
    }
    await mountWithCleanup(Rep);
    visit[method](1).then((result) => expect.step(result));
    await animationFrame();
}

test("who knows the notice is not asked again", async () => {
    mockServer();
    await start("checkIn");
    expect(".o_dialog").toHaveCount(0);
    expect.verifySteps(["asked", `check_in 1 ${FIX}`, true]);
});

test("before the first position the rep is told and may accept", async () => {
    mockServer({ accepted: false });
    await start("checkIn");
    expect.verifySteps([]);
    expect(".o_crm_geo_notice").toHaveText(/deleted after 90 days/);
    await contains(".o_crm_notice_accept").click();
    await animationFrame();
    expect.verifySteps(["accept", "asked", `check_in 1 ${FIX}`, true]);
});

test("who refuses checks in without a position, and the browser is not asked", async () => {
    mockServer({ accepted: false });
    await start("checkIn");
    await contains(".o_crm_notice_refuse").click();
    await animationFrame();
    expect.verifySteps([`check_in 1 {${AT}}`, true]);
});

test("closing the notice changes nothing", async () => {
    mockServer({ accepted: false });
    for (const method of ["checkIn", "checkOut"]) {
        await start(method);
        await contains(".o_dialog header .btn-close, .o_dialog header .oi-arrow-left").click();
        await animationFrame();
        expect.verifySteps([false]);
    }
});

test("another open visit can be left with the same press, from the same place", async () => {
    mockServer({ openVisit: ELSEWHERE });
    await start("checkIn");
    expect(".o_dialog .modal-body").toHaveText(
        "You are still at Súper El Calero · Visit since 10:05. Check out there and check in here?"
    );
    await contains(".o_dialog .btn-primary").click();
    await animationFrame();
    expect.verifySteps(["asked", `check_out 7 ${FIX}`, `check_in 1 ${FIX}`, true]);
});

test("a visit left open since yesterday says the day", async () => {
    mockServer({ openVisit: { ...ELSEWHERE, since: "2026-10-14 08:05:00" } });
    await start("checkIn");
    expect(".o_dialog .modal-body").toHaveText(/since Oct 14, 10:05/);
});

test("or the rep stays there", async () => {
    mockServer({ openVisit: ELSEWHERE });
    await start("checkIn");
    await contains(".o_dialog .modal-footer .btn-secondary").click();
    await animationFrame();
    expect.verifySteps([false]);
});

test("if the other visit cannot be left, nothing begins here", async () => {
    expect.errors(1);
    mockServer({ openVisit: ELSEWHERE });
    onRpc("crm.action", "check_out", () => {
        throw makeServerError({ message: "It was closed in the meantime." });
    });
    await start("checkIn");
    await contains(".o_dialog .btn-primary").click();
    await animationFrame();
    expect.verifyErrors([/closed in the meantime/]);
    expect.verifySteps(["asked"]);
});

for (const [what, openVisit] of [
    ["an empty answer", []],
    ["the visit itself", { ...ELSEWHERE, id: 1 }],
]) {
    test(`${what} is no other visit`, async () => {
        mockServer({ openVisit });
        await start("checkIn");
        expect(".o_dialog").toHaveCount(0);
        expect.verifySteps(["asked", `check_in 1 ${FIX}`, true]);
    });
}

test("checking out sends the position too, and asks for no other visit", async () => {
    mockServer({ openVisit: ELSEWHERE });
    await start("checkOut");
    expect.verifySteps(["asked", `check_out 1 ${FIX}`, true]);
});
