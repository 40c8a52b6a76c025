from odoo import api, fields, models
from odoo.tools import format_date, format_list, formatLang

from ..engine import promotion_types


class CrmPromotion(models.Model):
    """Promotions, what they do and why not, in the reader's language; stored are codes alone."""

    # one file for each purpose
    _inherit = "crm.promotion"  # pylint: disable=consider-merging-classes-inherited

    sentence = fields.Text("In one sentence", compute="_compute_sentence")

    warning = fields.Char(compute="_compute_warning")

    @api.depends(
        "condition_ids", "tier_ids", "date_from", "date_to", "repeat", "partner_domain",
        "partner_tag_ids", "segment_ids", "zone_ids", "team_ids", "pricelist_ids", "apply", "code",
    )  # fmt: skip
    @api.depends_context("lang")
    def _compute_sentence(self):
        for promotion in self:
            promotion.sentence = promotion._get_sentence()

    @api.depends("tier_ids", "condition_ids", "exclusive_group", "state", "budget_used")
    @api.depends_context("lang")
    def _compute_warning(self):
        for promotion in self:
            said = [promotion._warn_of_tiers(), promotion._warn_of_budget()]
            promotion.warning = " ".join(each for each in said if each)

    def _warn_of_tiers(self):
        worse = self.tier_ids._find_worse()
        return worse and self.env._(
            "The tier from %(threshold)s on gives less for what is bought than a lower one.",
            threshold=worse._word_threshold(),
        )

    def _warn_of_budget(self):
        self.ensure_one()
        currency = self.currency_id
        if not self.budget_amount or (
            currency.compare_amounts(self.budget_used, self.budget_amount) < 0
        ):
            return ""
        return self.env._(
            "The budget is used up: orders have %(used)s of %(budget)s.",
            used=currency.format(self.budget_used),
            budget=currency.format(self.budget_amount),
        )

    def _get_sentence(self):
        self.ensure_one()
        if not self.tier_ids:
            return self.env._("It gives nothing yet: add a tier.")
        parts = [
            self.env._(
                "%(customers)s who buy %(bought)s get %(gains)s.",
                customers=self._word_customers(),
                bought=self._word_conditions(),
                gains=format_list(
                    self.env, [tier._word() for tier in self.tier_ids.sorted("threshold")]
                ),
            ),
            self._word_repeat(),
            self._word_dates(),
            self._word_apply(),
        ]
        return " ".join(part for part in parts if part)

    def _word_customers(self):
        self.ensure_one()
        scopes = [
            format_list(self.env, records.mapped("display_name"), "or")
            for records in (
                self.segment_ids,
                self.zone_ids,
                self.partner_tag_ids,
                self.team_ids,
                self.pricelist_ids,
            )
            if records
        ]
        if (self.partner_domain or "[]") != "[]":
            scopes.append(self.env._("the filter"))
        if not scopes:
            return self.env._("All customers")
        return self.env._("Customers of %s", format_list(self.env, scopes))

    def _word_conditions(self):
        self.ensure_one()
        if not self.condition_ids:
            return self.env._("any product")
        return format_list(self.env, [each._word() for each in self.condition_ids])

    def _word_repeat(self):
        goods = self.tier_ids.filtered(lambda tier: tier.effect in ("free_goods", "gift"))
        return self.env._("As often as it fits.") if goods and self.repeat else ""

    def _word_dates(self):
        first = format_date(self.env, self.date_from) if self.date_from else ""
        last = format_date(self.env, self.date_to) if self.date_to else ""
        if first and last:
            return self.env._("From %(first)s to %(last)s.", first=first, last=last)
        if first:
            return self.env._("From %s on.", first)
        return self.env._("Until %s.", last) if last else ""

    def _word_apply(self):
        if self.apply == "selectable":
            return self.env._("If the salesperson chooses it.")
        if self.apply == "code":
            return self.env._("With the code %s.", self.code or "")
        return ""

    def _show_on_page(self):
        """A row of the customer's page."""
        self.ensure_one()
        badge = self.env._("without an end")
        if self.date_to:
            badge = self.env._("until %s", format_date(self.env, self.date_to))
        return {
            "id": self.id,
            "title": self.name,
            "text": self.sentence,
            "badge": {"label": badge, "tone": "success"},
            "model": self._name,
            "res_id": self.id,
        }

    # -- what the engine says ------------------------------------------------------------------

    def _word_measure(self, metric, number, currency=None):
        """So much of what a condition counts; quantities in the unit of the first condition."""
        self.ensure_one()
        if metric == promotion_types.AMOUNT:
            return (currency or self.currency_id).format(float(number))
        if metric == promotion_types.WEIGHT:
            return self.env._("%s kg", self._word_number(number))
        if metric == promotion_types.DISTINCT:
            return self.env._("%s products", self._word_number(number))
        unit = self.condition_ids[:1].uom_id or self.env.ref("uom.product_uom_unit")
        number = float(number) / unit.factor
        return f"{self._word_number(number)} {unit.name}"

    @api.model
    def _word_number(self, number):
        """Without decimals that say nothing."""
        number = float(number)
        digits = 0 if number == int(number) else 2
        return formatLang(self.env, number, digits=digits)

    def _word_hint(self, hint, currency, product=None):
        """ "Add 2 Boxes of Oil and get 1 free"; ``product``: what is added, where it is one."""
        self.ensure_one()
        missing = self._word_measure(hint.metric, hint.missing, currency)
        if product:
            missing = self.env._(
                "%(quantity)s of %(product)s", quantity=missing, product=product.name
            )
        return self.env._(
            "Add %(missing)s and get %(gain)s (%(promotion)s).",
            missing=missing,
            gain=self._word_gain(hint, currency),
            promotion=self.name,
        )

    def _word_gain(self, hint, currency):
        tier = self.env["crm.promotion.tier"].browse(hint.tier)
        if hint.effect == promotion_types.CHAIN_PERCENT:
            return self.env._("%s %% off", self._word_number(hint.gain))
        if hint.effect == promotion_types.NET_PRICE:
            price = formatLang(self.env, float(hint.gain), currency_obj=currency)
            return self.env._("a price of %s", price)
        number = self._word_number(float(hint.gain) / tier._get_unit())
        if tier.product_id:
            return self.env._(
                "%(number)s of %(product)s free",
                number=number,
                product=tier.product_id.display_name,
            )
        return self.env._("%s more free", number)

    def _word_explanation(self, explanation, currency):
        """Why it did not fire, or not wholly."""
        self.ensure_one()
        words = getattr(self, f"_why_{explanation.code}")
        return words(dict(explanation.figures), explanation, currency)

    def _why_not_in_force(self, _figures, _explanation, _currency):
        return self.env._("It is not in force on this day.")

    def _why_not_selected(self, figures, _explanation, _currency):
        if figures["apply"] == promotion_types.CODE:
            return self.env._("The customer has not given its code.")
        return self.env._("Nobody has chosen it.")

    def _why_no_product(self, _figures, _explanation, _currency):
        return self.env._("None of its products is in the order.")

    def _why_below_threshold(self, figures, _explanation, currency):
        return self.env._(
            "There is %(have)s, and %(need)s are needed.",
            have=self._word_measure(figures["metric"], figures["have"], currency),
            need=self._word_measure(figures["metric"], figures["need"], currency),
        )

    def _why_no_benefit(self, _figures, _explanation, _currency):
        return self.env._("It is no better than the prices of the order.")

    def _why_excluded_special_price(self, _figures, _explanation, _currency):
        return self.env._("Its products have a special or net price here.")

    def _why_customer_limit(self, figures, _explanation, _currency):
        return self.env._(
            "The customer has had it %(used)s times of %(limit)s.",
            used=figures["used"],
            limit=figures["limit"],
        )

    def _why_order_limit(self, figures, _explanation, _currency):
        return self.env._("An order gets it up to %s times.", figures["limit"])

    def _why_budget_exhausted(self, figures, _explanation, currency):
        return self.env._(
            "Its budget has %(left)s left, and this order would take %(benefit)s.",
            left=currency.format(float(figures["left"] or 0)),
            benefit=currency.format(float(figures["benefit"])),
        )

    def _why_budget_capped(self, figures, _explanation, currency):
        return self.env._(
            "Its budget pays %(left)s of %(benefit)s.",
            left=currency.format(float(figures["left"] or 0)),
            benefit=currency.format(float(figures["benefit"])),
        )

    def _why_budget_exceeded(self, figures, _explanation, currency):
        return self.env._(
            "Its budget had %(left)s left, and this order takes %(benefit)s.",
            left=currency.format(float(figures["left"] or 0)),
            benefit=currency.format(float(figures["benefit"])),
        )

    def _why_exclusive_lost_to(self, _figures, explanation, _currency):
        return self.env._("%s is used instead.", self._word_others(explanation))

    def _why_units_used_by(self, _figures, explanation, _currency):
        return self.env._("What is left beside %s is not enough.", self._word_others(explanation))

    def _word_others(self, explanation):
        # sudo: the name of a promotion that the reader may not see says what the order has
        others = self.sudo().browse(explanation.by)
        return format_list(self.env, others.mapped("name"))
