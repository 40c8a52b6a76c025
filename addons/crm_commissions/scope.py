"""Which documents a run looks at."""

from typing import NamedTuple

from odoo.tools import SQL

# What plans pay for is found on orders or on invoices.
ORDER_TRIGGERS = ("ordered", "delivered")
MOVE_TRIGGERS = ("invoiced", "collected")

# What is sold, and what takes it back.
SALE_MOVES = ("out_invoice", "out_refund", "out_receipt")


class Scope(NamedTuple):
    """Ids of invoices and orders; None for all of them."""

    moves: tuple[int, ...] | None = None
    orders: tuple[int, ...] | None = None

    @property
    def is_all(self):
        """Whether everything is looked at."""
        return self.moves is None

    def of(self, column, ids):
        """That a column is one of these ids.

        :param column: SQL of the column
        :param ids: of ``moves`` or ``orders``
        """
        return SQL("TRUE") if ids is None else SQL("%s = ANY(%s::int[])", column, list(ids))

    def of_credits(self):
        """That a row of ``crm_commission_credit AS credit`` is of these documents.

        Credits of a document that was deleted, which nothing names any more, are always looked at.
        """
        if self.is_all:
            return SQL("TRUE")
        return SQL(
            "(credit.move_id = ANY(%s::int[]) OR credit.order_id = ANY(%s::int[]) "
            "OR (credit.move_id IS NULL AND credit.order_id IS NULL))",
            list(self.moves),
            list(self.orders),
        )


ALL = Scope()
