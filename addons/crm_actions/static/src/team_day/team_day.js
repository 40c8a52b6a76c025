import { Component, useRef } from "@odoo/owl";
import { _t } from "@web/core/l10n/translation";
import { registry } from "@web/core/registry";
import { useService } from "@web/core/utils/hooks";
import { useSetupAction } from "@web/search/action_hook";
import { Layout } from "@web/search/layout";
import { standardActionServiceProps } from "@web/webclient/actions/action_service";
import { BoardHeader } from "@crm_actions/day_board/board_header";
import { MoveDialog } from "@crm_actions/day_board/move_dialog";
import { useBoard } from "@crm_actions/day_board/use_board";
import { TeamRow } from "@crm_actions/team_day/team_row";
import { useRowDrag } from "@crm_actions/team_day/use_row_drag";

/** How the day of each rep goes, and giving a visit to somebody else. */
export class TeamDay extends Component {
    static template = "crm_actions.TeamDay";
    static components = { BoardHeader, Layout, TeamRow };
    static props = { ...standardActionServiceProps };

    setup() {
        this.action = useService("action");
        this.dialog = useService("dialog");
        this.notification = useService("notification");
        this.rootRef = useRef("root");
        this.board = useBoard(this.props.state?.date, "get_team_day");
        useSetupAction({ getLocalState: () => ({ date: this.data.date }) });
        this.drag = useRowDrag({
            ref: this.rootRef,
            onDrop: (actionId, userId) => this.give(this.findAction(actionId), userId),
        });
    }

    get data() {
        return this.board.state.board;
    }

    get total() {
        const total = { planned: 0, done: 0, verified: 0, overdue: 0 };
        for (const rep of this.data.reps) {
            for (const key of Object.keys(total)) {
                total[key] += rep[key];
            }
        }
        return total;
    }

    get summary() {
        return _t("%(done)s done, %(planned)s to come, %(overdue)s overdue", this.total);
    }

    findAction(actionId) {
        return this.data.reps.flatMap((rep) => rep.actions).find(({ id }) => id === actionId);
    }

    give(action, userId) {
        return this.move(action, { userId, startMinute: null });
    }

    async move(action, target) {
        if (await this.board.move(action, target)) {
            this.notification.add(_t("%(title)s was moved.", { title: action.name }), {
                type: "success",
            });
        }
    }

    openMove(action) {
        this.dialog.add(MoveDialog, {
            action,
            reps: this.data.reps,
            move: this.move.bind(this),
        });
    }

    openAction(action) {
        return this.action.doAction({
            type: "ir.actions.act_window",
            res_model: "crm.action",
            res_id: action.id,
            views: [[false, "form"]],
        });
    }
}

registry.category("actions").add("crm_actions.team_day", TeamDay);
