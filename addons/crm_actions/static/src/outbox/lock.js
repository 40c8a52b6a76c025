import { browser } from "@web/core/browser/browser";
import { makeUuid } from "@crm_actions/outbox/uuid";

/**
 * Runs `work` unless another tab is at it. `navigator.locks` needs HTTPS; without it a row in
 * the database says who sends, and until when, should that tab die.
 *
 * @param {string} name of the lock
 * @param {import("@crm_actions/outbox/outbox_db").OutboxDb} db
 * @param {(keep: () => Promise<boolean>) => Promise<void>} work calls `keep` before each call to
 *  the server, and stops if it is no longer its turn
 * @returns {Promise<boolean>} false if another tab has the turn
 */
export async function withLock(name, db, work) {
    const { locks } = browser.navigator;
    if (locks?.request) {
        return locks.request(name, { ifAvailable: true }, async (lock) => {
            if (lock) {
                await work(async () => true);
            }
            return Boolean(lock);
        });
    }
    const owner = makeUuid();
    const keep = () => db.takeLease(owner, Date.now());
    if (!(await keep())) {
        return false;
    }
    try {
        await work(keep);
    } finally {
        await db.releaseLease(owner);
    }
    return true;
}
