import { onWillDestroy, useEffect, useState } from "@odoo/owl";
import { _t } from "@web/core/l10n/translation";
import { useService } from "@web/core/utils/hooks";
import { readRings, writeRings } from "../map/geojson";

const LEAST = 3;

/**
 * An outline that is being drawn, corner by corner. From its third corner on the form has it, so
 * that nothing is lost by who saves or leaves without closing it; of less one is told.
 *
 * @param {{ record: () => Object, read: () => string, write: (text: string) => Promise }} field
 */
export function useNewOutline(field) {
    const notification = useService("notification");
    const tell = () =>
        notification.add(_t("The outline that you began was not kept: it needs three corners."), {
            type: "warning",
        });
    const outline = useState(new NewOutline(field, tell));
    useEffect(
        () => outline.follow(),
        () => [field.read(), field.record().id, field.record().resId]
    );
    onWillDestroy(() => outline.leave());
    return outline;
}

class NewOutline {
    /** `[longitude, latitude]` each; null while nobody draws */
    corners = null;
    /** the text of the field before anything was drawn */
    before = "";
    writing = 0;

    constructor(field, tell) {
        Object.assign(this, { field, tell });
    }

    get isOutline() {
        return Boolean(this.corners) && this.corners.length >= LEAST;
    }

    /** The outlines beside the one that is drawn. */
    get others() {
        return this.corners && readRings(this.before);
    }

    get text() {
        return this.isOutline ? writeRings([...this.others, [this.corners]]) : this.before;
    }

    begin() {
        const { id, resId } = this.field.record();
        Object.assign(this, { corners: [], before: this.field.read(), id, resId });
    }

    add(corner) {
        return this.draw([...this.corners, corner]);
    }

    undo() {
        return this.draw(this.corners.slice(0, -1));
    }

    /** What is in the form stays there. */
    close() {
        this.corners = null;
    }

    async giveUp() {
        await this.draw([]);
        this.close();
    }

    async draw(corners) {
        const wasOutline = this.isOutline;
        this.corners = corners;
        if (!wasOutline && !this.isOutline) {
            return;
        }
        this.writing++;
        try {
            await this.field.write(this.text);
        } finally {
            this.writing--;
        }
    }

    /** The form may have gone back to what was saved, or on to another zone. */
    follow() {
        if (!this.corners || this.writing) {
            return;
        }
        const { id, resId } = this.field.record();
        this.resId ||= resId; // a new zone was saved
        if (id !== this.id || resId !== this.resId) {
            this.leave();
        } else if (this.field.read() !== this.text) {
            this.close();
        }
    }

    leave() {
        if (this.corners?.length && !this.isOutline) {
            this.tell();
        }
        this.close();
    }
}
