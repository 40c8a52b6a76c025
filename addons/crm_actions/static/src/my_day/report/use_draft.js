import { useEffect, useState } from "@odoo/owl";
import { useService } from "@web/core/utils/hooks";
import { omit } from "@web/core/utils/objects";
import { dropDraft, readWords, writeWords } from "@crm_actions/my_day/report/drafts";

/**
 * A report that outlives its sheet until it is sent: the words at once, the photos as soon as the
 * device has read them.
 *
 * @param {string} key
 * @param {Object} first the report before anything was said
 * @returns {{report: Object, ready: Promise<void>, drop: () => Promise<void>}} `ready` once the
 *  photos are there
 */
export function useDraft(key, first) {
    const { drafts } = useService("crm_outbox");
    const report = useState({ ...first, ...readWords(key) });
    const wordsOf = () => JSON.stringify(omit(report, "photos"));
    const uuidsOf = () => report.photos.map(({ uuid }) => uuid).join();
    let said = JSON.stringify(omit(first, "photos"));
    let stored = null;
    let isDone = false;

    function keepWords(words) {
        if (!isDone && words !== said) {
            said = words;
            writeWords(key, report);
        }
    }

    function keepPhotos() {
        const isRead = stored !== null;
        if (!isDone && isRead && uuidsOf() !== stored) {
            stored = uuidsOf();
            drafts.write(key, report.photos);
        }
    }

    async function read() {
        const photos = await drafts.read(key);
        stored = photos.map(({ uuid }) => uuid).join();
        report.photos.unshift(...photos);
        keepPhotos();
    }

    useEffect(keepWords, () => [wordsOf()]);
    useEffect(keepPhotos, () => [uuidsOf()]);
    return {
        report,
        ready: read(),
        drop() {
            isDone = true;
            return dropDraft(key, drafts);
        },
    };
}
