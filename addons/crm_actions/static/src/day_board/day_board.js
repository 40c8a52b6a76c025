import { Component, useEffect, useRef, useState } from "@odoo/owl";
import { _t } from "@web/core/l10n/translation";
import { registry } from "@web/core/registry";
import { useBus, useService } from "@web/core/utils/hooks";
import { user } from "@web/core/user";
import { useSetupAction } from "@web/search/action_hook";
import { Layout } from "@web/search/layout";
import { standardActionServiceProps } from "@web/webclient/actions/action_service";
import { BoardGrid } from "@crm_actions/day_board/board_grid";
import { BoardHeader } from "@crm_actions/day_board/board_header";
import { minutesToPx } from "@crm_actions/day_board/geometry";
import { MoveDialog } from "@crm_actions/day_board/move_dialog";
import { useBoard } from "@crm_actions/day_board/use_board";

/** How much of the past stays in sight above the first card or the present. */
const LOOK_BACK = 45;

/** Everybody's actions of one day: on a desk all reps side by side, on a phone one at a time. */
export class DayBoard extends Component {
    static template = "crm_actions.DayBoard";
    static components = { BoardGrid, BoardHeader, Layout };
    static props = { ...standardActionServiceProps };

    setup() {
        this.action = useService("action");
        this.dialog = useService("dialog");
        this.ui = useService("ui");
        this.notification = useService("notification");
        this.scrollRef = useRef("scroll");
        const previous = this.props.state || {};
        this.board = useBoard(previous.date);
        this.state = useState({ repId: previous.repId || user.userId });
        useSetupAction({
            getLocalState: () => ({
                date: this.data.date,
                repId: this.state.repId,
                top: this.scrollRef.el.scrollTop,
            }),
        });
        useBus(this.ui.bus, "resize", () => this.render(true));
        let top = previous.top;
        useEffect(
            () => {
                this.scrollRef.el.scrollTop = top ?? this.workTop;
                top = undefined;
            },
            () => [this.data.date]
        );
    }

    get data() {
        return this.board.state.board;
    }

    /** The rep that a phone shows. */
    get shownRep() {
        const { reps } = this.data;
        return reps.find((rep) => rep.id === this.state.repId) || reps[0];
    }

    get reps() {
        return this.env.isSmall ? [this.shownRep] : this.data.reps;
    }

    get actions() {
        const { actions } = this.data;
        return this.env.isSmall
            ? actions.filter((action) => action.user_id === this.shownRep.id)
            : actions;
    }

    /** Where the present of today begins, or the first action of any other day. */
    get workTop() {
        const [firstHour] = this.data.hours;
        const starts = this.actions.filter(({ allday }) => !allday).map((a) => a.start_minute);
        const first = starts.length ? Math.min(...starts) : firstHour * 60;
        return minutesToPx((this.board.state.now ?? first) - LOOK_BACK, firstHour);
    }

    async move(action, target) {
        if (await this.board.move(action, target)) {
            this.notification.add(_t("%(title)s was moved.", { title: action.name }), {
                type: "success",
            });
        }
    }

    openAction(action) {
        return this.action.doAction({
            type: "ir.actions.act_window",
            res_model: "crm.action",
            res_id: action.id,
            views: [[false, "form"]],
        });
    }

    openAgenda() {
        return this.action.doAction("crm_actions.crm_action_action_agenda");
    }

    openMove(action) {
        this.dialog.add(MoveDialog, {
            action,
            reps: this.data.reps,
            move: this.move.bind(this),
        });
    }
}

registry.category("actions").add("crm_actions.day_board", DayBoard);
