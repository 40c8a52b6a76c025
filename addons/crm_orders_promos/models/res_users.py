from odoo import fields, models


class ResUsers(models.Model):
    _inherit = "res.users"

    crm_allowed_warehouse_ids = fields.Many2many(
        "stock.warehouse",
        "crm_allowed_warehouse_rel",
        "user_id",
        "warehouse_id",
        string="Allowed warehouses",
        help="This person sells from these warehouses alone. Without an open one in a company: "
        "from all of the company's.",
    )

    def _crm_is_limited(self):
        """Whether this person sells from some warehouses alone. sudo: as below."""
        return bool(self.sudo().crm_allowed_warehouse_ids)

    def _crm_may_choose(self, warehouses):
        """Those of ``warehouses`` that this person may sell from.

        sudo: what a person may choose counts also where a colleague works on the order.
        """
        allowed = self.sudo().crm_allowed_warehouse_ids
        limited = allowed.company_id
        return warehouses.filtered(lambda each: each in allowed or each.company_id not in limited)
