import { Component, onMounted, onWillUpdateProps, useState } from "@odoo/owl";
import { _t } from "@web/core/l10n/translation";
import { deserializeDate } from "@web/core/l10n/dates";
import { KeepLast } from "@web/core/utils/concurrency";
import { useService } from "@web/core/utils/hooks";
import { FOLLOWUP_STATES } from "./followup_state";

const CHART = { width: 200, height: 64 };

/** Beside the board: how each rep stands, and how the team did week by week. */
export class FollowupPanel extends Component {
    static template = "crm_actions.FollowupPanel";
    static props = { domain: Array, revision: Number };

    setup() {
        this.orm = useService("orm");
        this.last = new KeepLast();
        this.states = FOLLOWUP_STATES;
        this.data = useState({ reps: [], weeks: [], total: 0, with_next_step: 0, selected: null });
        this.domain = this.props.domain;
        this.revision = this.props.revision;
        onMounted(() => this.load(this.props.domain)); // the cards do not wait for it
        onWillUpdateProps((next) => {
            this.update(next); // nor does what they are searched for
        });
    }

    async load(domain) {
        this.domain = domain;
        const asked = this.orm.call("crm.lead", "get_followup_panel", [domain]);
        Object.assign(this.data, await this.last.add(asked));
    }

    /** While a rep is chosen the panel goes on showing all of them. */
    async update(next) {
        if (this.data.selected && !this.isFilterActive()) {
            this.data.selected = null; // its facet was removed in the search bar
        }
        const domain = this.data.selected ? this.domain : next.domain;
        const isOther = JSON.stringify(domain) !== JSON.stringify(this.domain);
        if (isOther || next.revision !== this.revision) {
            this.revision = next.revision;
            await this.load(domain);
        }
    }

    isFilterActive() {
        const { query, searchItems } = this.env.searchModel;
        return query.some(({ searchItemId }) => searchItems[searchItemId].groupId === this.groupId);
    }

    /** Show the opportunities of one rep, or of all again. */
    select(rep) {
        const model = this.env.searchModel;
        const again = rep && this.data.selected === rep.key;
        const active = this.data.selected && this.isFilterActive();
        const previous = this.groupId;
        this.data.selected = rep && !again ? rep.key : null;
        if (this.data.selected) {
            this.groupId = model.nextGroupId;
            const domain = `[("user_id", "=", ${rep.id || "False"})]`;
            model.createNewFilters([{ description: rep.name, domain }]);
        }
        if (active) {
            model.deactivateGroup(previous);
        }
    }

    get rows() {
        const all = { key: "all", name: _t("Everybody"), red: 0, amber: 0, green: 0, total: 0 };
        for (const rep of this.data.reps) {
            for (const figure of ["red", "amber", "green", "total"]) {
                all[figure] += rep[figure];
            }
        }
        return [all, ...this.data.reps];
    }

    isSelected(row) {
        return row.key === (this.data.selected || "all");
    }

    onRow(row) {
        this.select(row.key === "all" ? null : row);
    }

    rowLabel(row) {
        return _t("%(rep)s: %(red)s at risk, %(amber)s to watch, %(green)s on track", {
            rep: row.name,
            red: row.red,
            amber: row.amber,
            green: row.green,
        });
    }

    share(part, total) {
        return total ? Math.round((100 * part) / total) : 0;
    }

    get nextStepShare() {
        return this.share(this.data.with_next_step, this.data.total);
    }

    // -- the weeks -------------------------------------------------------------------------

    get trend() {
        return this.data.weeks.map((week) => ({
            day: deserializeDate(week.week).toLocaleString({ month: "short", day: "numeric" }),
            share: this.share(week.green, week.total),
        }));
    }

    get chart() {
        return CHART;
    }

    get points() {
        const step = CHART.width / Math.max(1, this.trend.length - 1);
        const y = (share) => (CHART.height * (100 - share)) / 100;
        return this.trend.map(({ share }, index) => `${index * step},${y(share)}`).join(" ");
    }

    get trendLabel() {
        return this.trend.map(({ day, share }) => `${day}: ${share} %`).join(", ");
    }
}
