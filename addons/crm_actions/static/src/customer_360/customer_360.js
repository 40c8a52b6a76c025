import { Component, onMounted, onWillStart, useState } from "@odoo/owl";
import { _t } from "@web/core/l10n/translation";
import { registry } from "@web/core/registry";
import { useService } from "@web/core/utils/hooks";
import { useSetupAction } from "@web/search/action_hook";
import { Layout } from "@web/search/layout";
import { standardActionServiceProps } from "@web/webclient/actions/action_service";
import { Header360 } from "@crm_actions/customer_360/header";
import { Section360 } from "@crm_actions/customer_360/section";
import { Timeline360 } from "@crm_actions/customer_360/timeline";
import { useCustomer360 } from "@crm_actions/customer_360/use_customer_360";

/** All about a customer, or about a prospect that is only an opportunity, on one page. */
export class Customer360 extends Component {
    static template = "crm_actions.Customer360";
    static components = { Header360, Layout, Section360, Timeline360 };
    static props = { ...standardActionServiceProps };
    static displayName = _t("Customer");
    // by it a link to a customer is known to be one page, and not a form behind a list
    static path = "customer-360";
    static resModel = "res.partner";

    setup() {
        this.action = useService("action");
        const { action, resId, state } = this.props;
        const id = state?.resId || resId || action.params?.res_id || action.context?.active_id;
        this.page = useCustomer360(this.constructor.resModel, id, this.env.isSmall);
        this.ui = useState({ revision: 0 });
        useSetupAction({ getLocalState: () => ({ resId: id, open: this.page.openKeys }) });
        onWillStart(() => this.start(id, state?.open));
        onMounted(() => this.page.loadRest());
    }

    async start(id, open) {
        // in the address bar, so that reloading and going back come to the same customer
        this.props.updateActionState?.({ resId: id });
        await this.page.load(open);
        if (this.header) {
            this.env.config.setDisplayName?.(this.displayName);
        }
    }

    /** Opened from the form of the contact, whose name stands before it, it says no name again. */
    get displayName() {
        const crumbs = this.env.config.breadcrumbs || [];
        const { name } = this.header;
        return crumbs.at(-2)?.name === name ? "360" : `${name} · 360`;
    }

    get header() {
        return this.page.data("header");
    }

    get sections() {
        return this.page.state.sections.filter((section) => section.key !== "header");
    }

    /** On a desk two columns beside the timeline, filled by turns so that both are as long. */
    get columns() {
        if (this.env.isSmall) {
            return [this.sections];
        }
        const columns = [[], []];
        this.sections.forEach((section, index) => columns[index % 2].push(section));
        return columns;
    }

    async chooseAddress(addressId) {
        await this.page.chooseAddress(addressId);
        this.ui.revision++;
    }

    /** Open a record or an action, and look again when a dialog has changed something. */
    async open(action) {
        await this.action.doAction(action, { onClose: () => this.refresh() });
    }

    openRow({ model, res_id, url }) {
        if (url) {
            return this.action.doAction({ type: "ir.actions.act_url", url, target: "download" });
        }
        return this.action.doAction({
            type: "ir.actions.act_window",
            res_model: model,
            res_id,
            views: [[false, "form"]],
        });
    }

    /** Call a method of the customer or prospect that gives back an action to open. */
    async call(method) {
        await this.open(await this.page.call(method));
    }

    async refresh() {
        await this.page.refresh();
        this.ui.revision++;
    }
}

/** The same of an opportunity that is nobody's customer yet. */
export class Prospect360 extends Customer360 {
    static displayName = _t("Prospect");
    static path = "prospect-360";
    static resModel = "crm.lead";
}

registry.category("actions").add("crm_actions.customer_360", Customer360);
registry.category("actions").add("crm_actions.prospect_360", Prospect360);
