import { Component, onWillStart, useState } from "@odoo/owl";
import { _t } from "@web/core/l10n/translation";
import { registry } from "@web/core/registry";
import { KeepLast } from "@web/core/utils/concurrency";
import { useService } from "@web/core/utils/hooks";
import { useSetupAction } from "@web/search/action_hook";
import { Layout } from "@web/search/layout";
import { standardActionServiceProps } from "@web/webclient/actions/action_service";
import { formatMoney } from "@crm_commissions/results/money";
import { TargetCard } from "@crm_commissions/results/target_card";
import { WhyNot } from "@crm_commissions/results/why_not";

const STATEMENT_TONES = {
    draft: ["mute", "fa-pencil"],
    sent: ["info", "fa-paper-plane"],
    acknowledged: ["info", "fa-thumbs-up"],
    disputed: ["watch", "fa-comments"],
    approved: ["good", "fa-check-circle"],
    settled: ["good", "fa-file-text"],
    paid: ["good", "fa-money"],
};

/** What somebody has earned this month, how far the targets are, and what is missing for more. */
export class Results extends Component {
    static template = "crm_commissions.Results";
    static components = { Layout, TargetCard, WhyNot };
    static props = { ...standardActionServiceProps };

    setup() {
        this.orm = useService("orm");
        this.action = useService("action");
        this.keepLast = new KeepLast();
        this.state = useState({ results: null });
        useSetupAction({
            getLocalState: () => ({ userId: this.data.user.id, month: this.data.month.date }),
        });
        const { userId = false, month = false } = this.props.state || {};
        onWillStart(() => this.load(userId, month));
    }

    get data() {
        return this.state.results;
    }

    /** One call for the whole page; of two in a row the last one counts. */
    async load(userId, month) {
        const answer = this.orm.call("crm.commission.results", "get_results", [userId, month]);
        this.state.results = await this.keepLast.add(answer);
    }

    goTo(month) {
        return this.load(this.data.user.id, month);
    }

    choose(ev) {
        return this.load(Number(ev.target.value), this.data.month.date);
    }

    get title() {
        const { name, is_current } = this.data.month;
        return is_current
            ? _t("Commission of %s, until today", name)
            : _t("Commission of %s", name);
    }

    get isEmpty() {
        const { commission, targets, statements } = this.data;
        return !commission.takes_part && !targets.length && !statements.length;
    }

    money(amount, currencyId = this.data.currency_id) {
        return formatMoney(amount, currencyId);
    }

    tone(statement) {
        return (STATEMENT_TONES[statement.state] || STATEMENT_TONES.draft)[0];
    }

    icon(statement) {
        return (STATEMENT_TONES[statement.state] || STATEMENT_TONES.draft)[1];
    }

    openStatement(statement) {
        this.action.doAction({
            type: "ir.actions.act_window",
            res_model: "crm.commission.statement",
            res_id: statement.id,
            views: [[false, "form"]],
        });
    }
}

registry.category("actions").add("crm_commissions.results", Results);
