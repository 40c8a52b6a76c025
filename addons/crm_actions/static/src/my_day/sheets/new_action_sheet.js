import { Component, useState } from "@odoo/owl";
import { _t } from "@web/core/l10n/translation";
import { kindIcon } from "@crm_actions/my_day/day_labels";
import { CustomerChoice } from "@crm_actions/my_day/sheets/customer_choice";
import { SlotChoice } from "@crm_actions/my_day/sheets/slot_choice";
import { Sheet } from "@crm_actions/my_day/sheets/sheet";
import { makeUuid } from "@crm_actions/outbox/uuid";

/** A new action in three taps: what, with whom, when. What is known beforehand is not asked. */
export class NewActionSheet extends Component {
    static template = "crm_actions.NewActionSheet";
    static components = { CustomerChoice, SlotChoice, Sheet };
    static props = {
        day: Object,
        preset: {
            type: Object,
            shape: {
                leadId: { type: [Number, Boolean], optional: true },
                partnerId: { type: [Number, Boolean], optional: true },
                name: { type: String, optional: true },
            },
        },
        save: Function,
        close: Function,
    };

    setup() {
        const { leadId, partnerId, name } = this.props.preset;
        const isKnown = leadId || partnerId;
        this.state = useState({
            type: null,
            customer: isKnown ? { id: partnerId || false, name } : null,
        });
    }

    get step() {
        return !this.state.type ? "type" : !this.state.customer ? "customer" : "time";
    }

    get title() {
        const titles = { type: _t("New action"), customer: _t("With whom?"), time: _t("When?") };
        return titles[this.step];
    }

    get chosen() {
        const { type, customer } = this.state;
        return [type?.name, customer?.name].filter(Boolean).join(" · ");
    }

    kindIcon(type) {
        return kindIcon(type.code);
    }

    async choose(start) {
        const { type, customer } = this.state;
        const vals = {
            client_uuid: makeUuid(),
            type_id: type.id,
            partner_id: customer.id,
            opportunity_id: this.props.preset.leadId || false,
            start,
        };
        if (await this.props.save(vals, customer.name)) {
            this.props.close();
        }
    }
}
