from odoo import api, fields, models
from odoo.exceptions import ValidationError
from odoo.fields import Domain
from odoo.tools.safe_eval import safe_eval

from ..engine import promotion_life

STATES = [
    ("draft", "Draft"),
    ("approved", "Ready"),
    ("running", "Running"),
    ("paused", "Paused"),
    ("closed", "Closed"),
]


class CrmPromotion(models.Model):
    """A trade promotion: who gets it, when, for buying what, what it gives and what it may cost.

    What it does to an order is worked out by ``engine/promotions.py``; see
    ``crm_promotion_engine.py`` for how a record becomes what the engine reads.
    """

    _name = "crm.promotion"
    _inherit = ["mail.thread"]
    _description = "Promotion"
    _order = "priority, date_from desc, id desc"
    _check_company_auto = True

    name = fields.Char(required=True, translate=True)
    code = fields.Char(
        index="btree_not_null",
        copy=False,
        help="Short and unique: imports name it by this code, and a customer who has to give one "
        "gives this one.",
    )
    active = fields.Boolean(default=True)
    state = fields.Selection(STATES, default="draft", required=True, copy=False, tracking=True)
    company_id = fields.Many2one(
        "res.company", required=True, index=True, default=lambda self: self.env.company
    )
    currency_id = fields.Many2one(
        "res.currency",
        required=True,
        compute="_compute_currency_id",
        store=True,
        readonly=False,
        precompute=True,
    )
    date_from = fields.Date("From", tracking=True)
    date_to = fields.Date("Until", tracking=True, help="The last day; empty: it does not end.")

    partner_domain = fields.Char("Customers", default="[]", help="Empty: all customers.")
    partner_tag_ids = fields.Many2many("res.partner.category", string="Tags")
    segment_ids = fields.Many2many("crm.segment", string="Segments")
    zone_ids = fields.Many2many("crm.zone", string="Zones")
    team_ids = fields.Many2many("crm.team", string="Sales teams", check_company=True)
    pricelist_ids = fields.Many2many("product.pricelist", string="Pricelists")
    partner_count = fields.Integer("Number of customers", compute="_compute_partner_count")

    apply = fields.Selection(
        [
            ("auto", "By itself"),
            ("selectable", "When the salesperson chooses it"),
            ("code", "When the customer gives the code"),
        ],
        "Applies",
        default="auto",
        required=True,
    )
    priority = fields.Integer(default=10, help="Of several, the lower goes first.")
    exclusive_group = fields.Char(
        help="Of promotions with the same word here, a unit serves only one: the best for the "
        "customer. Empty: it goes together with any."
    )
    stack_with_special_price = fields.Boolean("Also at special prices")
    repeat = fields.Boolean(
        "As often as it fits", default=True, help="24 units on 12+1 give 2. Of free goods."
    )
    delivery_policy = fields.Selection(
        [
            (promotion_life.PROPORTIONAL, "In proportion to what is delivered"),
            (promotion_life.FIRST, "With the first delivery"),
            (promotion_life.LAST, "With the last delivery"),
        ],
        "Free goods leave",
        default=promotion_life.PROPORTIONAL,
        required=True,
    )
    max_per_partner = fields.Integer("Times a customer", help="0: no limit.")
    max_per_order = fields.Integer("Times an order", help="0: no limit.")
    budget_amount = fields.Monetary("Budget", tracking=True, help="0: no limit.")
    budget_policy = fields.Selection(
        [
            ("block", "It is not applied any more"),
            ("cap", "What is left is given"),
            ("warn", "It goes on, with a warning"),
        ],
        "When the budget is used up",
        default="block",
        required=True,
    )
    budget_used = fields.Monetary("Used", compute="_compute_budget_used")
    budget_left = fields.Monetary("Left", compute="_compute_budget_used")
    ledger_version = fields.Integer(
        default=0,
        copy=False,
        help="Counts what was committed: who commits at the same moment has to look again.",
    )

    condition_ids = fields.One2many("crm.promotion.condition", "promotion_id", copy=True)
    tier_ids = fields.One2many("crm.promotion.tier", "promotion_id", copy=True)
    application_ids = fields.One2many("crm.promotion.application", "promotion_id")

    _code_unique = models.UniqueIndex("(code, company_id)", "Another promotion has this code.")
    _dates_in_order = models.Constraint(
        "CHECK (date_to IS NULL OR date_from IS NULL OR date_from <= date_to)",
        "A promotion cannot end before it begins.",
    )
    _limits_not_negative = models.Constraint(
        "CHECK (budget_amount >= 0 AND max_per_partner >= 0 AND max_per_order >= 0)",
        "Budgets and limits cannot be negative.",
    )

    @api.depends("company_id")
    def _compute_currency_id(self):
        for promotion in self:
            company = promotion.company_id or self.env.company
            promotion.currency_id = promotion.currency_id or company.currency_id

    @api.depends("budget_amount", "application_ids.spent", "application_ids.state")
    def _compute_budget_used(self):
        used = self._read_committed()
        for promotion in self:
            promotion.budget_used = used.get(promotion.id, 0.0)
            promotion.budget_left = max(promotion.budget_amount - promotion.budget_used, 0.0)

    def _read_committed(self, without=None):
        """Money that orders hold of each budget, in its currency, by id of the promotion.

        sudo: a budget is used by orders that the reader may not see.

        :param without: orders that do not count
        """
        domain = Domain("promotion_id", "in", self.ids) & Domain("state", "=", "committed")
        if without:
            domain &= Domain("order_id", "not in", without.ids)
        rows = (
            self.env["crm.promotion.application"]
            .sudo()
            ._read_group(domain, ["promotion_id"], ["spent:sum"])
        )
        return {promotion.id: spent for promotion, spent in rows}

    @api.depends("partner_domain", "partner_tag_ids", "segment_ids", "zone_ids", "company_id")
    def _compute_partner_count(self):
        for promotion in self:
            promotion.partner_count = self.env["res.partner"].search_count(
                promotion._get_partner_domain()
            )

    def _get_partner_domain(self):
        """The customers in its scope; those of a team or a pricelist show with their orders."""
        self.ensure_one()
        domain = Domain("parent_id", "=", False) & Domain(self._parse_partner_domain())
        domain &= Domain("company_id", "in", [False, self.company_id.id])
        for field, wanted in (
            ("category_id", self.partner_tag_ids),
            ("crm_segment_id", self.segment_ids),
            ("crm_zone_id", self.zone_ids),
        ):
            if wanted:
                domain &= Domain(field, "in", wanted.ids)
        return domain

    def _parse_partner_domain(self):
        self.ensure_one()
        return safe_eval(self.partner_domain or "[]", {})

    @api.constrains("partner_domain")
    def _check_partner_domain(self):
        for promotion in self:
            try:
                self.env["res.partner"].search(promotion._parse_partner_domain(), limit=1)
            except Exception as error:
                raise ValidationError(
                    self.env._(
                        "The customers of “%s” cannot be found by its filter.", promotion.name
                    )
                ) from error

    @api.constrains("apply", "code")
    def _check_code(self):
        for promotion in self:
            if promotion.apply == "code" and not promotion.code:
                raise ValidationError(
                    self.env._("“%s” applies by a code and has none.", promotion.name)
                )

    def copy_data(self, default=None):
        vals_list = super().copy_data(default)
        for promotion, vals in zip(self, vals_list, strict=True):
            vals.setdefault("name", promotion.name)
            vals["name"] = self.env._("%s (copy)", promotion.name)
        return vals_list

    def action_view_applications(self):
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "crm_orders_promos.crm_promotion_application_action"
        )
        return {**action, "domain": [("promotion_id", "=", self.id)], "context": {}}
