import { Component, useState } from "@odoo/owl";
import { _t } from "@web/core/l10n/translation";
import { useService } from "@web/core/utils/hooks";
import { getDataURLFromFile } from "@web/core/utils/urls";
import { OutboxError } from "@crm_actions/outbox/outbox_error";
import { shrinkPhoto } from "@crm_actions/outbox/photo";

/** Photos of the visit: the camera of the phone, small pictures, and a way to take one back. */
export class PhotoStrip extends Component {
    static template = "crm_actions.PhotoStrip";
    static props = { photos: Array };

    setup() {
        this.notification = useService("notification");
        this.photos = useState(this.props.photos);
        this.state = useState({ busy: false });
    }

    get count() {
        const { length } = this.photos;
        return length ? _t("%(n)s, sent when there is signal", { n: length }) : "";
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
                this.photos.push(await getDataURLFromFile(await shrinkPhoto(file)));
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
