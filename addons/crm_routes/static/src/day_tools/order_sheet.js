import { Component, onMounted, useState } from "@odoo/owl";
import { _t } from "@web/core/l10n/translation";
import { useService } from "@web/core/utils/hooks";
import { Sheet } from "@crm_actions/my_day/sheets/sheet";
import { useOffice } from "@crm_routes/day_tools/ask_office";
import { describeDay, formatKm, formatMinutes } from "@crm_routes/day_tools/day_words";
import { DayStopList } from "@crm_routes/day_tools/day_stop_list";

/** What is left of the day in a shorter order, with what it saves, before anything is written. */
export class OrderSheet extends Component {
    static template = "crm_routes.OrderSheet";
    static components = { Sheet, DayStopList };
    static props = { userId: Number, date: String, reload: Function, close: Function };

    setup() {
        this.notification = useService("notification");
        this.office = useOffice();
        this.state = useState({ day: null, keepOwn: true });
        // drawn first: whoever waits sees for what
        onMounted(() => this.look());
    }

    get summary() {
        return this.state.day ? describeDay(this.state.day) : "";
    }

    /** Less than a hundred metres is nothing to drive otherwise for. */
    get isBetter() {
        const { is_possible, saved_km, saved_minutes } = this.state.day;
        return is_possible && (saved_km > 0 || saved_minutes > 0);
    }

    /** Of way and time only what becomes less: a quicker way may be no shorter. */
    get saved() {
        const { saved_km, saved_minutes } = this.state.day;
        const parts = [
            saved_km > 0 ? formatKm(saved_km) : "",
            saved_minutes > 0 ? formatMinutes(saved_minutes) : "",
        ];
        return _t("Saves %s", parts.filter(Boolean).join(" · "));
    }

    /** Hours that no plan has found are somebody's choice: they stay unless one lets go of them. */
    get hasOwn() {
        return this.state.day.stops.some(({ state, own, promised }) => state === "planned" && own && !promised);
    }

    async look() {
        const { userId, date } = this.props;
        const args = [userId, date, null, this.state.keepOwn];
        this.state.day = await this.office.ask("preview_better_order", ...args);
    }

    toggleOwn() {
        this.state.keepOwn = !this.state.keepOwn;
        return this.look();
    }

    async save() {
        const { stops, version } = this.state.day;
        const order = stops.map(({ id }) => id);
        const { userId, date } = this.props;
        const args = [userId, date, order, false, 0, null, version, this.state.keepOwn];
        if (await this.office.ask("set_order", ...args)) {
            this.notification.add(_t("The new hours are in your agenda."), { type: "success" });
            this.props.close();
            await this.props.reload();
        }
    }
}
