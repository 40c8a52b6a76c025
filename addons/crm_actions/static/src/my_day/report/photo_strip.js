import { Component, useState } from "@odoo/owl";
import { _t } from "@web/core/l10n/translation";
import { useService } from "@web/core/utils/hooks";
import { getDataURLFromFile } from "@web/core/utils/urls";
import { OutboxError } from "@crm_actions/outbox/outbox_error";
import { shrinkPhoto } from "@crm_actions/outbox/photo";
import { makeUuid } from "@crm_actions/outbox/uuid";

/** Photos of the visit: the camera of the phone, small pictures, and a way to take one back. */
export class PhotoStrip extends Component {
    static template = "crm_actions.PhotoStrip";
    static props = { photos: Array, kept: Number };

    setup() {
        this.notification = useService("notification");
        this.photos = useState(this.props.photos);
        this.state = useState({ busy: false });
    }

    /** Those that are in the outbox already count too. */
    get count() {
        const n = this.photos.length + this.props.kept;
        return n ? _t("%(n)s, sent when there is signal", { n }) : "";
    }

    label(index) {
        return _t("Photo %(n)s", { n: index + 1 });
    }

    removeLabel(index) {
        return _t("Remove photo %(n)s", { n: index + 1 });
    }

    async add(ev) {
        const input = ev.target;
        this.state.busy = true;
        try {
            for (const file of input.files) {
                const url = await getDataURLFromFile(await shrinkPhoto(file));
                this.photos.push({ uuid: makeUuid(), url });
            }
        } catch (error) {
            if (!(error instanceof OutboxError)) {
                throw error;
            }
            this.notification.add(error.message, { type: "danger" });
        } finally {
            this.state.busy = false;
            // The same picture may be taken again after it was removed.
            input.value = "";
        }
    }

    remove(index) {
        this.photos.splice(index, 1);
    }
}
