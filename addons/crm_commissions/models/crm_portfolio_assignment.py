from odoo import api, models


class CrmPortfolioAssignment(models.Model):
    """Whose a customer was says whose the sales of those days are."""

    _inherit = "crm.portfolio.assignment"

    @api.model_create_multi
    def create(self, vals_list):
        assignments = super().create(vals_list)
        assignments._mark_customers()
        return assignments

    def write(self, vals):
        self._mark_customers()
        result = super().write(vals)
        self._mark_customers()
        return result

    def unlink(self):
        self._mark_customers()
        return super().unlink()

    def _mark_customers(self):
        self.env["crm.commission.dirty"]._mark("res.partner", self.partner_id.ids)
