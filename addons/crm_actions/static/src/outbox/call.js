import { browser } from "@web/core/browser/browser";
import { serializeDateTime } from "@web/core/l10n/dates";
import { ConnectionAbortedError, ConnectionLostError, rpc, RPCError } from "@web/core/network/rpc";
import { user } from "@web/core/user";
import { pick } from "@web/core/utils/objects";

const { DateTime } = luxon;

/** A call in a tunnel never ends by itself. */
const CALL_LIMIT = 8000;
/** A photo gets what it takes at 8 kB a second besides, which is what one bar of signal carries. */
const PHOTO_LIMIT = 30000;
const PHOTO_BYTES_PER_MS = 8;
/** Shorter than the turn of a tab lasts. */
const LONGEST_LIMIT = 100000;
/** Neither a loading bar nor a toast: the screens say in their own way that there is no network. */
const SILENT = { silent: true };
const SESSION_EXPIRED = "odoo.http.SessionExpiredException";
/** What of a stored op is the server's business. */
const WIRE = ["uuid", "seq", "user_id", "kind", "action", "at", "vals", "base"];

/** The server's answer where somebody else has logged in meanwhile: nothing was looked at. */
export class WrongUserError extends Error {}

/** @param {object[]} ops as stored */
export function callSync(ops) {
    const deviceNow = serializeDateTime(DateTime.now());
    return callAction("sync", [ops.map((op) => pick(op, ...WIRE)), deviceNow], CALL_LIMIT);
}

/** @param {string} data in base64 */
export function callSyncPhoto(uuid, action, name, data, userId) {
    const limit = Math.min(PHOTO_LIMIT + data.length / PHOTO_BYTES_PER_MS, LONGEST_LIMIT);
    return callAction("sync_photo", [uuid, action, name, data, userId], limit);
}

function callAction(method, args, limit) {
    const params = { model: "crm.action", method, args, kwargs: { context: user.context } };
    return withLimit(rpc(`/web/dataset/call_kw/crm.action/${method}`, params, SILENT), limit);
}

/** @returns {Promise<boolean>} whether the session is that of this user */
export async function isOwnSession(userId) {
    const info = await withLimit(rpc("/web/session/get_session_info", {}, SILENT), CALL_LIMIT);
    return info?.uid === userId;
}

/** Give a request up after so many milliseconds. */
export async function withLimit(request, limit) {
    const timer = browser.setTimeout(() => request.abort(), limit);
    try {
        return await request;
    } finally {
        browser.clearTimeout(timer);
    }
}

/** Whether the network was too slow for it, as far as the device can tell. */
export function isTooSlow(error) {
    return error instanceof ConnectionAbortedError;
}

/**
 * @param {Error} error of a call
 * @returns {"offline" | "session" | "server" | "device"} "device" is what no call raises
 */
export function classify(error) {
    if (error instanceof ConnectionLostError || error instanceof ConnectionAbortedError) {
        return "offline";
    }
    if (error instanceof WrongUserError) {
        return "session";
    }
    if (!(error instanceof RPCError)) {
        return "device";
    }
    return error.exceptionName === SESSION_EXPIRED ? "session" : "server";
}
