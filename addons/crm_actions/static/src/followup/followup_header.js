import { formatMonetary } from "@web/views/fields/formatters";
import { KanbanHeader } from "@web/views/kanban/kanban_header";
import { FOLLOWUP_STATES } from "./followup_state";

/** Head of a column: icon, word, how many and how much money they stand for. */
export class FollowupHeader extends KanbanHeader {
    static template = "crm_actions.FollowupHeader";

    get state() {
        const { groupByField, value } = this.props.group;
        return groupByField.name === "followup_state" ? FOLLOWUP_STATES[value] : null;
    }

    get revenue() {
        const revenue = this.props.group.aggregates.expected_revenue;
        if (!revenue) {
            return "";
        }
        const [record] = this.props.group.list.records;
        const currencyId = record?.data.company_currency?.id;
        return formatMonetary(revenue, { currencyId, digits: [16, 0], noSymbol: !currencyId });
    }
}
