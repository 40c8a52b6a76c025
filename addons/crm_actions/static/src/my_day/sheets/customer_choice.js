import { Component, useState } from "@odoo/owl";
import { ConnectionLostError } from "@web/core/network/rpc";
import { KeepLast } from "@web/core/utils/concurrency";
import { useService } from "@web/core/utils/hooks";
import { normalize } from "@web/core/l10n/utils";
import { useDebounced } from "@web/core/utils/timing";

const CALM_MS = 250;
const LIMIT = 8;

/** Customers of the day, which the phone knows; with signal also all others, by name. */
export class CustomerChoice extends Component {
    static template = "crm_actions.CustomerChoice";
    static props = { day: Object, onChoose: Function };

    setup() {
        this.orm = useService("orm");
        this.keepLast = new KeepLast();
        this.state = useState({ text: "", found: [], offline: false });
        this.search = useDebounced(() => this.ask(), CALM_MS);
    }

    get known() {
        const wanted = normalize(this.state.text.trim());
        return Object.values(this.props.day.partners)
            .filter(({ name }) => normalize(name).includes(wanted))
            .sort((one, other) => one.name.localeCompare(other.name));
    }

    get others() {
        const known = new Set(this.known.map(({ id }) => id));
        return this.state.found.filter(({ id }) => !known.has(id));
    }

    async ask() {
        const text = this.state.text.trim();
        if (!text) {
            this.state.found = [];
            return;
        }
        try {
            const found = await this.keepLast.add(
                this.orm.call("res.partner", "name_search", [], { name: text, limit: LIMIT })
            );
            this.state.found = found.map(([id, name]) => ({ id, name }));
            this.state.offline = false;
        } catch (error) {
            if (!(error instanceof ConnectionLostError)) {
                throw error;
            }
            this.state.offline = true;
        }
    }
}
