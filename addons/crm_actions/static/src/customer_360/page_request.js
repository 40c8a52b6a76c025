/**
 * All of a page as it is at first. The page asks for it in the same words as whoever reads it ahead,
 * so that the phone's cache takes both for one.
 *
 * @param {Object} orm with or without a cache
 * @param {string} model
 * @param {number} id
 * @param {{small: boolean, addressId?: number | false}} options
 */
export function readPage(orm, model, id, { small, addressId = false }) {
    const options = { keys: null, small, address_id: addressId };
    return orm.call(model, "crm360_load", [[id]], options);
}
