import { deserializeDateTime, serializeDateTime } from "@web/core/l10n/dates";

const NOTHING_YET = {
    outcome_id: false,
    outcome: false,
    result: false,
    checkin_at: false,
    checkout_at: false,
    verdict: false,
    distance_m: false,
    done_at: false,
    next_missing: false,
    late: false,
    off_calendar: false,
    locked: false,
};

/**
 * @param {object} day what is known of types, customers and opportunities
 * @param {object} vals as in an op that creates, and `title` if the person saw one
 * @param {{id?: number, client_uuid?: string}} identity
 * @returns {object} an action as the server would send it
 */
export function makeAction(day, vals, { id = false, client_uuid = false }) {
    const type = day.types.find((each) => each.id === vals.type_id);
    const partner = day.partners[vals.partner_id];
    const lead = day.leads[vals.opportunity_id];
    const start = vals.start;
    return {
        ...{ id, client_uuid, start, allday: Boolean(vals.allday), state: "planned" },
        stop: vals.stop || plusMinutes(start, type?.minutes),
        type_id: vals.type_id || false,
        code: type?.code || false,
        partner_id: vals.partner_id || false,
        lead_id: vals.opportunity_id || false,
        title: vals.title || partner?.name || lead?.name || "",
        city: partner?.city || false,
        summary: vals.summary || "",
        has_checkin: Boolean(type) && type.geo_policy !== "none",
        ...NOTHING_YET,
    };
}

function plusMinutes(start, minutes = 30) {
    const begin = deserializeDateTime(start, { tz: "utc" });
    return serializeDateTime(begin.plus({ minutes }));
}
