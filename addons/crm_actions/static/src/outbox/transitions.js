/*
 * What an answer of the server makes of a stored op. Its states:
 *   pending          to be sent; also where another user was logged in when it was sent
 *   photos           on the server, its photos are not yet
 *   conflict         on the server, but not as asked: the person has to read it
 *   rejected         refused: the person corrects or discards it
 *   photos_rejected  on the server, its photos were refused
 */

/** @returns {object | null} the op as it shall be stored; null if it is done */
export function afterResult(op, result) {
    if (op.status !== "pending") {
        // another tab was quicker, and this is the answer to sending it twice
        return op;
    }
    switch (result?.status) {
        case "applied":
        case "duplicate":
            return whenAcknowledged({ ...op, action_id: result.action_id });
        case "conflict":
        case "rejected":
            return {
                ...op,
                status: result.status,
                message: result.message || "",
                action_id: result.action_id,
                next_lost: Boolean(result.next_lost),
            };
        case "wrong_user":
            return op;
        default:
            // not a word on this op: as good as a failure
            return afterFailure(op);
    }
}

/** The server failed: the op waits, and remembers. */
export function afterFailure(op, error) {
    return { ...op, failures: op.failures + 1, message: readMessage(error) };
}

export function afterPhoto(op, photo, answer) {
    switch (answer.status) {
        case "applied":
        case "duplicate":
            return withoutPhoto(op, photo);
        case "rejected":
            return { ...op, status: "photos_rejected", message: answer.message || "" };
        case "wrong_user":
            return op;
        default:
            return afterFailure(op);
    }
}

export function withoutPhoto(op, photo) {
    const left = { ...op, photos: op.photos.filter((uuid) => uuid !== photo) };
    return op.status === "photos" ? whenAcknowledged(left) : left;
}

/** Nothing but its photos is left to do. */
export function whenAcknowledged(op) {
    return op.photos.length ? { ...op, status: "photos", failures: 0, message: "" } : null;
}

/** What the server says to people; a traceback is not for them. */
function readMessage(error) {
    const isSentence = error?.exceptionName?.startsWith("odoo.exceptions.");
    return (isSentence && error.data?.message) || "";
}
