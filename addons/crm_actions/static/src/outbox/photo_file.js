import { getDataURLFromFile } from "@web/core/utils/urls";
import { shrinkPhoto } from "@crm_actions/outbox/photo";
import { makeUuid } from "@crm_actions/outbox/uuid";

/**
 * A photo as it is stored. Bytes, not a blob: some phones keep blobs in files beside the database,
 * and lose them.
 *
 * @param {Blob} picture of any size
 */
export async function packPhoto(picture) {
    const blob = await shrinkPhoto(picture);
    const bytes = await blob.arrayBuffer();
    return { uuid: makeUuid(), name: "photo.jpg", type: blob.type, bytes };
}

/** @returns {Promise<string>} as it is sent */
export async function readBase64({ bytes, type }) {
    const url = await getDataURLFromFile(new Blob([bytes], { type }));
    return url.split(",")[1];
}
