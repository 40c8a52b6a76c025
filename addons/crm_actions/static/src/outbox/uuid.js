import { uuid } from "@web/core/utils/strings";

/**
 * 128 random bits, written as a UUID. `crypto.randomUUID` would need HTTPS.
 *
 * @returns {string}
 */
export function makeUuid() {
    return (uuid() + uuid()).replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, "$1-$2-$3-$4-$5");
}
