import { Component } from "@odoo/owl";
import { _t } from "@web/core/l10n/translation";

/** Each state has a shape and a word of its own, not a colour alone. */
const TONES = {
    reached: ["good", "fa-check-circle"],
    ahead: ["good", "fa-arrow-up"],
    behind: ["watch", "fa-arrow-down"],
    missed: ["bad", "fa-times-circle"],
    awaited: ["mute", "fa-clock-o"],
};
const RUNNING = ["ahead", "behind"];

/** How far a target is: as a ring for the main one, as a bar for the others. */
export class TargetCard extends Component {
    static template = "crm_commissions.TargetCard";
    static props = { target: Object, isMain: { type: Boolean, optional: true } };

    get tone() {
        return TONES[this.props.target.status][0];
    }

    get icon() {
        return TONES[this.props.target.status][1];
    }

    get percent() {
        return Math.round(this.props.target.percent);
    }

    /** What is drawn: neither less than nothing nor more than all. */
    get filled() {
        return Math.max(0, Math.min(100, this.props.target.percent));
    }

    get isRunning() {
        return RUNNING.includes(this.props.target.status);
    }

    get turn() {
        return `rotate(${this.props.target.pace * 3.6} 74 74)`;
    }

    get label() {
        const { percent } = this;
        const pace = Math.round(this.props.target.pace);
        return this.isRunning
            ? _t("%(percent)s % of the target; today it should be %(pace)s %", { percent, pace })
            : _t("%(percent)s % of the target", { percent });
    }

    get paceText() {
        return _t("Today it should be %(pace)s % (black mark)", {
            pace: Math.round(this.props.target.pace),
        });
    }

    get ofText() {
        return _t("of %(amount)s, %(what)s", {
            amount: this.props.target.amount,
            what: this.props.target.name,
        });
    }
}
