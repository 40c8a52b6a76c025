import { markup } from "@odoo/owl";
import { hasTouch } from "@web/core/browser/feature_detection";
import { rpc } from "@web/core/network/rpc";
import { registry } from "@web/core/registry";
import { redirect } from "@web/core/utils/urls";
import { SignatureForm } from "@portal/signature_form/signature_form";

/**
 * The customer ticks the clauses one by one, writes who signs, and signs what the page shows: the
 * fingerprint of that content goes along, so that a page that has grown old is refused.
 */
export class SignQuote extends SignatureForm {
    static template = "crm_orders_promos.SignQuote";

    setup() {
        super.setup();
        if (hasTouch()) {
            // with a finger one signs as on paper
            this.nameAndSignatureProps.mode = "draw";
        }
        this.state.ticked = {};
        this.state.vat = this.props.defaultVat || "";
        this.state.busy = false;
    }

    get clauses() {
        // the texts come from the server, which has cleaned them
        return (this.props.clauses || []).map((each) => ({ ...each, html: markup(each.html) }));
    }

    get missing() {
        return this.clauses.filter((each) => each.mustAccept && !this.state.ticked[each.id]);
    }

    /** What is to be done before one can sign, in the order of the page; nothing once one can. */
    get nextStep() {
        if (this.missing.length) {
            return "accept";
        }
        if (!this.signature.name?.trim()) {
            return "name";
        }
        return this.signature.isSignatureEmpty ? "draw" : "";
    }

    get canSign() {
        return !this.nextStep && !this.state.busy;
    }

    onTick(clause, ev) {
        this.state.ticked[clause.id] = ev.target.checked;
    }

    async onClickSubmit() {
        this.state.busy = true;
        this.state.error = false;
        try {
            const answer = await rpc(this.props.callUrl, {
                name: this.signature.name,
                signature: this.signature.getSignatureImage().split(",")[1],
                content: this.props.content,
                clause_ids: this.clauses
                    .map((each) => each.id)
                    .filter((id) => this.state.ticked[id]),
                signer_vat: this.state.vat,
            });
            if (answer.error) {
                this.state.error = answer.error;
            } else {
                redirect(answer.redirect_url);
                return new Promise(() => {});
            }
        } finally {
            this.state.busy = false;
        }
    }
}

registry.category("public_components").add("crm_orders_promos.sign_quote", SignQuote);
