import { describe, expect, test } from "@odoo/hoot";
import { allowTranslations } from "@web/../tests/web_test_helpers";
import { readCard, readUtc, wordDuration, wordMoment } from "@crm_helpdesk/clocks/clock_math";

const HOUR = 3600;
const TZ = "Europe/Madrid";
/** H1: due on Tuesday at 11:30 in Madrid, read at 10:40 with 3 h 10 min of four used. */
const CARD = {
    light: "soon",
    running: true,
    budget_s: 4 * HOUR,
    accrued_s: 3 * HOUR + 600,
    overdue_s: 0,
    deadline: "2026-10-13 09:30:00",
    warn_at: "2026-10-13 08:30:00",
    spans: [
        ["2026-10-13 08:40:00", "2026-10-13 12:00:00"],
        ["2026-10-13 14:00:00", "2026-10-13 17:00:00"],
    ],
};
const READ = readUtc("2026-10-13 08:40:00");

function at(time, card = CARD) {
    return readCard(card, READ, readUtc(`2026-10-13 ${time}:00`));
}

describe.current.tags("headless");

test("it goes on by the working hours that the server gave", () => {
    expect(at("08:40")).toEqual({
        used: 3 * HOUR + 600,
        over: 0,
        left: 50 * 60,
        light: "soon",
        percent: 79,
    });
    expect(at("09:00").left).toBe(30 * 60);
    // lunch uses nothing
    expect(at("12:30").used).toBe(at("13:59").used);
});

test("it turns late by itself, and says by how much working time", () => {
    expect(at("09:30").light).toBe("soon");
    expect(at("10:15")).toEqual({
        used: 4 * HOUR + 45 * 60,
        over: 45 * 60,
        left: 0,
        light: "late",
        percent: 118,
    });
    expect(at("10:15", { ...CARD, light: "late", overdue_s: 60 }).over).toBe(95 * 60 + 60);
});

test("it is near from its own moment on", () => {
    const card = { ...CARD, light: "ok", warn_at: "2026-10-13 09:00:00" };
    expect(at("08:59", card).light).toBe("ok");
    expect(at("09:01", card).light).toBe("soon");
});

test("what does not run stands still", () => {
    const card = { ...CARD, light: "paused", running: false, deadline: false, spans: [] };
    expect(at("16:00", card)).toEqual({ ...at("08:40"), light: "paused" });
    const done = { ...CARD, light: "done", running: false };
    expect(at("16:00", done).light).toBe("done");
});

test("durations and moments are worded", () => {
    allowTranslations();
    expect(String(wordDuration(3 * HOUR + 600))).toBe("3 h 10 min");
    expect(String(wordDuration(2 * HOUR))).toBe("2 h");
    expect(String(wordDuration(59))).toBe("0 min");
    const now = readUtc("2026-10-12 22:30:00"); // past midnight in Madrid
    expect(wordMoment(CARD.deadline, TZ, now)).toMatch(/^Today, 11:30/);
    expect(wordMoment(CARD.deadline, TZ, now.minus({ days: 1 }))).toMatch(/^Tomorrow, 11:30/);
    expect(wordMoment(CARD.deadline, TZ, now.minus({ days: 3 }))).toMatch(/13.*11:30/);
});
