import { Component, useState } from "@odoo/owl";
import { deserializeDate } from "@web/core/l10n/dates";
import { _t } from "@web/core/l10n/translation";
import { useService } from "@web/core/utils/hooks";
import { formatHour, formatNear } from "@crm_actions/my_day/day_labels";
import { CustomerChoice } from "@crm_actions/my_day/sheets/customer_choice";
import { Sheet } from "@crm_actions/my_day/sheets/sheet";
import { today } from "@crm_actions/time/zone";
import { useOffice } from "@crm_routes/day_tools/ask_office";
import { formatKm } from "@crm_routes/day_tools/day_words";

/** One more visit in two taps: with whom, and at which of the three hours that cost least. */
export class SlotSheet extends Component {
    static template = "crm_routes.SlotSheet";
    static components = { CustomerChoice, Sheet };
    static props = { day: Object, userId: Number, reload: Function, close: Function };

    setup() {
        this.notification = useService("notification");
        this.office = useOffice();
        this.state = useState({ customer: null, found: null, promised: true });
    }

    get title() {
        return this.state.customer ? _t("When?") : _t("Whom do you visit?");
    }

    choose(customer) {
        this.state.customer = customer;
        return this.look();
    }

    async look() {
        const { customer } = this.state;
        this.state.found = await this.office.ask("get_slots", this.props.userId, customer.id);
    }

    back() {
        Object.assign(this.state, { customer: null, found: null });
        this.office.state.problem = "";
    }

    dayOf({ date }) {
        return date === today() ? _t("Today") : formatNear(deserializeDate(date));
    }

    hourOf({ begin }) {
        return formatHour(begin);
    }

    /** What it costs, and between whom it lies. */
    describe({ travel_km, after, before }) {
        const way = travel_km ? _t("+%s", formatKm(travel_km)) : _t("on the way");
        if (after && before) {
            return _t("%(way)s · between %(after)s and %(before)s", { way, after, before });
        }
        if (after) {
            return _t("%(way)s · after %(after)s", { way, after });
        }
        return before
            ? _t("%(way)s · before %(before)s", { way, before })
            : _t("%(way)s · nothing else that day", { way });
    }

    async book(slot) {
        const { customer, found, promised } = this.state;
        const args = [this.props.userId, customer.id, slot.begin, found.minutes, promised];
        const booked = await this.office.ask("book_slot", ...args);
        if (booked) {
            const when = `${this.dayOf(slot)}, ${this.hourOf(slot)}`;
            const text = _t("%(customer)s: %(when)s", { customer: customer.name, when });
            this.notification.add(text, { type: "success" });
            this.props.close();
            await this.props.reload();
        }
    }
}
