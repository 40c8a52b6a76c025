import { _t } from "@web/core/l10n/translation";
import { OutboxError } from "@crm_actions/outbox/outbox_error";

const LONGEST = 1280;
const QUALITY = 0.7;

/** Already small: a preview and the outbox may both ask. */
const shrunk = new WeakSet();

/**
 * @param {Blob} file a picture of any size
 * @returns {Promise<Blob>} as JPEG of at most 1280 pixels, upright, without what the camera wrote
 *  beside it (place and device)
 * @throws {OutboxError} if it is no picture that this browser can read
 */
export async function shrinkPhoto(file) {
    if (shrunk.has(file)) {
        return file;
    }
    const blob = await redraw(file).catch(() => null);
    if (!blob) {
        throw new OutboxError(_t("This picture cannot be read. Take it again or choose another."));
    }
    shrunk.add(blob);
    return blob;
}

async function redraw(file) {
    const bitmap = await window.createImageBitmap(file, { imageOrientation: "from-image" });
    const scale = Math.min(1, LONGEST / Math.max(bitmap.width, bitmap.height));
    const canvas = document.createElement("canvas");
    canvas.width = Math.max(1, Math.round(bitmap.width * scale));
    canvas.height = Math.max(1, Math.round(bitmap.height * scale));
    const context = canvas.getContext("2d");
    // JPEG knows no transparency: it would become black
    context.fillStyle = "white";
    context.fillRect(0, 0, canvas.width, canvas.height);
    context.imageSmoothingQuality = "high";
    context.drawImage(bitmap, 0, 0, canvas.width, canvas.height);
    bitmap.close();
    return new Promise((resolve) => canvas.toBlob(resolve, "image/jpeg", QUALITY));
}
