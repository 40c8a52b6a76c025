import { advanceTime, describe, expect, test, tick } from "@odoo/hoot";
import { browser } from "@web/core/browser/browser";
import { patchWithCleanup } from "@web/../tests/web_test_helpers";
import { getPosition } from "@crm_actions/position/position";

describe.current.tags("headless");

const FIX = { coords: { latitude: 41.387, longitude: 2.17, accuracy: 12 } };
const REFUSED = { code: 1 };
const UNAVAILABLE = { code: 2 };

/** Give the browser this geolocation, and a permission that it would tell. */
function mockNavigator(getCurrentPosition, state = "granted") {
    patchWithCleanup(browser, {
        navigator: {
            geolocation: getCurrentPosition && { getCurrentPosition },
            permissions: { query: () => Promise.resolve({ state }) },
        },
    });
}

test("the first fix is taken, asked with high accuracy and two limits", async () => {
    mockNavigator((success, _error, options) => {
        expect(options).toEqual({ enableHighAccuracy: true, timeout: 10000, maximumAge: 30000 });
        success(FIX);
    });
    expect(await getPosition()).toEqual({ latitude: 41.387, longitude: 2.17, accuracy_m: 12 });
});

test("the equator and Greenwich are places like any other", async () => {
    mockNavigator((success) => success({ coords: { latitude: 0, longitude: 0, accuracy: 5 } }));
    expect(await getPosition()).toEqual({ latitude: 0, longitude: 0, accuracy_m: 5 });
});

test("without a precise fix a coarse one is asked for", async () => {
    mockNavigator((success, error, options) => {
        expect.step(`${options.enableHighAccuracy} ${options.timeout}`);
        return options.enableHighAccuracy ? error(UNAVAILABLE) : success(FIX);
    });
    expect((await getPosition()).accuracy_m).toBe(12);
    expect.verifySteps(["true 10000", "false 5000"]);
});

test("a refusal ends it, without asking again", async () => {
    mockNavigator((_success, error) => {
        expect.step("asked");
        error(REFUSED);
    });
    expect(await getPosition()).toBe(null);
    expect.verifySteps(["asked"]);
});

test("a browser that never answers is given up", async () => {
    mockNavigator(() => expect.step("asked"));
    const position = getPosition();
    position.then(() => expect.step("given up"));
    await tick();
    expect.verifySteps(["asked"]);
    await advanceTime(10900);
    expect.verifySteps([]);
    await advanceTime(100);
    expect.verifySteps(["asked"]);
    await advanceTime(6000);
    expect.verifySteps(["given up"]);
    expect(await position).toBe(null);
});

test("who is being asked for permission has a minute to read", async () => {
    let answer;
    mockNavigator((success) => {
        expect.step("asked");
        answer = success;
    }, "prompt");
    const position = getPosition();
    await tick();
    await advanceTime(60000);
    await tick();
    answer(FIX);
    expect((await position).latitude).toBe(41.387);
    expect.verifySteps(["asked"]);
});

test("a browser that does not tell the permission is asked all the same", async () => {
    mockNavigator((success) => success(FIX));
    for (const permissions of [undefined, { query: () => Promise.reject(new TypeError()) }]) {
        browser.navigator.permissions = permissions;
        expect((await getPosition()).latitude).toBe(41.387);
    }
    browser.navigator.permissions = { query: () => new Promise(() => {}) };
    const position = getPosition();
    await advanceTime(1000);
    expect((await position).latitude).toBe(41.387);
});

test("browsers without positions, or with broken ones, give none", async () => {
    mockNavigator(undefined);
    expect(await getPosition()).toBe(null);
    mockNavigator(() => {
        throw new Error("not in this webview");
    });
    expect(await getPosition()).toBe(null);
    mockNavigator((success) => success({ coords: { latitude: 41, longitude: 2 } }));
    expect(await getPosition()).toBe(null, { message: "nobody knows how exact it is" });
});
