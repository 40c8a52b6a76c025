import { makeAction, makeCall, makeDay } from "@crm_actions/../tests/my_day/my_day_helpers";

/** Two visits and a call of the day on which the phone shows My day. */
export function makeRouteDay(values = {}) {
    const second = makeAction({
        id: 3,
        partner_id: 12,
        lead_id: false,
        title: "Súper El Calero",
        start: "2026-10-15 11:00:00",
        stop: "2026-10-15 11:30:00",
    });
    return makeDay({ actions: [makeAction(), makeCall(), second], ...values });
}

export function makeStop(values = {}) {
    return {
        id: 1,
        number: 1,
        partner_id: 11,
        name: "Hotel Ría Mansa",
        city: "Ribadesella",
        begin: "2026-10-15 09:35:00",
        end: "2026-10-15 10:05:00",
        former_begin: "2026-10-15 09:15:00",
        state: "planned",
        promised: false,
        locked: false,
        own: false,
        warning: false,
        problem: false,
        ...values,
    };
}

/** What the server says of a day. */
export function makeRoute(values = {}) {
    return {
        km: 62.4,
        minutes_driving: 95,
        back: "2026-10-15 16:20:00",
        warning: false,
        version: "v1",
        stops: [
            makeStop(),
            makeStop({
                id: 3,
                number: 2,
                name: "Súper El Calero",
                begin: "2026-10-15 11:00:00",
                former_begin: "2026-10-15 11:00:00",
            }),
        ],
        offers: [],
        ...values,
    };
}
