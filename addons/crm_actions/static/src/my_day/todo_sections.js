import { Component } from "@odoo/owl";
import { formatCurrency } from "@web/core/currency";
import { deserializeDate } from "@web/core/l10n/dates";
import { _t } from "@web/core/l10n/translation";
import { formatFloat } from "@web/views/fields/formatters";
import { FOLLOWUP_STATES } from "@crm_actions/followup/followup_state";
import { formatNear } from "@crm_actions/my_day/day_labels";
import { FoldSection } from "@crm_actions/my_day/fold_section";
import { TimelineRow } from "@crm_actions/my_day/timeline_row";

/** What is not in today's plan and wants to be: folded, with how many there are. */
export class TodoSections extends Component {
    static template = "crm_actions.TodoSections";
    static components = { FoldSection, TimelineRow };
    static props = {
        day: Object,
        now: Object,
        onOpen: Function,
        onPostpone: Function,
        onLead: Function,
        onPartner: Function,
    };

    /** What is empty takes no room on a phone. */
    get hasAny() {
        const { overdue_count, without_next_count, nearby_count } = this.props.day;
        return overdue_count + without_next_count + nearby_count > 0;
    }

    leadState(lead) {
        return FOLLOWUP_STATES[lead.state] || FOLLOWUP_STATES.amber;
    }

    leadText(lead) {
        const amount = lead.amount && formatCurrency(lead.amount, this.props.day.currency_id);
        return [lead.partner_name, amount, lead.reason].filter(Boolean).join(" · ");
    }

    nearbyText(customer) {
        const km = formatFloat(customer.distance_km, { digits: [16, 1] });
        const parts = [customer.city, _t("%(km)s km away", { km })];
        if (customer.due_on) {
            const date = formatNear(deserializeDate(customer.due_on));
            parts.push(_t("due since %(date)s", { date }));
        }
        return parts.filter(Boolean).join(" · ");
    }
}
