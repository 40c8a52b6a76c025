import { registry } from "@web/core/registry";

/**
 * Quotations and orders are made by the PDF kit, so their print menu needs no wkhtmltopdf: it opens
 * the document instead of asking the server whether it has that program.
 */
async function printDossier(action, options, env) {
    if (action.report_name !== "sale.report_saleorder" || action.report_type !== "qweb-pdf") {
        return false;
    }
    const ids = action.context?.active_ids || [];
    if (!ids.length) {
        return false;
    }
    for (const id of ids) {
        await env.services.action.doAction({
            type: "ir.actions.act_url",
            url: `/crm/pdf/sale.order/${id}`,
            target: "new",
        });
    }
    options?.onClose?.();
    return true;
}

registry.category("ir.actions.report handlers").add("crm_orders_promos", printDossier);
