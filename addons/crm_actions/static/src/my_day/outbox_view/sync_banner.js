import { Component } from "@odoo/owl";
import { browser } from "@web/core/browser/browser";
import { _t } from "@web/core/l10n/translation";
import { formatTime } from "@crm_actions/time/time_labels";
import { inZone } from "@crm_actions/time/zone";

const { DateTime } = luxon;

/** Says since when there is no signal, and that nothing is lost by it. */
export class SyncBanner extends Component {
    static template = "crm_actions.SyncBanner";
    static props = { state: Object, onOpen: Function };

    get since() {
        const { offlineSince } = this.props.state;
        if (!offlineSince) {
            return "";
        }
        const time = formatTime(inZone(DateTime.fromMillis(offlineSince)));
        return _t("Offline since %(time)s.", { time });
    }

    get seeThem() {
        const { pending } = this.props.state;
        return pending === 1 ? _t("See it") : _t("See all %(n)s", { n: pending });
    }

    logIn() {
        browser.location.reload();
    }
}
