import { registry } from "@web/core/registry";
import { user } from "@web/core/user";
import { session } from "@web/session";
import { Outbox } from "@crm_actions/outbox/outbox";

export const outboxService = {
    start() {
        const outbox = new Outbox(`crm_outbox_${session.db}`, user.userId);
        outbox.start();
        return outbox;
    },
};

registry.category("services").add("crm_outbox", outboxService);
