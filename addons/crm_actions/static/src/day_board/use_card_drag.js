import { useState } from "@odoo/owl";
import { useDraggable } from "@web/core/utils/draggable";
import { findColumn, pxToMinutes } from "@crm_actions/day_board/geometry";

/**
 * Drag cards of the board to another hour or another rep.
 *
 * Dropped on the head of a column a card changes its rep and keeps its hour.
 *
 * @param {Object} params
 * @param {{el: HTMLElement | null}} params.ref the board
 * @param {() => [number, number]} params.getHours first and last full hour
 * @param {(actionId: number, target: {userId: number, startMinute: number | null}) => void}
 *  params.onDrop
 * @returns {{target: {userId: number, startMinute: number | null, height: number} | null}} where
 *  the dragged card would fall
 */
export function useCardDrag({ ref, getHours, onDrop }) {
    const state = useState({ target: null });

    function findTarget(element, x, y) {
        const columns = [...ref.el.querySelectorAll(".o_crm_column")];
        const rects = columns.map((column) => column.getBoundingClientRect());
        const index = findColumn(x, rects);
        const headBottom = ref.el.querySelector(".o_crm_board_head").getBoundingClientRect().bottom;
        const card = element.getBoundingClientRect();
        return {
            userId: Number(columns[index].dataset.userId),
            startMinute:
                y < headBottom ? null : pxToMinutes(card.top - rects[index].top, getHours()),
            height: card.height,
        };
    }

    useDraggable({
        ref,
        elements: ".o_crm_movable",
        ignore: ".o_crm_card_move",
        cursor: "grabbing",
        onDrag({ element, x, y }) {
            const target = findTarget(element, x, y);
            const { userId, startMinute } = state.target || {};
            if (target.userId !== userId || target.startMinute !== startMinute) {
                state.target = target;
            }
        },
        onDrop({ element, x, y }) {
            onDrop(Number(element.dataset.id), findTarget(element, x, y));
        },
        onDragEnd() {
            state.target = null;
        },
    });
    return state;
}
