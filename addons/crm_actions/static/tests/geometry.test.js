import { describe, expect, test } from "@odoo/hoot";
import {
    assignLanes,
    findColumn,
    minutesToPx,
    placeCard,
    pxToMinutes,
} from "@crm_actions/day_board/geometry";

describe.current.tags("headless");

const card = (id, start_minute, stop_minute) => ({ id, start_minute, stop_minute });
const lanesOf = (cards, minHeight = 24) => Object.fromEntries(assignLanes(cards, minHeight));

test("an hour is 96 pixels, counted from the first hour of the board", () => {
    expect(minutesToPx(8 * 60, 8)).toBe(0);
    expect(minutesToPx(9 * 60 + 15, 8)).toBe(120);
    expect(minutesToPx(7 * 60 + 30, 8)).toBe(-48);
});

test("pixels become quarters of an hour within the board", () => {
    expect(pxToMinutes(0, [8, 20])).toBe(480);
    expect(pxToMinutes(11, [8, 20])).toBe(480);
    expect(pxToMinutes(13, [8, 20])).toBe(495);
    expect(pxToMinutes(-300, [8, 20])).toBe(480);
    expect(pxToMinutes(5000, [8, 20])).toBe(19 * 60 + 45);
});

test("what follows each other stays in one lane", () => {
    expect(lanesOf([card(1, 540, 570), card(2, 570, 600)])).toEqual({
        1: { lane: 0, lanes: 1 },
        2: { lane: 0, lanes: 1 },
    });
});

test("what overlaps goes side by side, the longer one on the left", () => {
    expect(lanesOf([card(1, 540, 570), card(2, 540, 600)])).toEqual({
        2: { lane: 0, lanes: 2 },
        1: { lane: 1, lanes: 2 },
    });
});

test("a chain of overlaps shares the width, and a lane that is free again is used again", () => {
    // 1 and 2 overlap, 2 and 3 too, 3 begins when 1 is over
    expect(lanesOf([card(1, 540, 600), card(2, 570, 660), card(3, 600, 690)])).toEqual({
        1: { lane: 0, lanes: 2 },
        2: { lane: 1, lanes: 2 },
        3: { lane: 0, lanes: 2 },
    });
});

test("a later group has the whole width again", () => {
    const lanes = lanesOf([card(1, 540, 600), card(2, 540, 600), card(3, 700, 730)]);
    expect(lanes[3]).toEqual({ lane: 0, lanes: 1 });
});

test("short cards take the room that they need to be read", () => {
    // 5 minutes are 8 pixels, but the card is 44 high: half an hour, nearly
    expect(lanesOf([card(1, 540, 545), card(2, 560, 590)], 44)[2]).toEqual({ lane: 1, lanes: 2 });
    expect(lanesOf([card(1, 540, 545), card(2, 560, 590)], 24)[2]).toEqual({ lane: 0, lanes: 1 });
});

test("cards of no length at the same moment do not hide each other", () => {
    const lanes = lanesOf([card(1, 540, 540), card(2, 540, 540), card(3, 540, 540)]);
    expect(Object.values(lanes).map(({ lane }) => lane)).toEqual([0, 1, 2]);
});

test("a card has its place in pixels and per cent", () => {
    expect(placeCard(card(1, 540, 600), { lane: 1, lanes: 4 }, 8, 24)).toEqual({
        top: 96,
        height: 96,
        left: 25,
        width: 25,
    });
    expect(placeCard(card(1, 540, 545), { lane: 0, lanes: 1 }, 8, 44).height).toBe(44);
});

test("the column under the pointer, or the nearest one", () => {
    const rects = [
        { left: 64, right: 264 },
        { left: 264, right: 464 },
    ];
    expect(findColumn(100, rects)).toBe(0);
    expect(findColumn(300, rects)).toBe(1);
    expect(findColumn(10, rects)).toBe(0);
    expect(findColumn(900, rects)).toBe(1);
    expect(findColumn(100, [])).toBe(-1);
});
