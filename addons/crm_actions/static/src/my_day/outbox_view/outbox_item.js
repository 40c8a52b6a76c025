import { Component } from "@odoo/owl";
import { _t } from "@web/core/l10n/translation";
import { formatMoment } from "@crm_actions/my_day/day_labels";
import { opIcon, opWord } from "@crm_actions/my_day/outbox_view/op_labels";

/** One thing that was done: what, with whom, when, and what the server said to it. */
export class OutboxItem extends Component {
    static template = "crm_actions.OutboxItem";
    static props = { op: Object, tone: String, slots: { type: Object, optional: true } };

    get icon() {
        return opIcon(this.props.op.kind);
    }

    get title() {
        const { kind, base } = this.props.op;
        return [base?.title, opWord(kind)].filter(Boolean).join(" · ");
    }

    get details() {
        const { at, photoCount } = this.props.op;
        const photos =
            photoCount &&
            (photoCount === 1 ? _t("1 photo") : _t("%(n)s photos", { n: photoCount }));
        return [at && formatMoment(at), photos].filter(Boolean).join(" · ");
    }
}
