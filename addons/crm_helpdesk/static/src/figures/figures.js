import { Component, onWillStart, useState } from "@odoo/owl";
import { deserializeDate } from "@web/core/l10n/dates";
import { _t } from "@web/core/l10n/translation";
import { registry } from "@web/core/registry";
import { KeepLast } from "@web/core/utils/concurrency";
import { useService } from "@web/core/utils/hooks";
import { useSetupAction } from "@web/search/action_hook";
import { Layout } from "@web/search/layout";
import { standardActionServiceProps } from "@web/webclient/actions/action_service";
import { wordDuration } from "@crm_helpdesk/clocks/clock_math";

const TICKET = "crm.helpdesk.ticket";
const TARGET = "crm.helpdesk.sla.target";
const GOOD = 90;
const FAIR = 75;

/** How departments serve their customers; each figure says what it is a share of and leads there. */
export class Figures extends Component {
    static template = "crm_helpdesk.Figures";
    static components = { Layout };
    static props = { ...standardActionServiceProps };
    static path = "request-figures";
    static displayName = _t("Figures of Requests");

    setup() {
        this.orm = useService("orm");
        this.action = useService("action");
        this.keepLast = new KeepLast();
        this.state = useState({ page: null });
        this.periods = [3, 6, 12];
        useSetupAction({
            getLocalState: () => ({ count: this.page.count, teamId: this.page.team_id }),
        });
        const { count = 6, teamId = false } = this.props.state || {};
        onWillStart(() => this.load(count, teamId));
    }

    get page() {
        return this.state.page;
    }

    async load(count, teamId) {
        const answer = this.orm.call("crm.helpdesk.figures", "get_page", [count, teamId]);
        this.state.page = await this.keepLast.add(answer);
    }

    chooseTeam(ev) {
        return this.load(this.page.count, Number(ev.target.value) || false);
    }

    chooseMonths(ev) {
        return this.load(Number(ev.target.value), this.page.team_id);
    }

    /** A phone shows the total first and goes back from this month; a desk reads from left to right. */
    inOrder(cells, total) {
        return this.env.isSmall ? [total, ...cells.toReversed()] : [...cells, total];
    }

    get heads() {
        const months = this.page.months.map((day) => this.month(day));
        return this.inOrder(months, _t("Total"));
    }

    month(day) {
        return deserializeDate(day).toLocaleString({ month: "short", year: "2-digit" });
    }

    // -- words -----------------------------------------------------------------------------------

    number(value, digits = 1) {
        const options = { minimumFractionDigits: digits, maximumFractionDigits: digits };
        return value.toLocaleString(luxon.Settings.defaultLocale || undefined, options);
    }

    percent(share) {
        return share.percent === false ? "–" : `${this.number(share.percent)} %`;
    }

    of(share) {
        return share.of ? _t("%(n)s of %(of)s", { n: share.n, of: share.of }) : "";
    }

    minutes(figure) {
        return figure.minutes === false ? "–" : wordDuration(figure.minutes * 60);
    }

    /** Of how many; of none there is nothing to say. */
    among(figure) {
        return figure.of ? _t("of %(count)s", { count: figure.of }) : "";
    }

    /** Colour and shape of a share of promises that were kept. */
    tone({ percent }) {
        if (percent === false) {
            return { tone: "neutral", icon: "" };
        }
        if (percent >= GOOD) {
            return { tone: "success", icon: "fa-check-circle-o" };
        }
        return percent >= FAIR
            ? { tone: "warning", icon: "fa-exclamation-triangle" }
            : { tone: "danger", icon: "fa-exclamation-circle" };
    }

    band(key) {
        return key.endsWith("+")
            ? _t("more than %(days)s days", { days: Number(key.slice(0, -1)) - 1 })
            : _t("%(days)s days", { days: key.replace("-", "–") });
    }

    bandWidth({ count }) {
        const most = Math.max(1, ...this.page.backlog.map((band) => band.count));
        return Math.round((100 * count) / most);
    }

    get backlogTotal() {
        return this.page.backlog.reduce((sum, band) => sum + band.count, 0);
    }

    get isEmpty() {
        const { promises, durations, backlog } = this.page;
        const some = [...promises.map(({ total }) => total), ...durations];
        return !some.some(({ of }) => of) && !backlog.some(({ count }) => count);
    }

    // -- the rows behind a figure ----------------------------------------------------------------

    openPromises(name, domain) {
        return this.open(name, TARGET, domain);
    }

    openTickets(name, domain) {
        return this.open(name, TICKET, domain);
    }

    open(name, model, domain) {
        return this.action.doAction({
            type: "ir.actions.act_window",
            name,
            res_model: model,
            domain,
            views: model === TICKET ? [[false, "list"], [false, "form"]] : [[false, "list"]],
        });
    }

    openTeam(team) {
        return this.load(this.page.count, team.id);
    }
}

registry.category("actions").add("crm_helpdesk.figures", Figures);
