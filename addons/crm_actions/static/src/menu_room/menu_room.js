import { registry } from "@web/core/registry";

/**
 * The menu makes room anew once what stands on its right has grown: counters come after it was
 * laid out, and would lie over its last entry.
 */
export const menuRoomService = {
    start(env) {
        const observer = new ResizeObserver(() => window.dispatchEvent(new Event("resize")));
        const observe = () => {
            observer.disconnect();
            const systray = document.querySelector(".o_menu_systray");
            if (systray) {
                observer.observe(systray);
            }
        };
        env.bus.addEventListener("WEB_CLIENT_READY", observe);
        env.bus.addEventListener("MENUS:APP-CHANGED", observe);
    },
};

registry.category("services").add("crm_actions.menu_room", menuRoomService);
