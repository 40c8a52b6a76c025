import { Component, useState } from "@odoo/owl";
import { _t } from "@web/core/l10n/translation";

const ICONS = {
    ringing: "fa-phone",
    answered: "fa-volume-control-phone",
    ended: "fa-check",
    missed: "fa-phone",
    failed: "fa-ban",
};

/** One call: who it is, what happens, and what to do. */
export class CallCard extends Component {
    static template = "crm_actions.CallCard";
    static props = { call: Object, run: Function, choose: Function, close: Function };

    setup() {
        this.state = useState({ busy: false });
    }

    get icon() {
        return ICONS[this.props.call.state];
    }

    get status() {
        const { state, direction, talk_s: seconds } = this.props.call;
        switch (state) {
            case "ringing":
                return direction === "in" ? _t("Incoming call") : _t("Outgoing call");
            case "answered":
                return _t("Talking");
            case "missed":
                return _t("Missed call");
            case "failed":
                return _t("Not reached");
            default:
                return _t("Ended after %s", formatLength(seconds));
        }
    }

    get title() {
        const { partner, name, number, candidates } = this.props.call;
        if (partner) {
            return partner.name;
        }
        return candidates.length
            ? _t("Who is it?")
            : name || number || _t("Number withheld");
    }

    /** Where a contact belongs, to tell it from others with the same number. */
    describe({ company, city }) {
        return [company, city].filter((part) => part).join(" · ");
    }

    /** What stands under the name: the company, the place, the number. */
    get details() {
        const { partner, name, number } = this.props.call;
        const parts = partner ? [partner.company, partner.city, number] : [name, number];
        return parts.filter((part) => part && part !== this.title).join(" · ");
    }

    /** One thing at a time: two taps do one thing. */
    async once(work) {
        if (this.state.busy) {
            return;
        }
        this.state.busy = true;
        try {
            await work();
        } finally {
            this.state.busy = false;
        }
    }

    onKeydown(ev) {
        if (ev.key === "Escape") {
            ev.stopPropagation();
            this.props.close(this.props.call.uuid);
        }
    }
}

function formatLength(seconds) {
    return `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, "0")}`;
}
