import { serializeDate, serializeDateTime } from "@web/core/l10n/dates";
import { _t } from "@web/core/l10n/translation";
import { makeUuid } from "@crm_actions/outbox/uuid";
import { now, readMoment, readWall } from "@crm_actions/time/zone";

const QUARTER = 15;
const MORNING = "09:00";

/** The sheet before anything was said: the next step would be at the same hour, of the same kind. */
export function emptyReport(action) {
    return {
        outcomeId: false,
        note: "",
        photos: [],
        choice: null,
        date: "",
        time: action.allday ? MORNING : roundToQuarter(readMoment(action.start)),
        typeId: action.type_id,
        summary: "",
        // the same however often it is sent: a next step is planned once
        nextUuid: makeUuid(),
        decision: "open",
        lostReasonId: false,
        snoozeUntil: "",
        snoozeReason: "",
    };
}

/** The sheet as it was when it was sent, to correct it. */
export function reportFrom(action, vals) {
    const decision = vals.opportunity || (vals.snooze_until ? "pause" : "open");
    return {
        ...emptyReport(action),
        ...(vals.next && stepFrom(vals.next)),
        decision,
        outcomeId: vals.outcome_id,
        note: vals.note,
        lostReasonId: vals.lost_reason_id || false,
        snoozeUntil: vals.snooze_until || "",
        snoozeReason: vals.snooze_reason || "",
    };
}

/** What was chosen for a next step, to choose it again. */
export function stepFrom({ client_uuid, start, type_id, summary }) {
    const moment = readMoment(start);
    return {
        ...(client_uuid && { nextUuid: client_uuid }),
        choice: "pick",
        date: serializeDate(moment),
        time: moment.toFormat("HH:mm"),
        typeId: type_id,
        summary: summary || "",
    };
}

/** What ends an opportunity leaves nothing to go on with. */
const isDecided = ({ decision }) => ["won", "lost"].includes(decision);

/** Choose when it goes on: then the opportunity is not closed. */
export function chooseStep(report, { choice, date }) {
    Object.assign(report, { choice, date });
    if (choice && isDecided(report)) {
        report.decision = "open";
    }
}

/** Choose what becomes of the opportunity: once it is won or lost there is no next step. */
export function decide(report, decision) {
    report.decision = decision;
    if (isDecided(report)) {
        report.choice = null;
    }
}

/** The moment of the next step, or null while there is none. */
export function nextMoment({ choice, date, time }) {
    const moment = choice ? readWall(date, time) : null;
    return moment?.isValid ? moment : null;
}

/** What an outcome usually leads to: the choice that lies nearest to its days. */
export function usualChoice(outcome, choices) {
    const days = outcome.next_days;
    const key = !days ? null : days <= 4 ? "2d" : days <= 18 ? "1w" : "1m";
    return choices.find((choice) => choice.key === key) || null;
}

/**
 * What is still missing, in words.
 *
 * @param {Object} report
 * @param {{lead: Object | null, policy: string}} rules
 * @returns {{blocks: string, warns: string}} empty where nothing is
 */
export function judgeReport(report, { lead, policy }) {
    const warning = missingNext(report, lead, policy);
    const blocks = incomplete(report) || (policy === "require" && warning) || "";
    return { blocks, warns: blocks ? "" : warning };
}

function incomplete(report) {
    if (!report.outcomeId) {
        return _t("Say how it went: choose an outcome.");
    }
    if (report.decision === "lost" && !report.lostReasonId) {
        return _t("Choose why it was lost.");
    }
    if (report.decision === "pause" && !(report.snoozeUntil && report.snoozeReason.trim())) {
        return _t("Say until when it is paused, and why.");
    }
    if (report.choice && isDecided(report)) {
        return _t("Choose one: a next step, or the opportunity won or lost.");
    }
    return incompleteStep(report);
}

/** What is missing of a next step that has to be, in words. */
export function judgeStep(report) {
    return report.choice ? incompleteStep(report) : _t("Choose day and hour of the next step.");
}

/** A next step as the server is told of it, or null while there is none. */
export function stepVals(report) {
    const moment = nextMoment(report);
    return (
        moment && {
            client_uuid: report.nextUuid,
            type_id: report.typeId,
            start: serializeDateTime(moment),
            summary: report.summary.trim(),
        }
    );
}

function incompleteStep(report) {
    const moment = nextMoment(report);
    if (report.choice && !moment) {
        return _t("Choose day and hour of the next step.");
    }
    return moment && moment < now() ? _t("The next step lies in the past.") : "";
}

function missingNext(report, lead, policy) {
    const isLeftOpen = lead?.open && report.decision === "open";
    if (policy === "off" || !isLeftOpen || report.choice) {
        return "";
    }
    return policy === "require"
        ? _t("Your team asks for a next step on an open opportunity: choose when, or say that it is won, lost or paused.")
        : _t("This opportunity stays without a next step.");
}

/** What the server is told. */
export function reportVals(report) {
    const vals = { outcome_id: report.outcomeId, note: report.note.trim() };
    const next = stepVals(report);
    if (next) {
        vals.next = next;
    }
    if (isDecided(report)) {
        vals.opportunity = report.decision;
    }
    if (report.decision === "lost") {
        vals.lost_reason_id = report.lostReasonId;
    }
    if (report.decision === "pause") {
        Object.assign(vals, {
            snooze_until: report.snoozeUntil,
            snooze_reason: report.snoozeReason.trim(),
        });
    }
    return vals;
}

function roundToQuarter(moment) {
    const minute = Math.floor(moment.minute / QUARTER) * QUARTER;
    return moment.set({ minute }).toFormat("HH:mm");
}
