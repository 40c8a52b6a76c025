/**
 * Whether two things are about one action: by the server's id, or as the phone named it. What was
 * made without a network has no id yet, and no id is not the same as another one's.
 *
 * @param {{id?: number | false, client_uuid?: string | false}} one
 * @param {{id?: number | false, client_uuid?: string | false}} other
 */
export function isSameAction(one, other) {
    const sameId = Boolean(one.id) && one.id === other.id;
    return sameId || (Boolean(one.client_uuid) && one.client_uuid === other.client_uuid);
}
