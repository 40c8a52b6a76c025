from markupsafe import Markup

from odoo import api, fields, models

from ..engine.promotion_types import NO_PRODUCT, NOT_SELECTED

_OBVIOUS = {NO_PRODUCT, NOT_SELECTED}


class CrmPromotionTryWizard(models.TransientModel):
    """What a promotion would do to an order, before anybody is promised it; nothing is written."""

    _name = "crm.promotion.try.wizard"
    _description = "Try a promotion with an order"

    promotion_id = fields.Many2one("crm.promotion", required=True, readonly=True)
    company_id = fields.Many2one(related="promotion_id.company_id")
    order_id = fields.Many2one(
        "sale.order",
        domain="[('company_id', '=', company_id), ('state', '!=', 'cancel')]",
    )
    result = fields.Html(compute="_compute_result")

    @api.model
    def default_get(self, fields_list):
        values = super().default_get(fields_list)
        if self.env.context.get("active_model") == "crm.promotion":
            values["promotion_id"] = self.env.context.get("active_id")
        return values

    @api.depends("promotion_id", "order_id")
    @api.depends_context("lang")
    def _compute_result(self):
        for wizard in self:
            order, promotion = wizard.order_id, wizard.promotion_id
            wizard.result = wizard._try_out(promotion, order) if order and promotion else False

    def _try_out(self, promotion, order):
        """What fires, what does not and why.

        sudo: together with those that the order has anyway, whoever may see them.
        """
        promotion.check_access("read")
        order.check_access("read")
        promotion = promotion.sudo()
        found = self.env["crm.promotion"]._find_for(order) | promotion
        result = order._evaluate_promotions(found, tried=promotion)
        rows = [] if promotion._fits(order) else [self._word_out_of_scope(promotion)]
        rows += [self._word_application(order, each) for each in result.applications]
        rows += [
            self._word_explanation(order, each)
            for each in result.explanations
            if each.promotion == promotion.id or each.code not in _OBVIOUS
        ]
        rows += [
            Markup("<li class='text-warning-emphasis'>%s</li>")
            % promotion._word_hint(hint, order.currency_id)
            for hint in result.hints
            if hint.promotion == promotion.id
        ]
        said = Markup("").join(rows) or Markup("<li>%s</li>") % self.env._("Nothing applies.")
        return Markup("<ul class='mb-0'>%s</ul>") % said

    def _word_out_of_scope(self, promotion):
        return Markup("<li class='text-danger'>%s</li>") % self.env._(
            "“%s” is not for this order: another customer, team, pricelist or day. This is what "
            "it would do.",
            promotion.name,
        )

    def _word_application(self, order, application):
        promotion = self.env["crm.promotion"].sudo().browse(application.promotion)
        products = self.env["product.product"]
        goods = [
            f"{promotion._word_number(each.qty)} × {products.browse(each.product).display_name}"
            for each in application.goods
        ]
        gained = ", ".join(goods) or self.env._("lower prices")
        return Markup("<li class='text-success'>%s</li>") % self.env._(
            "“%(promotion)s” applies: %(gained)s, worth %(benefit)s.",
            promotion=promotion.name,
            gained=gained,
            benefit=order.currency_id.format(float(application.benefit)),
        )

    def _word_explanation(self, order, explanation):
        promotion = self.env["crm.promotion"].sudo().browse(explanation.promotion)
        return Markup("<li class='text-muted'>%s</li>") % self.env._(
            "“%(promotion)s”: %(why)s",
            promotion=promotion.name,
            why=promotion._word_explanation(explanation, order.currency_id),
        )
