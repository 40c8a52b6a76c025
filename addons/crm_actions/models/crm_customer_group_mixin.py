from odoo import api, fields, models


class CrmCustomerGroupMixin(models.AbstractModel):
    """What segments and zones have in common: a name, a code and customers.

    Heirs say by ``_partner_field`` which field of the customer points at them, and declare
    ``_code_unique`` themselves.
    """

    _name = "crm.customer.group.mixin"
    _description = "Group of Customers"
    _order = "sequence, id"
    _rec_names_search = ["name", "code"]
    _partner_field = None

    name = fields.Char(required=True, translate=True)
    code = fields.Char(required=True, help="Short and unique: imports name it by this code.")
    active = fields.Boolean(default=True)
    sequence = fields.Integer(default=10)
    color = fields.Integer()
    company_id = fields.Many2one("res.company", index="btree_not_null", ondelete="cascade")
    partner_count = fields.Integer(string="Number of customers", compute="_compute_partner_count")

    @api.depends_context("uid", "allowed_company_ids")
    def _compute_partner_count(self):
        field = self._partner_field
        groups = self.env["res.partner"]._read_group(
            [(field, "in", self.ids)], [field], ["__count"]
        )
        counts = {group.id: count for group, count in groups}
        for group in self:
            group.partner_count = counts.get(group.id, 0)

    def action_view_customers(self):
        """Open the customers of this group."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "crm_actions.crm_actions_customer_action"
        )
        return {
            **action,
            "display_name": self.display_name,
            "domain": [(self._partner_field, "=", self.id)],
            "context": {f"default_{self._partner_field}": self.id, "default_is_company": True},
        }
