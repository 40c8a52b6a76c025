import { Component, onWillStart, useState } from "@odoo/owl";
import { registry } from "@web/core/registry";
import { useService } from "@web/core/utils/hooks";
import { Layout } from "@web/search/layout";
import { standardActionServiceProps } from "@web/webclient/actions/action_service";
import { Figure } from "@crm_helpdesk/satisfaction/figure";

/** Satisfaction by department and month, beside it the campaigns; agents see groups alone. */
export class SatisfactionOverview extends Component {
    static template = "crm_helpdesk.SatisfactionOverview";
    static components = { Layout, Figure };
    static props = { ...standardActionServiceProps };

    setup() {
        this.orm = useService("orm");
        this.action = useService("action");
        this.state = useState({ page: null });
        onWillStart(async () => {
            this.state.page = await this.orm.call(
                "crm.helpdesk.survey.overview",
                "get_overview",
                []
            );
        });
    }

    get page() {
        return this.state.page;
    }

    /** The usual question always shows; the others where somebody has answered them. */
    get kinds() {
        const { kinds } = this.page;
        const used = kinds.filter((each) => each.figure.text || each.response.of);
        return used.length ? used : kinds.slice(0, 1);
    }

    openAnswers(kind, team) {
        if (this.page.aggregated) {
            return;
        }
        const context = { [`search_default_${kind}`]: 1, search_default_tickets: 1 };
        if (team) {
            context.search_default_team_id = team;
        }
        return this.action.doAction("crm_helpdesk.crm_helpdesk_survey_answer_action", {
            additionalContext: { search_default_csat: 0, ...context },
        });
    }

    openCampaign(id) {
        return this.action.doAction({
            type: "ir.actions.act_window",
            res_model: "crm.helpdesk.survey.campaign",
            res_id: id,
            views: [[false, "form"]],
        });
    }
}

registry.category("actions").add("crm_helpdesk.satisfaction", SatisfactionOverview);
