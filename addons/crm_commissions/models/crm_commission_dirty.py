from odoo import api, fields, models
from odoo.tools import SQL


class CrmCommissionDirty(models.Model):
    """Documents of which something has changed since commissions were last worked out.

    A mark is a row of its own, so that whoever posts an invoice never waits for a run nor for
    somebody else, and a run takes off only the marks that it has seen. Correctness does not depend
    on them: every night all plans are marked.
    """

    _name = "crm.commission.dirty"
    _description = "Document to Look at for Commissions"
    _log_access = False

    company_id = fields.Many2one("res.company", required=True, index=True, ondelete="cascade")
    source_model = fields.Char(required=True)
    source_id = fields.Integer(required=True)

    @api.model
    def _mark(self, model, ids, companies=None):
        """Note that something about these records has changed; by one statement.

        :param model: ``account.move``, ``sale.order``, ``res.partner`` or ``crm.commission.plan``
        :param ids: of the records
        :param companies: whose plans may be concerned; None: of all that have a plan
        """
        if not ids:
            return
        self.env["crm.commission.plan"].flush_model(["company_id", "state"])
        among = SQL("plan.company_id = ANY(%s)", companies.ids) if companies else SQL("TRUE")
        self.env.cr.execute(
            SQL(
                """
                INSERT INTO crm_commission_dirty (company_id, source_model, source_id)
                SELECT plan.company_id, %(model)s, marked.id
                  FROM unnest(%(ids)s) AS marked (id)
            CROSS JOIN (SELECT DISTINCT company_id FROM crm_commission_plan AS plan
                         WHERE plan.state <> 'draft' AND %(among)s) AS plan
                """,
                model=model,
                ids=list(ids),
                among=among,
            )
        )

    @api.model
    def _mark_moves(self, moves):
        """What is bought is nobody's sale; the rest may be, or pay for one."""
        sold = moves.filtered(
            lambda move: move.move_type not in ("in_invoice", "in_refund", "in_receipt")
        )
        self._mark("account.move", sold.ids, sold.company_id)

    @api.model
    def _mark_orders(self, orders):
        self._mark("sale.order", orders.ids, orders.company_id)

    @api.model
    def _mark_plans(self):
        """Note that each plan that is or was in force is to be looked at; by one statement."""
        self.env["crm.commission.plan"].flush_model(["company_id", "root_id", "state"])
        self.env.cr.execute(
            """
            INSERT INTO crm_commission_dirty (company_id, source_model, source_id)
            SELECT DISTINCT company_id, 'crm.commission.plan', root_id
              FROM crm_commission_plan
             WHERE state <> 'draft'
            """
        )

    @api.model
    def _take(self, company):
        """Take off the marks of a company.

        :return: map of the model to a set of ids
        """
        rows = self.env.execute_query(
            SQL(
                "DELETE FROM crm_commission_dirty WHERE company_id = %s "
                "RETURNING source_model, source_id",
                company.id,
            )
        )
        taken = {}
        for model, record_id in rows:
            taken.setdefault(model, set()).add(record_id)
        return taken
