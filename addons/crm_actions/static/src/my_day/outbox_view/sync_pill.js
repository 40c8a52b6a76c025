import { Component } from "@odoo/owl";
import { _t } from "@web/core/l10n/translation";

/** Green: the office has everything. Amber: something is still on the phone, or the day is old. Red: somebody has to look. */
export class SyncPill extends Component {
    static template = "crm_actions.SyncPill";
    static props = { state: Object, copyTime: String, onOpen: Function };

    get pill() {
        const { rejected, conflicts, sessionExpired, pending, sending } = this.props.state;
        const problems = rejected.length + conflicts.length;
        if (sessionExpired) {
            return { tone: "bad", icon: "fa-sign-in", text: _t("Log in") };
        }
        if (problems) {
            const text =
                problems === 1 ? _t("1 to look at") : _t("%(n)s to look at", { n: problems });
            return { tone: "bad", icon: "fa-exclamation-triangle", text };
        }
        if (pending) {
            const icon = sending ? "fa-refresh" : "fa-cloud-upload";
            const text = pending === 1 ? _t("1 unsent") : _t("%(n)s unsent", { n: pending });
            return { tone: "warn", icon, text };
        }
        const { copyTime } = this.props;
        if (copyTime) {
            const text = _t("As of %(time)s", { time: copyTime });
            return { tone: "warn", icon: "fa-clock-o", text };
        }
        return { tone: "ok", icon: "fa-cloud", text: _t("Synced") };
    }
}
