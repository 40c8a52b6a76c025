/**
 * What the server refused opens again where it was said, with what was said; saving it sends it
 * anew. What there is nothing to say about (a check-in, a photo) is simply sent again.
 */
export function useCorrection({ find, work, openReport, openMove, openCancel }) {
    return function correct(op) {
        const action = find({ ...op.base, ...op.action });
        const resend = (vals, more) => work.resend(op, vals, more);
        if (op.acknowledged) {
            return resend();
        }
        switch (op.kind) {
            case "close":
                return openReport(action, {
                    initial: op.vals,
                    draftName: op.uuid,
                    keptPhotos: op.photoCount,
                    save: (vals, photos) => resend(vals, { photos }),
                });
            case "create":
            case "postpone":
                return openMove(action, (start) => resend({ ...op.vals, start }));
            case "cancel":
                return openCancel(action, (reason) => resend({ ...op.vals, reason }));
        }
        return resend(op.vals);
    };
}
