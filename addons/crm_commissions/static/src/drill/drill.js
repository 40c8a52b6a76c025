import { Component, onWillStart, onWillUpdateProps, useState } from "@odoo/owl";
import { deserializeDate, formatDate } from "@web/core/l10n/dates";
import { registry } from "@web/core/registry";
import { useService } from "@web/core/utils/hooks";
import { formatMonetary } from "@web/views/fields/formatters";
import { standardWidgetProps } from "@web/views/widgets/standard_widget_props";
import { CLOCKS } from "../dispute/clock_field";
import { DisputeDialog } from "../dispute/dispute_dialog";

const MODEL = "crm.commission.statement";

/** What a statement pays, unfolded: plan, tier or rule, sale, and the document that it comes from. */
export class CommissionDrill extends Component {
    static template = "crm_commissions.Drill";
    static props = { ...standardWidgetProps };

    setup() {
        this.orm = useService("orm");
        this.action = useService("action");
        this.dialog = useService("dialog");
        this.state = useState({ drill: null, open: {}, rows: {}, failed: {} });
        onWillStart(() => this.load(this.props.record));
        onWillUpdateProps(({ record }) => this.isStale(record) && this.load(record));
    }

    isStale(record) {
        const { fingerprint, state } = record.data;
        return (
            record.resId !== this.shown.id ||
            fingerprint !== this.shown.fingerprint ||
            state !== this.shown.state
        );
    }

    async load(record) {
        const { fingerprint, state } = record.data;
        this.shown = { id: record.resId, fingerprint, state };
        const drill = record.resId ? await this.orm.call(MODEL, "get_drill", [record.resId]) : null;
        if (record.resId !== this.shown.id) {
            return; // another statement was asked for in the meantime
        }
        Object.assign(this.state, { drill, open: {}, rows: {}, failed: {} });
        if (drill?.plans.length === 1) {
            this.state.open[drill.plans[0].key] = true;
        }
    }

    /** The form does not draw a widget anew that none of its own fields is shown in. */
    async reload() {
        await this.props.record.load();
        await this.load(this.props.record);
    }

    amount(value, { signed = false } = {}) {
        const text = formatMonetary(value, { currencyId: this.state.drill.currency_id });
        return (signed && value > 0 ? "+" : "") + text.replace("-", "\u2212");
    }

    toggle(key) {
        this.state.open[key] = !this.state.open[key];
    }

    /** The rows of a group come when it is unfolded: there may be hundreds. */
    async toggleGroup(group) {
        this.toggle(group.key);
        const { rows, failed } = this.state;
        if (!this.state.open[group.key] || rows[group.key]) {
            return;
        }
        failed[group.key] = false;
        const { id } = this.shown;
        try {
            const found = await this.orm.call(MODEL, "get_drill_rows", [id, group.key]);
            if (id === this.shown.id) {
                rows[group.key] = found;
            }
        } catch {
            failed[group.key] = true;
        }
    }

    // -- disputes --------------------------------------------------------------------------------

    get canDispute() {
        return this.state.drill.can_dispute;
    }

    get disputes() {
        return this.state.drill.disputes || [];
    }

    /** The open dispute about a row, if there is one. */
    disputeOf(key) {
        return this.disputes.find((dispute) => dispute.is_open && dispute.keys.includes(key));
    }

    /** Entries of a tier are no sales: they are disputed where they stand as one. */
    isTier(group) {
        const found = this.state.rows[group.key];
        return Boolean(found) && !found.rows.some((row) => row.key.startsWith("entry-"));
    }

    clock(dispute) {
        return CLOCKS[dispute.clock];
    }

    day(dispute) {
        return formatDate(deserializeDate(dispute.until));
    }

    /** Of a sale that fills a tier the tier is disputed too: it is what was booked. */
    keyOf(row, group) {
        return row.key.startsWith("fact-") ? `${row.key}-${group.key}` : row.key;
    }

    dispute(entry, subject) {
        this.dialog.add(DisputeDialog, {
            statementId: this.shown.id,
            reasons: this.state.drill.reasons,
            entry,
            subject,
            ofTier: Boolean(entry?.startsWith("fact-")),
            done: () => this.reload(),
        });
    }

    openDispute(dispute) {
        this.action.doAction({
            type: "ir.actions.act_window",
            res_model: "crm.commission.dispute",
            res_id: dispute.id,
            views: [[false, "form"]],
        });
    }

    openDocument(row) {
        this.action.doAction({
            type: "ir.actions.act_window",
            res_model: row.model,
            res_id: row.res_id,
            views: [[false, "form"]],
        });
    }
}

registry.category("view_widgets").add("crm_commission_drill", {
    component: CommissionDrill,
    fieldDependencies: [
        { name: "fingerprint", type: "char" },
        { name: "state", type: "selection" },
    ],
});
