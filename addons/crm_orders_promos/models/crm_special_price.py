from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError
from odoo.tools import formatLang

from ..engine import discounts

SCOPES = {"partner": "partner_id", "tag": "partner_tag_id", "segment": "crm_segment_id"}
TARGETS = {"product": "product_id", "template": "product_tmpl_id", "category": "categ_id"}
AGREED = {
    "scope", "target", *SCOPES.values(), *TARGETS.values(), "min_qty", "kind", "value", "chain",
    "currency_id", "date_from", "date_to", "max_qty", "exclusive", "precedence", "company_id",
}  # fmt: skip
"""What was agreed: from the approval on it does not change."""
_WORKED_OUT = ("team_id", "commercial_partner_id")
"""They decide who sees and approves the price, so nobody chooses them."""


class CrmSpecialPrice(models.Model):
    """A price of its own for a customer, or for customers with a tag or of a segment.

    It is found by the pricelist (``product_pricelist.py``) and by the lines of an order
    (``sale_order_line_special.py``); which one holds is in ``engine/special_prices.py``. Approval,
    quota and margin have files of their own beside this one.
    """

    _name = "crm.special.price"
    _inherit = ["mail.thread", "mail.activity.mixin"]
    _description = "Special Price"
    _order = "id desc"
    _rec_names_search = ["partner_id", "product_id", "product_tmpl_id", "categ_id"]
    _check_company_auto = True

    scope = fields.Selection(
        [
            ("partner", "A customer"),
            ("tag", "Customers with a tag"),
            ("segment", "Customers of a segment"),
        ],
        string="For",
        required=True,
        default="partner",
    )
    partner_id = fields.Many2one(
        "res.partner", "Customer", ondelete="cascade", index="btree_not_null", check_company=True
    )
    commercial_partner_id = fields.Many2one(
        related="partner_id.commercial_partner_id",
        string="Commercial entity",
        store=True,
        index="btree_not_null",
    )
    partner_tag_id = fields.Many2one(
        "res.partner.category", "Customer tag", ondelete="restrict", index="btree_not_null"
    )
    crm_segment_id = fields.Many2one(
        "crm.segment", "Segment", ondelete="restrict", index="btree_not_null", check_company=True
    )
    team_id = fields.Many2one(
        "crm.team",
        "Sales Team",
        compute="_compute_team_id",
        store=True,
        index=True,
        help="The team of the customer's salesperson, whose leader approves the price.",
    )
    target = fields.Selection(
        [
            ("product", "A product"),
            ("template", "A product in all variants"),
            ("category", "A category of products"),
        ],
        string="Of",
        required=True,
        default="product",
    )
    product_id = fields.Many2one(
        "product.product",
        domain=[("sale_ok", "=", True)],
        ondelete="cascade",
        index="btree_not_null",
        check_company=True,
    )
    product_tmpl_id = fields.Many2one(
        "product.template",
        "Product, all variants",
        domain=[("sale_ok", "=", True)],
        ondelete="cascade",
        index="btree_not_null",
        check_company=True,
    )
    categ_id = fields.Many2one(
        "product.category", "Product category", ondelete="cascade", index="btree_not_null"
    )
    uom_id = fields.Many2one("uom.uom", "Unit", compute="_compute_uom_id")
    min_qty = fields.Float(
        "From quantity",
        digits="Product Unit",
        help="In the product's own unit of measure: 2 boxes of 12 are 24.",
    )
    kind = fields.Selection(
        [
            ("net_price", "Price"),
            ("extra_chain", "Further discounts"),
            ("cost_plus", "Cost plus"),
        ],
        string="What is given",
        required=True,
        default="net_price",
        tracking=True,
    )
    value = fields.Float(
        "Price or markup",
        digits=(16, 6),
        tracking=True,
        help="The price of one unit of the product; of “Cost plus”, the markup in percent.",
    )
    chain = fields.Char(
        "Discounts",
        tracking=True,
        help="On top of what the pricelist gives, one after the other: 10+5.",
    )
    currency_id = fields.Many2one(
        "res.currency",
        required=True,
        default=lambda self: self.env.company.currency_id,
        help="Orders in another currency take the price at the rate of their date.",
    )
    date_from = fields.Date("From", help="First day; empty: from always.")
    date_to = fields.Date("Until", help="Last day, included; empty: until further notice.")
    exclusive = fields.Boolean(
        "Net: nothing else applies",
        help="Neither the discounts of the whole order nor those of the line nor promotions.",
    )
    precedence = fields.Selection(
        [
            ("force", "Always"),
            ("lowest", "Only if it is the lowest price"),
        ],
        required=True,
        default="force",
        string="Holds",
    )
    price_words = fields.Char("Price", compute="_compute_price_words")
    reason = fields.Text(help="Why this customer gets this price: who approves it reads it.")
    company_id = fields.Many2one(
        "res.company", required=True, default=lambda self: self.env.company, index=True
    )

    _one_scope = models.Constraint(
        "CHECK ((scope = 'partner') = (partner_id IS NOT NULL) "
        "AND (scope = 'tag') = (partner_tag_id IS NOT NULL) "
        "AND (scope = 'segment') = (crm_segment_id IS NOT NULL))",
        "Say for whom the special price is: a customer, a tag or a segment.",
    )
    _one_target = models.Constraint(
        "CHECK ((target = 'product') = (product_id IS NOT NULL) "
        "AND (target = 'template') = (product_tmpl_id IS NOT NULL) "
        "AND (target = 'category') = (categ_id IS NOT NULL))",
        "Say of what the special price is: a product or a category.",
    )
    _dates_in_order = models.Constraint(
        "CHECK (date_to IS NULL OR date_from IS NULL OR date_to >= date_from)",
        "The last day of a special price cannot come before the first.",
    )
    _not_negative = models.Constraint(
        "CHECK (min_qty >= 0 AND max_qty >= 0 AND (kind = 'cost_plus' OR value >= 0))",
        "Prices and quantities of a special price cannot be negative.",
    )

    @api.depends("partner_id.user_id.sale_team_id")
    def _compute_team_id(self):
        for price in self:
            # sudo: whoever sees the price may know whose team it is
            price.team_id = price.sudo().partner_id.user_id.sale_team_id

    @api.depends("product_id", "product_tmpl_id")
    def _compute_uom_id(self):
        for price in self:
            price.uom_id = price.product_id.uom_id or price.product_tmpl_id.uom_id

    @api.depends("kind", "value", "chain", "currency_id")
    @api.depends_context("lang")
    def _compute_price_words(self):
        for price in self:
            price.price_words = price._get_price_words()

    @api.depends("kind", "value", "chain", "currency_id", *SCOPES.values(), *TARGETS.values())
    @api.depends_context("lang")
    def _compute_display_name(self):
        for price in self:
            # sudo: the name of a price is read on orders by whoever sees the order
            known = price.sudo()
            what = known[TARGETS[known.target or "product"]].display_name
            whom = known[SCOPES[known.scope or "partner"]].display_name
            if not (what or whom):
                price.display_name = self.env._("New special price")
                continue
            parts = (known._get_price_words(), what, whom)
            price.display_name = " · ".join(part for part in parts if part)

    def _get_price_words(self):
        """What is given, in a few words: "8.40 €", "-10+5 %", "cost + 20 %"."""
        self.ensure_one()
        return self._word_price(self.kind, self.value, self.chain, self.currency_id)

    @api.model
    def _word_price(self, kind, value, chain, currency):
        if kind == "net_price":
            return formatLang(self.env, value, dp="Product Price", currency_obj=currency)
        if kind == "extra_chain":
            return f"-{chain} %"
        return self.env._("cost + %(percent)s %%", percent=f"{value:g}")

    @api.constrains("kind", "value", "chain")
    def _check_price(self):
        for price in self:
            if price.kind == "extra_chain" and not price.chain:
                raise ValidationError(self.env._("Write the further discounts, such as 10+5."))
            if price.kind == "cost_plus" and price.value <= -100:
                raise ValidationError(self.env._("A markup is more than -100 %."))

    @api.model
    def _with_whole_values(self, vals):
        """Only the customer and the product that were chosen, and the chain as it is stored."""
        vals = {name: value for name, value in vals.items() if name not in _WORKED_OUT}
        for choice, names in (("scope", SCOPES), ("target", TARGETS)):
            if choice in vals:
                chosen = names.get(vals[choice])
                vals.update({name: False for name in names.values() if name != chosen})
        if vals.get("partner_id"):
            # sudo: a price is the customer's, not a contact's; the customer is checked by rules
            partner = self.env["res.partner"].sudo().browse(vals["partner_id"])
            vals["partner_id"] = partner.commercial_partner_id.id
        if vals.get("chain"):
            vals["chain"] = self._get_canonical_chain(vals["chain"])
        return vals

    @api.model
    def _get_canonical_chain(self, text):
        chain = self.env["sale.order.line"]._get_canonical_chain(text)
        if any(term < 0 for term in discounts.parse(chain)):
            raise ValidationError(self.env._("A special price gives discounts, no surcharges."))
        return chain

    @api.onchange("partner_id")
    def _onchange_partner_id(self):
        self.partner_id = self.partner_id.commercial_partner_id

    @api.onchange("chain")
    def _onchange_chain(self):
        self.chain = self._get_canonical_chain(self.chain) if self.chain else False

    @api.model_create_multi
    def create(self, vals_list):
        vals_list = [self._with_new_life(self._with_whole_values(vals)) for vals in vals_list]
        context = {
            name: value
            for name, value in self.env.context.items()
            if name not in [f"default_{each}" for each in _WORKED_OUT]
        }
        plain = self.with_context(context)  # pylint: disable=context-overridden
        return super(CrmSpecialPrice, plain).create(vals_list)

    def write(self, vals):
        vals = self._with_whole_values(vals)
        self._check_life_untouched(vals)
        self._check_agreement_untouched(vals)
        result = super().write(vals)
        if not self.env.su and {"partner_id", "scope"} & set(vals):
            # nobody gives a price to customers of others
            self.check_access("write")
        return result

    def copy_data(self, default=None):
        return [
            {key: value for key, value in vals.items() if key != "commercial_partner_id"}
            for vals in super().copy_data(default)
        ]

    @api.ondelete(at_uninstall=False)
    def _unlink_except_agreed(self):
        for price in self:
            if price.state in ("approved", "expired"):
                raise UserError(
                    self.env._(
                        "%(price)s was approved, so orders may rest on it: end it instead.",
                        price=price.display_name,
                    )
                )
