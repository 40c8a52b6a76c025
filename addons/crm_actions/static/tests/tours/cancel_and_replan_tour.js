import { registry } from "@web/core/registry";

registry.category("web_tour.tours").add("crm_actions.cancel_and_replan", {
    steps: () => [
        { content: "Open the visit", trigger: ".o_data_row:contains(Tour Bar) .o_data_cell", run: "click" },
        { content: "Call it off", trigger: ".o_crm_action_bar .o_crm_cancel", run: "click" },
        {
            content: "Say why",
            trigger: ".modal .o_field_widget[name='reason'] input",
            run: "edit The owner is away",
        },
        { content: "Confirm", trigger: ".modal-footer button[name='action_apply']", run: "click" },
        {
            content: "It says why, and offers to plan it again",
            trigger: ".o_field_widget[name='cancel_reason']:contains(The owner is away)",
        },
        { content: "Plan it again", trigger: ".o_crm_action_bar .o_crm_replan", run: "click" },
        { content: "It is planned", trigger: ".o_crm_action_bar .o_crm_check_in" },
    ],
});
