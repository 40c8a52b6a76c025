import { Component, useState } from "@odoo/owl";
import { NextStep } from "@crm_actions/my_day/report/next_step";
import { judgeStep, stepFrom, stepVals } from "@crm_actions/my_day/report/report_state";
import { Sheet } from "@crm_actions/my_day/sheets/sheet";

/** A next step by itself, for a report that is at the office already. */
export class StepSheet extends Component {
    static template = "crm_actions.StepSheet";
    static components = { NextStep, Sheet };
    static props = { title: String, day: Object, step: Object, save: Function, close: Function };

    setup() {
        this.report = useState(stepFrom(this.props.step));
        this.state = useState({ saving: false });
    }

    get blocks() {
        return judgeStep(this.report);
    }

    async save() {
        if (this.blocks || this.state.saving) {
            return;
        }
        this.state.saving = true;
        try {
            if (await this.props.save(stepVals(this.report))) {
                this.props.close();
            }
        } finally {
            this.state.saving = false;
        }
    }
}
