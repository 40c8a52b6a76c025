import { Component, useState } from "@odoo/owl";
import { formatCurrency } from "@web/core/currency";
import { _t } from "@web/core/l10n/translation";
import { decide } from "@crm_actions/my_day/report/report_state";

/** What becomes of the opportunity: it stays open, is won or lost, or rests for a while. */
export class OpportunityChoice extends Component {
    static template = "crm_actions.OpportunityChoice";
    static props = { report: Object, lead: Object, day: Object };

    setup() {
        this.report = useState(this.props.report);
        this.decisions = [
            { key: "open", icon: "fa-clock-o", tone: "", label: _t("Keep open") },
            { key: "won", icon: "fa-trophy", tone: "ok", label: _t("Mark won") },
            { key: "lost", icon: "fa-times-circle-o", tone: "bad", label: _t("Mark lost") },
            { key: "pause", icon: "fa-pause", tone: "warn", label: _t("Pause") },
        ];
    }

    choose(decision) {
        decide(this.report, decision);
    }

    get amount() {
        const { lead, day } = this.props;
        return lead.amount ? formatCurrency(lead.amount, day.currency_id) : "";
    }
}
