import { onWillDestroy } from "@odoo/owl";
import { ConnectionLostError } from "@web/core/network/rpc";
import { registry } from "@web/core/registry";

/** Odoo's own handler, which shows a toast that stays, has 98. */
const BEFORE_ODOO = 90;
let screens = 0;

/**
 * A day that is painted from the cache refreshes behind it, and the promise of that refresh is
 * nobody's: without signal it would end in a toast. My day has its own banner for it.
 */
function keepQuiet(env, error, originalError) {
    return screens > 0 && originalError instanceof ConnectionLostError;
}

registry.category("error_handlers").add("crm_my_day_quiet", keepQuiet, { sequence: BEFORE_ODOO });

/** As long as this component lives, also before it shows, a lost connection is no error. */
export function useQuietConnection() {
    screens++;
    onWillDestroy(() => screens--);
}
