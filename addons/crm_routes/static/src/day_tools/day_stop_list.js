import { Component } from "@odoo/owl";
import { formatHour } from "@crm_actions/my_day/day_labels";

/** What is to come, with the hours as they would be, the former ones and what is wrong. */
export class DayStopList extends Component {
    static template = "crm_routes.DayStopList";
    static props = { day: Object };

    get stops() {
        return this.props.day.stops
            .filter(({ state }) => state === "planned")
            .map((stop) => {
                const [hour, former] = [stop.begin, stop.former_begin].map(formatHour);
                return { ...stop, hour, former: former === hour ? "" : former };
            });
    }
}
