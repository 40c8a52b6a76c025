import { useState } from "@odoo/owl";
import { useService } from "@web/core/utils/hooks";

/** The parts of a page and what was loaded of them. */
export function useCustomer360(model, id, small) {
    const orm = useService("orm");
    const state = useState({ sections: [], currencyId: false, addressId: false, error: false });
    const request = (method, kwargs) =>
        orm.call(model, method, [[id]], { ...kwargs, address_id: state.addressId });

    /** Load some parts, or what a page shows at first. */
    async function fetchParts(keys) {
        const page = await request("crm360_load", { keys, small });
        state.currencyId = page.currency_id;
        return page.sections;
    }

    function put(sections) {
        for (const section of sections) {
            const known = state.sections.find(({ key }) => key === section.key);
            Object.assign(known, { data: null, error: false }, section, { busy: false });
        }
    }

    async function reload(keys) {
        put(await fetchParts(keys));
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
        async load(open) {
            if (!id) {
                state.error = true;
                return;
            }
            state.sections = await fetchParts(null);
            const missing = (open || []).filter((key) => !page.openKeys.includes(key));
            if (missing.length) {
                await reload(missing);
            }
        },
        /** Unfold a part, which loads it the first time, or fold it. */
        async toggle(section) {
            section.open = !section.open;
            if (section.open && !section.data) {
                section.busy = true;
                await reload([section.key]).finally(() => (section.busy = false));
            }
        },
        refresh() {
            for (const section of state.sections.filter(({ open }) => !open)) {
                section.data = null; // it is out of date when it is opened again
            }
            return reload(page.openKeys);
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
