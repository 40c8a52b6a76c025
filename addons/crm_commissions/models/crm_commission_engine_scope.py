from odoo import models
from odoo.tools import SQL

from ..scope import Scope


class CrmCommissionEngine(models.AbstractModel):
    """Which documents a run looks at."""

    # one file for each purpose
    _inherit = "crm.commission.engine"  # pylint: disable=consider-merging-classes-inherited

    def _take_scope(self, company, revisions):
        """What has changed since the last run.

        :return: a Scope, and the first revisions of plans of which everything may have changed
        """
        taken = self.env["crm.commission.dirty"]._take(company)
        roots = self.env["crm.commission.plan"].browse(taken.get("crm.commission.plan", ()))
        partners = list(taken.get("res.partner", ()))
        orders = list(taken.get("sale.order", ()))
        moves = list(taken.get("account.move", ()))
        if any(plan._looks_at_first_sales() for plan in revisions):
            partners += self._find_customers(moves, orders)
        if partners:
            orders += self._find_of_customers("sale.order", company, partners)
            moves += self._find_of_customers("account.move", company, partners)
        moves = self._find_related(moves, orders)
        return Scope(tuple(sorted(moves)), tuple(sorted(set(orders)))), roots & revisions.root_id

    def _find_customers(self, moves, orders):
        """The customers of documents: of plans for new customers one sale changes the others."""
        rows = self.env.execute_query(
            SQL(
                """
                SELECT commercial_partner_id FROM account_move WHERE id = ANY(%s::int[])
                 UNION
                SELECT partner.commercial_partner_id
                  FROM sale_order
                  JOIN res_partner AS partner ON partner.id = sale_order.partner_id
                 WHERE sale_order.id = ANY(%s::int[])
                """,
                moves,
                orders,
            )
        )
        return [partner for (partner,) in rows if partner]

    def _find_of_customers(self, model, company, partners):
        domain = [
            ("company_id", "=", company.id),
            ("partner_id.commercial_partner_id", "in", partners),
        ]
        return list(self.env[model]._search(domain))

    def _find_related(self, moves, orders):
        """The invoices that something done to these moves and orders may concern.

        A payment concerns what it pays, an order its invoices, an invoice its refunds.
        """
        rows = self.env.execute_query(
            SQL(
                """
                WITH known AS (
                    SELECT unnest(%(moves)s::int[]) AS id
                     UNION
                    SELECT line.move_id
                      FROM sale_order_line AS sold
                      JOIN sale_order_line_invoice_rel AS rel ON rel.order_line_id = sold.id
                      JOIN account_move_line AS line ON line.id = rel.invoice_line_id
                     WHERE sold.order_id = ANY(%(orders)s::int[])
                )
                SELECT id FROM known
                 UNION
                SELECT refund.id
                  FROM known JOIN account_move AS refund ON refund.reversed_entry_id = known.id
                 UNION
                SELECT other.move_id
                  FROM known
                  JOIN account_move_line AS line ON line.move_id = known.id
                  JOIN account_partial_reconcile AS partial ON partial.debit_move_id = line.id
                  JOIN account_move_line AS other ON other.id = partial.credit_move_id
                 UNION
                SELECT other.move_id
                  FROM known
                  JOIN account_move_line AS line ON line.move_id = known.id
                  JOIN account_partial_reconcile AS partial ON partial.credit_move_id = line.id
                  JOIN account_move_line AS other ON other.id = partial.debit_move_id
                """,
                moves=moves,
                orders=orders,
            )
        )
        return {move for (move,) in rows}
