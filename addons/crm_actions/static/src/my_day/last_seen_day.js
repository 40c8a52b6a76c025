import { registry } from "@web/core/registry";

/** The day as it was shown last, for coming back to the screen. */
export const lastSeenDay = {
    start: () => ({ day: null }),
};

registry.category("services").add("crm_last_seen_day", lastSeenDay);
