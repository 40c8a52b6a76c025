import { Component, useState } from "@odoo/owl";
import { deserializeDateTime } from "@web/core/l10n/dates";
import { _t } from "@web/core/l10n/translation";
import { describeVerdict } from "@crm_actions/action_bar/verdict";
import { formatHour, startLabel } from "@crm_actions/my_day/day_labels";
import { draftKey } from "@crm_actions/my_day/report/drafts";
import { NextStep } from "@crm_actions/my_day/report/next_step";
import { OpportunityChoice } from "@crm_actions/my_day/report/opportunity_choice";
import { OutcomeChips } from "@crm_actions/my_day/report/outcome_chips";
import { toBlob } from "@crm_actions/my_day/report/photo";
import { PhotoStrip } from "@crm_actions/my_day/report/photo_strip";
import {
    emptyReport,
    judgeReport,
    reportFrom,
    reportVals,
    usualChoice,
} from "@crm_actions/my_day/report/report_state";
import { useDraft } from "@crm_actions/my_day/report/use_draft";
import { Sheet } from "@crm_actions/my_day/sheets/sheet";

/** How it went: outcome, note, photos, next step and what becomes of the opportunity, in one sheet. */
export class ReportSheet extends Component {
    static template = "crm_actions.ReportSheet";
    static components = { NextStep, OpportunityChoice, OutcomeChips, PhotoStrip, Sheet };
    static props = {
        action: Object,
        day: Object,
        save: Function,
        initial: { type: Object, optional: true },
        draftName: { type: String, optional: true },
        keptPhotos: { type: Number, optional: true },
        keepOnly: { type: Boolean, optional: true },
        onSaved: { type: Function, optional: true },
        close: Function,
    };

    setup() {
        const { action, initial, draftName } = this.props;
        const first = initial ? reportFrom(action, initial) : emptyReport(action);
        const name = draftName || action.client_uuid || action.id;
        this.draft = useDraft(draftKey(name), first);
        this.report = this.draft.report;
        this.state = useState({ saving: false });
    }

    get lead() {
        const { action, day } = this.props;
        const lead = day.leads[action.lead_id];
        return lead?.open ? lead : null;
    }

    get type() {
        return this.props.day.types.find(({ id }) => id === this.props.action.type_id);
    }

    /** Those of the kind of action first; the others only if it has none of its own. */
    get outcomes() {
        const { outcomes } = this.props.day;
        const ids = this.type?.outcome_ids || [];
        return ids.length ? outcomes.filter(({ id }) => ids.includes(id)) : outcomes;
    }

    get verdict() {
        return describeVerdict(this.props.action.verdict, this.props.action.distance_m);
    }

    /** "11:18–12:03 · 45 min", or when it was planned. */
    get span() {
        const { checkin_at, checkout_at } = this.props.action;
        if (!checkin_at || !checkout_at) {
            return checkin_at ? formatHour(checkin_at) : startLabel(this.props.action);
        }
        const length = deserializeDateTime(checkout_at).diff(deserializeDateTime(checkin_at));
        const minutes = Math.max(0, Math.round(length.as("minutes")));
        const hours = `${formatHour(checkin_at)}–${formatHour(checkout_at)}`;
        return _t("%(hours)s · %(minutes)s min", { hours, minutes });
    }

    get judgement() {
        const { policy } = this.props.day;
        return judgeReport(this.report, { lead: this.lead, policy });
    }

    chooseOutcome(outcome) {
        this.report.outcomeId = outcome.id;
        const usual = usualChoice(outcome, this.props.day.choices);
        if (usual && !this.report.choice && this.report.decision === "open") {
            Object.assign(this.report, { choice: usual.key, date: usual.date });
        }
    }

    async save() {
        if (this.judgement.blocks || this.state.saving) {
            return;
        }
        this.state.saving = true;
        let isSaved = false;
        try {
            await this.draft.ready;
            const photos = this.report.photos.map(({ url }) => toBlob(url));
            isSaved = await this.props.save(reportVals(this.report), photos);
        } finally {
            this.state.saving = false;
        }
        if (!isSaved) {
            return;
        }
        await this.draft.drop();
        this.props.onSaved?.();
        this.props.close();
    }
}
