import { deserializeDateTime, serializeDateTime } from "@web/core/l10n/dates";

const NOTHING_SAID = { partner_id: false, opportunity_id: false, allday: false, summary: "" };
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

/** What stands for a type, a customer or an opportunity that the day does not have. */
const UNKNOWN = {
    ...{ id: false, code: false, name: "", city: false },
    ...{ minutes: 30, geo_policy: "none" },
};

/**
 * @param {object} day what is known of types, customers and opportunities
 * @param {object} vals as in an op that creates, and `title` if the person saw one
 * @param {{id?: number, client_uuid?: string}} identity
 * @returns {object} an action as the server would send it
 */
export function makeAction(day, vals, { id = false, client_uuid = false }) {
    const type = day.types.find((each) => each.id === vals.type_id) || UNKNOWN;
    const { partner_id, opportunity_id, ...said } = { ...NOTHING_SAID, ...vals };
    const { start, stop, allday, summary, title } = said;
    const partner = day.partners[partner_id] || UNKNOWN;
    const lead = day.leads[opportunity_id] || UNKNOWN;
    return {
        ...{ id, client_uuid, start, summary, allday, state: "planned" },
        stop: stop || plusMinutes(start, type.minutes),
        type_id: type.id,
        code: type.code,
        partner_id,
        lead_id: opportunity_id,
        title: title || partner.name || lead.name,
        city: partner.city,
        has_checkin: type.geo_policy !== "none",
        ...NOTHING_YET,
    };
}

function plusMinutes(start, minutes) {
    const begin = deserializeDateTime(start, { tz: "utc" });
    return serializeDateTime(begin.plus({ minutes }));
}
