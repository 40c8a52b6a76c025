import { Component, useState } from "@odoo/owl";

/** As many as fit in two rows of a phone beside "More". */
const FIRST = 5;
const ICONS = {
    positive: "fa-check",
    neutral: "fa-minus",
    negative: "fa-thumbs-o-down",
    no_contact: "fa-user-times",
};

/** How it went, one tap. */
export class OutcomeChips extends Component {
    static template = "crm_actions.OutcomeChips";
    static props = {
        outcomes: Array,
        chosenId: { type: [Number, Boolean] },
        onChoose: Function,
    };

    setup() {
        this.state = useState({ all: false });
    }

    /** What was chosen under "More" stays in sight. */
    get shown() {
        const { outcomes, chosenId } = this.props;
        const fits = this.state.all || outcomes.length <= FIRST + 1;
        return fits
            ? outcomes
            : outcomes.filter(({ id }, index) => index < FIRST || id === chosenId);
    }

    get hasMore() {
        return this.shown.length < this.props.outcomes.length;
    }

    icon(outcome) {
        return outcome.id === this.props.chosenId ? "fa-check-circle" : ICONS[outcome.result];
    }
}
