import { useService } from "@web/core/utils/hooks";

/** @returns {Function} shows a dialog and waits for one of its choices; null if it was closed */
export function useChoice() {
    const dialog = useService("dialog");
    return (Dialog, makeProps) =>
        new Promise((resolve) => {
            dialog.add(Dialog, makeProps(resolve), { onClose: () => resolve(null) });
        });
}
