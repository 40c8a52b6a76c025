import { browser } from "@web/core/browser/browser";

const EVERY = 60000;
const FIRST = 5000;
const LONGEST = 300000;

/**
 * When to send. Whether there is a network nobody knows before having tried: `navigator.onLine`
 * says yes in a Wi-Fi that leads nowhere, so its event is a hint to try, and no more.
 */
export class Schedule {
    failures = 0;
    timer = null;

    /** @param {() => void} flush */
    constructor(flush) {
        this.flush = flush;
    }

    start() {
        browser.addEventListener("online", () => this.flush());
        document.addEventListener("visibilitychange", () => {
            if (document.visibilityState === "visible") {
                this.flush();
            }
        });
    }

    /**
     * @param {"done" | "busy" | "failed"} outcome of the last flush
     * @param {boolean} isWaiting whether something is left; nothing is no reason to wake a phone
     */
    next(outcome, isWaiting) {
        // what a person does out of turn makes the next turn no rarer
        const isOutOfTurn = this.failures > 0 && this.timer !== null;
        browser.clearTimeout(this.timer);
        this.timer = null;
        if (outcome !== "failed" || !isWaiting) {
            this.failures = 0;
        } else if (!isOutOfTurn) {
            this.failures += 1;
        }
        if (isWaiting) {
            this._flushIn(this._delay(outcome));
        }
    }

    /** Something waits, of this tab or another: it is looked after even if nobody flushes. */
    watch() {
        if (this.timer === null && this.failures === 0) {
            this._flushIn(EVERY);
        }
    }

    _flushIn(delay) {
        this.timer = browser.setTimeout(() => {
            this.timer = null;
            this.flush();
        }, delay);
    }

    _delay(outcome) {
        if (outcome === "failed") {
            const delay = Math.min(FIRST * 2 ** (this.failures - 1), LONGEST);
            // phones that lost one server together do not come back together
            return delay * (0.8 + 0.2 * Math.random());
        }
        return outcome === "busy" ? FIRST : EVERY;
    }
}
