from odoo import api, fields, models
from odoo.exceptions import ValidationError


class CrmDiscountLimit(models.Model):
    """How much a person may take off a line, everything counted, without asking.

    A limit of the person comes before those of his or her groups, and those before the ones for
    everybody; among limits of the same rank the nearest product category decides, and among groups
    the most generous one. Without any limit nobody has to ask.
    """

    _name = "crm.discount.limit"
    _description = "Discount limit"
    _order = "user_id, group_id, categ_id, id"
    _check_company_auto = True

    user_id = fields.Many2one("res.users", "Person", ondelete="cascade", index=True)
    group_id = fields.Many2one("res.groups", "Role", ondelete="cascade", index=True)
    categ_id = fields.Many2one("product.category", "Product category", ondelete="cascade")
    max_discount = fields.Float("Up to (%)", digits="Discount", required=True)
    company_id = fields.Many2one("res.company", default=lambda self: self.env.company, index=True)

    _percent = models.Constraint(
        "CHECK (max_discount BETWEEN 0 AND 100)", "A discount limit goes from 0 to 100 %."
    )
    _one_each = models.UniqueIndex(
        "(COALESCE(user_id, 0), COALESCE(group_id, 0), COALESCE(categ_id, 0), "
        "COALESCE(company_id, 0))",
        "There is a limit for this person or role, category and company already.",
    )

    @api.depends("user_id", "group_id", "categ_id", "max_discount")
    def _compute_display_name(self):
        for limit in self:
            who = limit.user_id.name or limit.group_id.full_name or self.env._("Everybody")
            what = f", {limit.categ_id.display_name}" if limit.categ_id else ""
            limit.display_name = f"{who}{what}: {limit.max_discount:g} %"

    @api.constrains("user_id", "group_id")
    def _check_person_or_role(self):
        if self.filtered(lambda limit: limit.user_id and limit.group_id):
            raise ValidationError(
                self.env._("A limit is for a person or for a role, not for both.")
            )

    @api.model
    def _get_limits(self, user, products, company):
        """The most that ``user`` may take off each product, in percent.

        Returns ``{product: percent}``; a product without a limit is missing.
        """
        ranks = self._get_rows_of(user, company)
        limits = {}
        for product in products:
            path = (product.categ_id.parent_path or "").split("/")
            nearest = [False, *(int(part) for part in path if part)]
            found = (self._get_nearest(rank, nearest) for rank in ranks)
            limit = next((each for each in found if each is not None), None)
            if limit is not None:
                limits[product] = limit
        return limits

    @api.model
    def _get_rows_of(self, user, company):
        """Three ranks of limits that concern a person: own, of the groups, of everybody.

        sudo: a rep needs to know what stops the order, but does not read everybody's limits.
        """
        rows = self.sudo().search([("company_id", "in", [company.id, False])])
        groups = user.sudo().all_group_ids
        return (
            rows.filtered(lambda limit: limit.user_id == user),
            rows.filtered(lambda limit: limit.group_id and limit.group_id in groups),
            rows.filtered(lambda limit: not limit.user_id and not limit.group_id),
        )

    @api.model
    def _get_nearest(self, rows, category_ids):
        """The limit of the last of ``category_ids`` that has one; False stands for all of them."""
        for category_id in reversed(category_ids):
            near = rows.filtered(lambda limit, one=category_id: limit.categ_id.id == one)
            if near:
                return max(near.mapped("max_discount"))
        return None
