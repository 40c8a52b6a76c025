import { Component, useState } from "@odoo/owl";
import { _t } from "@web/core/l10n/translation";
import { useService } from "@web/core/utils/hooks";
import { formatMoment } from "@crm_actions/my_day/day_labels";
import { Sheet } from "@crm_actions/my_day/sheets/sheet";
import { getPosition } from "@crm_actions/position/position";
import { useOffice } from "@crm_routes/day_tools/ask_office";
import { describeDay, formatMinutes } from "@crm_routes/day_tools/day_words";
import { DayStopList } from "@crm_routes/day_tools/day_stop_list";

const DELAYS = [10, 20, 30, 45, 60, 90];
const FROM_HERE = 0;

/**
 * Running late: how much, what the day comes to then, and what to give up where it does not all
 * fit any more. What is given up is so at once; the new hours are written with the main button.
 */
export class LateSheet extends Component {
    static template = "crm_routes.LateSheet";
    static components = { Sheet, DayStopList };
    static props = {
        userId: Number,
        date: String,
        onDrop: Function,
        reload: Function,
        close: Function,
    };

    setup() {
        this.notification = useService("notification");
        this.office = useOffice();
        this.delays = DELAYS.map((minutes) => ({ minutes, label: formatMinutes(minutes) }));
        this.state = useState({ delay: null, day: null, locating: false, all: false });
        this.position = null;
    }

    get summary() {
        return this.state.day ? describeDay(this.state.day) : "";
    }

    /** A promise that breaks is written only by who has read that it does. */
    get breaks() {
        return this.state.day.stops.some(({ problem }) => problem === "broken");
    }

    /** What helps comes first, and as long as nobody asks for more it is all. */
    get offers() {
        const { offers } = this.state.day;
        return this.state.all ? offers : offers.filter(({ helps }) => helps);
    }

    get hasMore() {
        return this.offers.length < this.state.day.offers.length;
    }

    describe({ promised, worth_km, begin }) {
        const parts = [formatMoment(begin)];
        if (promised) {
            parts.push(_t("promised"));
        } else if (worth_km) {
            parts.push(_t("worth %s km", worth_km));
        }
        return parts.join(" · ");
    }

    formatMoment(moment) {
        return formatMoment(moment);
    }

    async chooseDelay(minutes) {
        if (this.office.state.busy || this.state.locating) {
            return;
        }
        this.position = null;
        if (minutes === FROM_HERE) {
            this.state.locating = true;
            this.position = await getPosition();
            this.state.locating = false;
            if (!this.position) {
                this.office.state.problem = _t(
                    "The phone does not say where you are: choose the minutes instead."
                );
                return;
            }
        }
        this.state.delay = minutes;
        await this.look();
    }

    async look() {
        this.state.day = await this.office.ask("preview_late", ...this.question);
    }

    get question() {
        const { userId, date } = this.props;
        const { latitude, longitude } = this.position || {};
        return [userId, date, this.state.delay, this.position ? { latitude, longitude } : null];
    }

    /** Given up: the day is another one now, so it is looked at again. */
    async giveUp(method, ...args) {
        const done = await this.office.ask(method, ...args);
        if (done) {
            await this.props.reload();
            await this.look();
        }
    }

    postpone({ id, postpone_to }) {
        return this.giveUp("postpone_visit", id, postpone_to);
    }

    drop({ id }) {
        this.props.onDrop(id);
        return this.giveUp("drop_visit", id);
    }

    async save() {
        const { version } = this.state.day;
        if (await this.office.ask("set_late", ...this.question, this.breaks, version)) {
            this.notification.add(_t("The new hours are in your agenda."), { type: "success" });
            this.props.close();
            await this.props.reload();
        }
    }
}
