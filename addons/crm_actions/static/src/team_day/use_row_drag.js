import { useState } from "@odoo/owl";
import { useDraggable } from "@web/core/utils/draggable";

/**
 * Drag an action from the row of one rep to that of another.
 *
 * @param {Object} params
 * @param {{el: HTMLElement | null}} params.ref the rows
 * @param {(actionId: number, userId: number) => void} params.onDrop
 * @returns {{userId: number | null}} the rep on whose row it would fall
 */
export function useRowDrag({ ref, onDrop }) {
    const state = useState({ userId: null });

    function findRow(y) {
        const rows = [...ref.el.querySelectorAll(".o_crm_team_row")];
        const row = rows.find((one) => {
            const { top, bottom } = one.getBoundingClientRect();
            return top <= y && y < bottom;
        });
        return row ? Number(row.dataset.userId) : null;
    }

    useDraggable({
        ref,
        elements: ".o_crm_movable",
        ignore: ".o_crm_card_move",
        cursor: "grabbing",
        onDrag({ y }) {
            state.userId = findRow(y);
        },
        onDrop({ element, y }) {
            const userId = findRow(y);
            if (userId !== null) {
                onDrop(Number(element.dataset.id), userId);
            }
        },
        onDragEnd() {
            state.userId = null;
        },
    });
    return state;
}
