from odoo import fields, models


class CrmActionPlanSkip(models.Model):
    """A visit of a plan that was deleted, so that the plan does not make it again."""

    _name = "crm.action.plan.skip"
    _description = "Visit Left Out of a Plan"
    _order = "plan_date, id"
    _rec_name = "plan_date"

    plan_id = fields.Many2one("crm.action.plan", required=True, ondelete="cascade")
    partner_id = fields.Many2one(
        "res.partner", string="Customer", required=True, index=True, ondelete="cascade"
    )
    plan_date = fields.Date(string="Date", required=True)

    _once = models.UniqueIndex("(plan_id, partner_id, plan_date)", "It is already left out.")

    def unlink(self):
        """Who takes the note away wants the visit back."""
        concerned = self.plan_id
        result = super().unlink()
        concerned.exists()._replan()
        return result

    def _fold(self):
        """Remove notes that another one says as well, without bringing a visit back."""
        return super().unlink()  # pylint: disable=super-method-mismatch
