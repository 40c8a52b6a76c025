import { Component } from "@odoo/owl";
import { isDisplayStandalone } from "@web/core/browser/feature_detection";
import { _t } from "@web/core/l10n/translation";
import { registry } from "@web/core/registry";
import { useSetupAction } from "@web/search/action_hook";
import { standardActionServiceProps } from "@web/webclient/actions/action_service";
import { LiveCard } from "@crm_actions/my_day/cards/live_card";
import { NextCard } from "@crm_actions/my_day/cards/next_card";
import { CallChip } from "@crm_actions/my_day/call_chip";
import { DayHeader } from "@crm_actions/my_day/day_header";
import { findNext } from "@crm_actions/my_day/day_labels";
import { SyncBanner } from "@crm_actions/my_day/outbox_view/sync_banner";
import { useQuietConnection } from "@crm_actions/my_day/quiet_connection";
import { secureContext } from "@crm_actions/my_day/secure_context";
import { Timeline } from "@crm_actions/my_day/timeline";
import { TodoSections } from "@crm_actions/my_day/todo_sections";
import { useCallReturn } from "@crm_actions/my_day/use_call_return";
import { useDay } from "@crm_actions/my_day/use_day";
import { useSheets } from "@crm_actions/my_day/use_sheets";
import { useWork } from "@crm_actions/my_day/use_work";
import { today } from "@crm_actions/time/zone";

const INSTALL_URL =
    `/scoped_app?app_id=crm_actions&app_name=${encodeURIComponent("Pilares")}` +
    `&path=${encodeURIComponent("scoped_app/my-day")}`;

const tools = registry.category("crm_my_day_tools");

/** What a rep does today, one thing after the other, with or without signal. */
export class MyDay extends Component {
    static template = "crm_actions.MyDay";
    static components = {
        CallChip,
        DayHeader,
        LiveCard,
        NextCard,
        SyncBanner,
        Timeline,
        TodoSections,
    };
    static props = { ...standardActionServiceProps };
    static displayName = _t("My Day");

    setup() {
        this.board = useDay(this.props.state?.date);
        this.unsent = this.board.unsent;
        const getDay = () => this.board.view();
        this.work = useWork(getDay);
        this.call = useCallReturn(getDay);
        this.sheets = useSheets({ getDay, work: this.work, call: this.call, board: this.board });
        useQuietConnection();
        // whoever left today comes back to today, whichever day that is then
        const { state } = this.board;
        const chosen = () => (state.date === today() ? "" : state.date);
        useSetupAction({ getLocalState: () => ({ date: chosen() }) });
    }

    /** Read once for each rendering; another day than the one in the header is none. */
    get shownDay() {
        return this.board.state.missing ? null : this.board.view();
    }

    get now() {
        return this.board.state.now;
    }

    isToday(day) {
        return day.date === today();
    }

    /** While one is somewhere, nothing else comes next. */
    nextOf(day) {
        return this.isToday(day) && !day.open_visit ? findNext(day.actions, this.now) : null;
    }

    /** What other addons can do with the day; see docs/architecture.md. */
    get tools() {
        return tools.getEntries().map(([key, Tool]) => ({ key, Tool }));
    }

    reload() {
        return this.board.load(this.board.state.date, true);
    }

    get isSecure() {
        return secureContext.isSecure();
    }

    get installUrl() {
        return this.isSecure && !isDisplayStandalone() ? INSTALL_URL : null;
    }
}

registry.category("actions").add("crm_actions.my_day", MyDay);
