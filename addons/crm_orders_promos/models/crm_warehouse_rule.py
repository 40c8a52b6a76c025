from odoo import api, fields, models
from odoo.exceptions import ValidationError
from odoo.tools import format_list

from ..engine import postcodes


class CrmWarehouseRule(models.Model):
    """From which warehouse the orders of some customers go, or some products of them.

    The first rule that fits decides. What a rule leaves empty does not matter to it. A rule without
    product categories gives the warehouse of the order, one with categories that of the lines.
    """

    _name = "crm.warehouse.rule"
    _description = "Warehouse Rule"
    _order = "sequence, id"
    _check_company_auto = True

    sequence = fields.Integer(default=10)
    active = fields.Boolean(default=True)
    company_id = fields.Many2one(
        "res.company", required=True, default=lambda self: self.env.company, index=True
    )
    warehouse_id = fields.Many2one(
        "stock.warehouse", required=True, check_company=True, ondelete="cascade", index=True
    )
    partner_tag_ids = fields.Many2many("res.partner.category", string="Customer tags")
    zone_ids = fields.Many2many("crm.zone", string="Zones", check_company=True)
    state_ids = fields.Many2many("res.country.state", string="Provinces")
    zip_from = fields.Char(
        "Postcode from",
        help="The first digits are enough: 39 to 39 is all that begins with 39, 39 to nothing all "
        "from 39000 on.",
    )
    zip_to = fields.Char("Postcode to")
    categ_ids = fields.Many2many("product.category", string="Product categories")

    @api.depends(
        "warehouse_id",
        "partner_tag_ids",
        "zone_ids",
        "state_ids",
        "zip_from",
        "zip_to",
        "categ_ids",
    )
    def _compute_display_name(self):
        for rule in self:
            conditions = rule._get_conditions()
            what = format_list(self.env, conditions) if conditions else self.env._("all orders")
            rule.display_name = f"{rule.warehouse_id.name}: {what}"

    def _get_conditions(self):
        """What this rule asks for, in words."""
        self.ensure_one()
        words = []
        for group in (self.partner_tag_ids, self.zone_ids, self.state_ids, self.categ_ids):
            words += group.mapped("name")
        if self.zip_from or self.zip_to:
            words.append(f"{self.zip_from or '…'}-{self.zip_to or '…'}")
        return words

    @api.constrains("zip_from", "zip_to")
    def _check_zip_range(self):
        for rule in self:
            first, last = rule.zip_from, rule.zip_to
            if first and last and not postcodes.zip_in_range(first, "", last):
                raise ValidationError(
                    self.env._(
                        "Postcodes go from the lower to the higher one: %(first)s comes after "
                        "%(last)s.",
                        first=first,
                        last=last,
                    )
                )

    @api.model
    def _get_rules(self, companies):
        """The rules of some companies whose warehouses are open, in their order.

        sudo: whoever writes an order gets its warehouse, though only some may read the rules.
        """
        domain = [("company_id", "in", companies.ids), ("warehouse_id.active", "=", True)]
        return self.sudo().search(domain)

    def _fit_order(self, order):
        """Those of these rules that mean the customer and the address of an order."""
        company = order.company_id
        return self.filtered(lambda rule: rule.company_id == company and rule._means(order))

    def _means(self, order):
        self.ensure_one()
        address = order.partner_shipping_id or order.partner_id
        customer = order.partner_id.commercial_partner_id
        tags = customer.category_id | order.partner_id.category_id
        return (
            (not self.partner_tag_ids or bool(self.partner_tag_ids & tags))
            and (not self.zone_ids or customer.crm_zone_id in self.zone_ids)
            and (not self.state_ids or address.state_id in self.state_ids)
            and postcodes.zip_in_range(address.zip, self.zip_from, self.zip_to)
        )

    def _get_first(self, product=None):
        """The warehouse of the first of these rules that fits a product, or the whole order."""
        return self.env["stock.warehouse"].browse(self._get_first_rule(product).warehouse_id.id)

    def _get_first_rule(self, product=None):
        path = product.categ_id.parent_path if product else ""
        categories = {int(part) for part in (path or "").split("/") if part}
        for rule in self:
            if not rule.categ_ids or categories & set(rule.categ_ids.ids):
                return rule
        return self.browse()
