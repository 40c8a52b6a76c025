import { Component, onWillStart, useState } from "@odoo/owl";
import { formatCurrency } from "@web/core/currency";
import { DateTimeInput } from "@web/core/datetime/datetime_input";
import { deserializeDate, formatDate, serializeDate } from "@web/core/l10n/dates";
import { _t } from "@web/core/l10n/translation";
import { registry } from "@web/core/registry";
import { KeepLast } from "@web/core/utils/concurrency";
import { useService } from "@web/core/utils/hooks";
import { formatFloat } from "@web/views/fields/formatters";
import { useSetupAction } from "@web/search/action_hook";
import { Layout } from "@web/search/layout";
import { standardActionServiceProps } from "@web/webclient/actions/action_service";

// of the drawing, in its own units
const WIDTH = 720;
const HEIGHT = 260;
const MARGIN = { left: 12, right: 66, top: 18, bottom: 30 };

/** Which few causes make most of the trouble: bars, their cumulative share, the line of 80 %. */
export class Pareto extends Component {
    static template = "crm_helpdesk.Pareto";
    static components = { Layout, DateTimeInput };
    static props = { ...standardActionServiceProps };

    setup() {
        this.orm = useService("orm");
        this.action = useService("action");
        this.keepLast = new KeepLast();
        const { by = "cause_id", measure = "count", from = false, to = false } =
            this.props.state || {};
        this.state = useState({ data: null, query: { by, measure, from, to } });
        useSetupAction({ getLocalState: () => ({ ...this.state.query }) });
        onWillStart(() => this.load({}));
    }

    get data() {
        return this.state.data;
    }

    /** One call for the whole page; of two in a row the last one counts. */
    async load(changes) {
        Object.assign(this.state.query, changes);
        const { by, measure, from, to } = this.state.query;
        const answer = this.orm.call("crm.helpdesk.pareto", "get_pareto", [by, measure, from, to]);
        this.state.data = await this.keepLast.add(answer);
    }

    get from() {
        return deserializeDate(this.data.date_from);
    }

    get to() {
        return deserializeDate(this.data.date_to);
    }

    setFrom(day) {
        return day && this.load({ from: serializeDate(day), to: this.data.date_to });
    }

    setTo(day) {
        return day && this.load({ from: this.data.date_from, to: serializeDate(day) });
    }

    weight(value) {
        if (this.data.measure === "cost") {
            return formatCurrency(value, this.data.currency_id);
        }
        return String(value);
    }

    get measureName() {
        return this.data.measure === "cost" ? _t("Cost of non-quality") : _t("Requests");
    }

    percent(value) {
        return _t("%s %", formatFloat(value, { digits: [0, 1], trailingZeros: false }));
    }

    get sentence() {
        const vital = this.data.bars.filter((bar) => bar.is_vital);
        const reached = this.percent(vital[vital.length - 1].cumulative);
        return vital.length === 1
            ? _t("One of %(all)s makes %(share)s.", { all: this.data.bars.length, share: reached })
            : _t("%(few)s of %(all)s make %(share)s.", {
                  few: vital.length,
                  all: this.data.bars.length,
                  share: reached,
              });
    }

    get period() {
        return _t("%(from)s to %(to)s", { from: formatDate(this.from), to: formatDate(this.to) });
    }

    // -- the drawing ------------------------------------------------------------------------

    get viewBox() {
        return `0 0 ${WIDTH} ${HEIGHT}`;
    }

    get slot() {
        return (WIDTH - MARGIN.left - MARGIN.right) / this.data.bars.length;
    }

    y(percent) {
        const room = HEIGHT - MARGIN.top - MARGIN.bottom;
        return MARGIN.top + room * (1 - percent / 100);
    }

    /** Bars and line have one scale: the share of all. */
    get columns() {
        const slot = this.slot;
        const width = Math.min(slot * 0.7, 64);
        return this.data.bars.map((bar, place) => ({
            ...bar,
            x: MARGIN.left + place * slot + (slot - width) / 2,
            middle: MARGIN.left + place * slot + slot / 2,
            y: this.y(bar.share),
            width,
            height: this.y(0) - this.y(bar.share),
            dot: this.y(bar.cumulative),
            number: place + 1,
        }));
    }

    get path() {
        return this.columns.map((column) => `${column.middle},${column.dot}`).join(" ");
    }

    get edges() {
        return { left: MARGIN.left, right: WIDTH - MARGIN.right, bottom: this.y(0) };
    }

    get ticks() {
        return [0, 20, 40, 60, 80, 100].map((value) => ({ value, y: this.y(value) }));
    }

    open(bar) {
        return this.action.doAction({
            type: "ir.actions.act_window",
            name: bar.label,
            res_model: "crm.helpdesk.ticket",
            views: [
                [false, "list"],
                [false, "form"],
            ],
            domain: bar.domain,
        });
    }
}

registry.category("actions").add("crm_helpdesk.pareto", Pareto);
