import { rpc } from "@web/core/network/rpc";
import { registry } from "@web/core/registry";
import { renderToFragment } from "@web/core/utils/render";
import { Interaction } from "@web/public/interaction";

/**
 * The form of a new request: photos and files are gathered and shown before they are sent, and an
 * open request about the same is pointed out while one still writes.
 */
export class NewRequest extends Interaction {
    static selector = ".o_helpdesk_new";
    dynamicContent = {
        "input[name=photo]": { "t-on-change": this.onFiles },
        "input[name=files]": { "t-on-change": this.onFiles },
        ".o_helpdesk_files": { "t-on-click": this.onRemove },
        "input[name=name]": { "t-on-change": this.onSubject },
    };

    setup() {
        /** @type {File[]} all that will be sent, from the camera too */
        this.files = [];
        this.urls = [];
    }

    destroy() {
        this.urls.forEach(URL.revokeObjectURL);
    }

    /** A camera gives one photo at a time: each is added to those before. */
    onFiles() {
        const photo = this.el.querySelector("input[name=photo]");
        const files = this.el.querySelector("input[name=files]");
        const known = new Set(this.files);
        const added = [...photo.files, ...files.files].filter((file) => !known.has(file));
        photo.value = "";
        this.setFiles([...this.files, ...added]);
    }

    onRemove(ev) {
        const button = ev.target.closest("button[data-index]");
        if (button) {
            this.setFiles(this.files.filter((_file, index) => index !== +button.dataset.index));
        }
    }

    setFiles(files) {
        this.files = files;
        const box = new DataTransfer();
        files.forEach((file) => box.items.add(file));
        this.el.querySelector("input[name=files]").files = box.files;
        this.urls.forEach(URL.revokeObjectURL);
        this.urls = [];
        const { maxFiles, maxBytes } = this.el.dataset;
        const bytes = files.reduce((sum, file) => sum + file.size, 0);
        const shown = renderToFragment("crm_helpdesk.RequestFiles", {
            files: files.map((file) => ({ name: file.name, url: this.getPreview(file) })),
            tooMany: files.length > maxFiles,
            tooLarge: bytes > maxBytes,
            maxFiles,
            maxMegabytes: Math.floor(maxBytes / 1024 / 1024),
        });
        this.el.querySelector(".o_helpdesk_files").replaceChildren(shown);
    }

    getPreview(file) {
        if (!file.type.startsWith("image/")) {
            return "";
        }
        const url = URL.createObjectURL(file);
        this.urls.push(url);
        return url;
    }

    async onSubject(ev) {
        const place = this.el.querySelector(".o_helpdesk_similar");
        const route = this.el.dataset.similar;
        if (!place || !route) {
            return;
        }
        const found = await this.waitFor(rpc(route, { subject: ev.target.value }));
        place.replaceChildren(renderToFragment("crm_helpdesk.SimilarRequests", { found }));
    }
}

registry.category("public.interactions").add("crm_helpdesk.new_request", NewRequest);
