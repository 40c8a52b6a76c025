import { Component, onWillUnmount, useState } from "@odoo/owl";
import { browser } from "@web/core/browser/browser";
import { _t } from "@web/core/l10n/translation";
import { usePopover } from "@web/core/popover/popover_hook";
import { registry } from "@web/core/registry";
import { useService } from "@web/core/utils/hooks";
import { useRecordObserver } from "@web/model/relational_model/utils";
import { standardWidgetProps } from "@web/views/widgets/standard_widget_props";
import {
    LIGHTS,
    readCard,
    readUtc,
    wordDuration,
    wordLight,
    wordMoment,
} from "@crm_helpdesk/clocks/clock_math";
import { WhyPopover } from "@crm_helpdesk/clocks/why_popover";

const { DateTime } = luxon;
const MODEL = "crm.helpdesk.ticket";
const MINUTE = 60_000;
/** What a step of the request changes; when one of them does, the clocks are read anew. */
const WATCHED = ["stage_id", "team_id", "deadline", "sla_state", "priority", "category_id"];
const WATCHED_TOO = ["answer_count", "last_customer_at", "partner_id", "kind"];

/** The two clocks of a request: when the next promise is due, how much of it is used, and why. */
export class Clocks extends Component {
    static template = "crm_helpdesk.Clocks";
    static props = { ...standardWidgetProps };

    setup() {
        this.orm = useService("orm");
        this.state = useState({ clocks: null, at: DateTime.utc() });
        this.why = usePopover(WhyPopover, {
            position: "bottom-middle",
            popoverClass: "o_helpdesk_why_popover",
            useBottomSheet: this.env.isSmall,
        });
        useRecordObserver((record) => {
            const seen = [...WATCHED, ...WATCHED_TOO].map((name) => record.data[name]?.id ?? String(record.data[name]));
            return this.load(record.resId, seen.join());
        });
        const ticking = browser.setInterval(() => this.tick(), MINUTE);
        onWillUnmount(() => browser.clearInterval(ticking));
    }

    async load(id, seen) {
        const wanted = `${id}:${seen}`;
        if (wanted === this.wanted) {
            return;
        }
        this.wanted = wanted;
        const clocks = id ? await this.orm.call(MODEL, "get_clocks", [id]) : null;
        if (wanted === this.wanted) {
            this.id = id;
            this.state.clocks = clocks;
            // the clock of the server counts, whatever this computer believes
            this.ahead = clocks ? readUtc(clocks.now).diff(DateTime.utc()) : 0;
            this.tick();
        }
    }

    tick() {
        this.state.at = DateTime.utc().plus(this.ahead || 0);
    }

    get cards() {
        const read = readUtc(this.state.clocks.now);
        return this.state.clocks.cards.map((card) => this.show(card, read));
    }

    show(card, read) {
        const { at } = this.state;
        const shown = readCard(card, read, at);
        return {
            ...card,
            ...LIGHTS[shown.light],
            key: `${card.metric}-${card.cycle}`,
            title: card.metric === "department" ? `${card.title} · ${card.team}` : card.title,
            light: shown.light,
            word: wordLight(card, shown),
            when: this.wordWhen(card, at),
            bar: Math.min(100, shown.percent),
            used: this.wordUsed(card, shown),
        };
    }

    wordWhen(card, at) {
        if (card.deadline) {
            return wordMoment(card.deadline, card.tz, at);
        }
        return card.light === "paused" ? _t("Stands still") : _t("No deadline");
    }

    wordUsed(card, { used, percent }) {
        if (!card.budget_s) {
            return _t("%(used)s of working time", { used: wordDuration(used) });
        }
        return _t("%(used)s of %(budget)s of working time · %(percent)s %", {
            used: wordDuration(used),
            budget: wordDuration(card.budget_s),
            percent,
        });
    }

    async open(ev, card) {
        const target = ev.currentTarget;
        const why = await this.orm.call(MODEL, "explain_clock", [this.id, card.metric, card.cycle]);
        this.why.open(target, { why });
    }
}

registry.category("view_widgets").add("crm_helpdesk_clocks", {
    component: Clocks,
    fieldDependencies: [
        { name: "stage_id", type: "many2one" },
        { name: "team_id", type: "many2one" },
        { name: "partner_id", type: "many2one" },
        { name: "category_id", type: "many2one" },
        { name: "priority", type: "selection" },
        { name: "kind", type: "selection" },
        { name: "deadline", type: "datetime" },
        { name: "sla_state", type: "selection" },
        { name: "answer_count", type: "integer" },
        { name: "last_customer_at", type: "datetime" },
    ],
});
