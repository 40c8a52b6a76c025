import { useService } from "@web/core/utils/hooks";
import { useCustomerPage } from "@crm_actions/my_day/customer_page";
import { once } from "@crm_actions/my_day/once";
import { OutboxSheet } from "@crm_actions/my_day/outbox_view/outbox_sheet";
import { draftKey, dropDraft, dropOldDrafts } from "@crm_actions/my_day/report/drafts";
import { ReportSheet } from "@crm_actions/my_day/report/report_sheet";
import { useCorrection } from "@crm_actions/my_day/use_correction";
import { ActionSheet } from "@crm_actions/my_day/sheets/action_sheet";
import { CancelSheet } from "@crm_actions/my_day/sheets/cancel_sheet";
import { MoveSheet } from "@crm_actions/my_day/sheets/move_sheet";
import { StepSheet } from "@crm_actions/my_day/sheets/step_sheet";
import { NewActionSheet } from "@crm_actions/my_day/sheets/new_action_sheet";
import { isSameAction } from "@crm_actions/outbox/same_action";

/** The sheets of My day, and what happens when one of them is answered. */
export function useSheets({ getDay, work, call, board }) {
    const dialog = useService("dialog");
    const outbox = useService("crm_outbox");
    const { openPartnerPage, openActionPage } = useCustomerPage();
    dropOldDrafts(outbox.drafts);

    const find = (action) => {
        const { actions, overdue, open_visit } = getDay();
        const same = (other) => other && isSameAction(other, action);
        return [open_visit, ...actions, ...overdue].find(same) || action;
    };

    function openReport(action, more = {}) {
        const current = find(action);
        dialog.add(ReportSheet, {
            action: current,
            day: getDay(),
            save: (vals, photos) => work.put("close", current, vals, { photos }),
            ...more,
        });
    }

    /** What is typed before the end is kept on the phone and is in the report when it comes. */
    function openNotes(action) {
        openReport(action, { keepOnly: true });
    }

    async function checkOut(action) {
        if (await work.checkOut(action)) {
            openReport(action);
        }
    }

    /** A call to somebody whom one was to visit is a call of its own. */
    function reportCall(pending) {
        const action = find(pending);
        const type = getDay().types.find(({ code }) => code === "call");
        if (action.code === "call" || !type) {
            return openReport(action, { onSaved: call.forget });
        }
        const { callUuid: client_uuid, partner_id, at, title } = pending;
        const made = { client_uuid, type_id: type.id, code: "call", partner_id, title };
        Object.assign(made, { lead_id: false, start: at, stop: at, allday: false, state: "planned" });
        return openReport(made, {
            save: async (vals, photos) =>
                (await work.put("create", made, newVals(made))) &&
                work.put("close", made, vals, { photos }),
            onSaved: call.forget,
        });
    }

    function openMove(action, save = (start) => work.postpone(action, start)) {
        dialog.add(MoveSheet, { action, slots: getDay().slots, save: once(save) });
    }

    function openCancel(action, save = (reason) => work.put("cancel", action, { reason })) {
        dialog.add(CancelSheet, { action, save: once(save) });
    }

    function openAction(action) {
        const day = getDay();
        dialog.add(ActionSheet, {
            action,
            day,
            nextSlot: work.nextSlot(),
            onCheckIn: work.checkIn,
            onCheckOut: checkOut,
            onReport: openReport,
            onCall: call.dial,
            onPostpone: work.postpone,
            onMove: openMove,
            onCancel: openCancel,
            onPartner: () => openPartnerPage(action.partner_id),
            onOpen: () => openActionPage(action.id),
        });
    }

    function openNew(preset = {}) {
        dialog.add(NewActionSheet, {
            day: getDay(),
            preset,
            save: once((vals, title) => {
                const made = { ...vals, lead_id: vals.opportunity_id, title };
                return work.put("create", made, vals);
            }),
        });
    }

    /** A next step that the office did not take along with its report, as it was typed. */
    function openStep(op) {
        const day = getDay();
        const { partner_id, lead_id, title } = op.base;
        const opportunity_id = day.leads[lead_id]?.open && !op.vals.opportunity ? lead_id : false;
        dialog.add(StepSheet, {
            title,
            day,
            step: op.vals.next,
            save: async (step) => {
                const vals = { ...step, partner_id, opportunity_id };
                const made = { ...vals, lead_id: opportunity_id, title };
                return (await work.put("create", made, vals)) && dismiss(op);
            },
        });
    }

    async function dismiss(op) {
        await outbox.dismiss(op.uuid);
        await board.forget(op.uuid);
        return true;
    }

    const correction = useCorrection({ find, work, openReport, openMove, openCancel });

    function openOutbox() {
        dialog.add(OutboxSheet, {
            correct: correction,
            discard: async (op) => {
                await outbox.discard(op.uuid);
                await dropDraft(draftKey(op.uuid), outbox.drafts);
                await board.forget(op.uuid);
            },
            dismiss,
            plan: openStep,
        });
    }

    return {
        openReport,
        openNotes,
        checkOut,
        reportCall,
        openAction,
        openNew,
        openOutbox,
        openLead: ({ lead_id, partner_id, partner_name, name }) =>
            openNew({ leadId: lead_id, partnerId: partner_id, name: partner_name || name }),
        openPartner: ({ partner_id, name }) => openNew({ partnerId: partner_id, name }),
    };
}

function newVals({ client_uuid, type_id, partner_id, start }) {
    return { client_uuid, type_id, partner_id, opportunity_id: false, start };
}
