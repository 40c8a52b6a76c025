import { Component, useState } from "@odoo/owl";
import { Dialog } from "@web/core/dialog/dialog";
import { deserializeDate, formatDate } from "@web/core/l10n/dates";
import { _t } from "@web/core/l10n/translation";
import { useService } from "@web/core/utils/hooks";
import { useDebounced } from "@web/core/utils/timing";

const MODEL = "crm.commission.statement";
const WAIT = 250;

/** Says what is wrong with an entry of a statement, or what is missing on it. */
export class DisputeDialog extends Component {
    static template = "crm_commissions.DisputeDialog";
    static components = { Dialog };
    static props = {
        close: Function,
        statementId: Number,
        reasons: Array,
        // of what is wrong; without them something is missing
        entry: { type: String, optional: true },
        subject: { type: String, optional: true },
        ofTier: { type: Boolean, optional: true }, // a sale that fills it, which is booked as a whole
        done: Function,
    };

    setup() {
        this.orm = useService("orm");
        this.state = useState({
            reason: this.props.entry ? "amount" : "missing",
            note: "",
            amount: "",
            document: "",
            move: null,
            found: [],
            busy: false,
            problem: "",
        });
        this.search = useDebounced(() => this.find(), WAIT);
    }

    get title() {
        return this.props.entry ? _t("Dispute") : _t("Something is missing");
    }

    get isReady() {
        const { note, document, move, busy } = this.state;
        const named = this.props.entry || move || document.trim();
        return Boolean(named && note.trim()) && !busy;
    }

    onDocument() {
        this.state.move = null;
        this.search();
    }

    async find() {
        const term = this.state.document.trim();
        const found =
            term.length < 3
                ? []
                : await this.orm.call(MODEL, "find_disputable", [this.props.statementId, term]);
        if (term === this.state.document.trim() && !this.state.move) {
            this.state.found = found;
        }
    }

    day(move) {
        return formatDate(deserializeDate(move.date));
    }

    choose(move) {
        Object.assign(this.state, { move, document: move.name, found: [] });
    }

    async onSend() {
        const { reason, note, amount, document, move } = this.state;
        const about = this.props.entry ? { key: this.props.entry } : { document, move_id: move?.id };
        Object.assign(this.state, { busy: true, problem: "" });
        try {
            await this.orm.call(MODEL, "open_dispute", [
                this.props.statementId,
                { ...about, reason, note, amount },
            ]);
        } catch (error) {
            // what was written stays, so that it can be sent once more
            this.state.problem = error.data?.message || _t("This could not be sent. Try again.");
            return;
        } finally {
            this.state.busy = false;
        }
        this.props.close();
        await this.props.done();
    }
}
