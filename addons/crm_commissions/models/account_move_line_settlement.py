from odoo import api, fields, models
from odoo.exceptions import UserError

from ..by_flow import BY_FLOW


class AccountMoveLine(models.Model):
    """Journal items by which a commission statement is settled."""

    _inherit = "account.move.line"

    commission_statement_id = fields.Many2one(
        "crm.commission.statement",
        string="Commission statement",
        readonly=True,
        copy=False,  # a second bill does not settle it a second time
        index="btree_not_null",
        check_company=True,
        ondelete="restrict",
    )

    def _by_settlement(self):
        return self.with_context(crm_commission_flow=BY_FLOW)

    @api.model_create_multi
    def create(self, vals_list):
        """
        :raise UserError: an item is linked to a statement, and not by settling it
        """
        if any(vals.get("commission_statement_id") for vals in vals_list):
            self._check_by_settlement()
        return super().create(vals_list)

    def write(self, vals):
        """
        :raise UserError: the link to a statement is changed, and not by settling it
        """
        if "commission_statement_id" in vals:
            self._check_by_settlement()
        return super().write(vals)

    def _check_by_settlement(self):
        if self.env.context.get("crm_commission_flow") is not BY_FLOW:
            raise UserError(
                self.env._("Bills are linked to commission statements by settling these alone.")
            )
