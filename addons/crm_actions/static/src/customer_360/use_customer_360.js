import { onWillDestroy, useState } from "@odoo/owl";
import { ConnectionLostError } from "@web/core/network/rpc";
import { _t } from "@web/core/l10n/translation";
import { useService } from "@web/core/utils/hooks";
import { omit } from "@web/core/utils/objects";
import { readPage } from "@crm_actions/customer_360/page_request";
import { secureContext } from "@crm_actions/my_day/secure_context";

/** The parts of a page and what was loaded of them. */
export function useCustomer360(model, id, small) {
    const orm = useService("orm");
    const state = useState({ sections: [], currencyId: false, addressId: false, error: false });
    const request = (method, kwargs, source = orm) =>
        source.call(model, method, [[id]], { ...kwargs, address_id: state.addressId });
    let isShown = true;
    onWillDestroy(() => (isShown = false));
    // what was asked before the page was read anew, for another address maybe, is out of date
    let reading = {};

    /** From the phone at once where it has the page, and as the server has it when that comes. */
    function readAll() {
        const asked = reading;
        const isWanted = () => isShown && asked === reading;
        const callback = (page, hasChanged) => isWanted() && hasChanged && put(page.sections);
        const settings = { type: "disk", update: "always", callback };
        const source = small && secureContext.isSecure() ? orm.cache(settings) : orm;
        return readPage(source, model, id, { small });
    }

    /** @returns {Promise<string[] | null>} what may be seen of them; null if nobody waits for it */
    async function readParts(sections, source) {
        const asked = reading;
        const keys = sections.map(({ key }) => key);
        sections.forEach((section) => (section.busy = true));
        try {
            const page = await request("crm360_load", { keys, small }, source);
            if (asked !== reading) {
                return null;
            }
            put(page.sections);
            return page.sections.map(({ key }) => key);
        } finally {
            if (asked === reading) {
                sections.forEach((section) => (section.busy = false));
            }
        }
    }

    /** What is unfolded is the reader's choice and stays. */
    function put(sections) {
        for (const section of sections) {
            const contents = omit(section, "open");
            const known = state.sections.find(({ key }) => key === contents.key);
            if (known) {
                Object.assign(known, { data: null, error: false }, contents, { busy: false });
            }
        }
    }

    /** Read parts that the reader waits for; without signal each says so. */
    async function reload(keys) {
        const asked = state.sections.filter(({ key }) => keys.includes(key));
        try {
            await readParts(asked);
        } catch (error) {
            if (!(error instanceof ConnectionLostError)) {
                throw error;
            }
            for (const section of asked.filter(({ data }) => !data)) {
                section.error = _t("This part was not kept on the phone: it needs a signal.");
            }
        }
    }

    const page = {
        state,
        get id() {
            return id;
        },
        get openKeys() {
            return state.sections.filter(({ open }) => open).map(({ key }) => key);
        },
        data(key) {
            return state.sections.find((section) => section.key === key)?.data;
        },
        async load(opened) {
            if (!id) {
                state.error = true;
                return;
            }
            const { sections, currency_id } = await readAll();
            Object.assign(state, { sections, currencyId: currency_id });
            for (const section of state.sections) {
                section.open ||= Boolean(opened?.includes(section.key));
            }
            const missing = state.sections.filter(({ open, data, error }) => open && !data && !error);
            if (missing.length) {
                await reload(missing.map(({ key }) => key));
            }
            if (small && !opened) {
                openFirst(state.sections);
            }
        },
        /** What is folded is read once the page shows, so that its head says how many there are. */
        async loadRest() {
            const isMissing = ({ data, error, busy }) => !data && !error && !busy;
            const rest = state.sections.filter(isMissing);
            if (!rest.length) {
                return;
            }
            const keys = rest.map(({ key }) => key);
            try {
                const read = (await readParts(rest, orm.silent)) || keys;
                // what the reader may not see is left out
                const isThere = ({ key }) => read.includes(key) || !keys.includes(key);
                state.sections = state.sections.filter(isThere);
            } catch (error) {
                if (!(error instanceof ConnectionLostError)) {
                    throw error;
                }
            }
        },
        /** Unfold a part, which loads it unless that was done, or fold it. */
        async toggle(section) {
            section.open = !section.open;
            if (section.open && !section.data && !section.busy) {
                await reload([section.key]);
            }
        },
        async refresh() {
            reading = {};
            state.sections.forEach((section) => (section.busy = false));
            for (const section of state.sections.filter(({ open }) => !open)) {
                section.data = null; // it is out of date
            }
            await reload(page.openKeys);
            await page.loadRest();
        },
        chooseAddress(addressId) {
            state.addressId = addressId || false;
            return page.refresh();
        },
        timeline: (before, limit) => request("crm360_timeline", { before, limit }),
        call: (method) => orm.call(model, method, [[id]]),
    };
    return page;
}

/** A phone shows the first part that has something, unless one is open anyway. */
function openFirst(sections) {
    const parts = sections.filter(({ key }) => key !== "header");
    const first = parts.find(({ data }) => data?.total);
    if (first && !parts.some(({ open }) => open)) {
        first.open = true;
    }
}
