import re

from odoo import Command, api, models

from odoo.addons.crm_actions.engine.import_cells import (
    BOOLEAN,
    CHOICE,
    DATE,
    INTEGER,
    REFERENCE,
    Column,
)

_NUMBER = re.compile(r"[0-9]{1,12}(?:[.,][0-9]{1,6})?")
# What a tier gives, by the column that says it, and the field in which it is kept.
_GIVEN = {
    "percent": ("chain_percent", "percent"),
    "price": ("net_price", "price"),
    "free": ("free_goods", "qty"),
}
_NUMBERS = ("threshold", *_GIVEN, "budget")
_SCOPE = {"segment_id": "segment_ids", "zone_id": "zone_ids", "tag_id": "partner_tag_ids"}


class CrmImportPromotion(models.AbstractModel):
    """Promotions as a flat file: a row for each tier, those of one promotion with one code.

    A promotion is made by the first row of its code, as a draft. A row that is imported again
    changes its tier, as long as the promotion is one.
    """

    _name = "crm.import.promotion"
    _inherit = ["crm.import.template"]
    _description = "Import of Promotions"
    _import_target = "crm.promotion.tier"
    _import_sequence = 55

    @api.model
    def _get_title(self):
        return self.env._("Promotions")

    @api.model
    def _get_columns(self):
        return [
            self._get_key_column(required=True),
            *self._get_head_columns(),
            *self._get_scope_columns(),
            *self._get_bought_columns(),
            *self._get_given_columns(),
            *self._get_limit_columns(),
        ]

    @api.model
    def _get_head_columns(self):
        return [
            Column(
                "code",
                (self.env._("Promotion code"),),
                required=True,
                help=self.env._("Rows with the same code are tiers of one promotion."),
                example="AUTUMN",
            ),
            Column(
                "name",
                (self.env._("Promotion"),),
                required=True,
                example=self.env._("Autumn, a full bar"),
            ),
            Column("date_from", (self.env._("From"),), DATE, example="2026-10-19"),
            Column("date_to", (self.env._("Until"),), DATE, example="2026-11-30"),
            Column(
                "apply",
                (self.env._("Applies"),),
                CHOICE,
                choices=self._get_words("crm.promotion", "apply"),
                default="auto",
            ),
        ]

    @api.model
    def _get_scope_columns(self):
        hint = self.env._("Empty: all. More than one are added in the form.")
        return [
            Column("segment_id", (self.env._("Segment"),), REFERENCE, help=hint),
            Column("zone_id", (self.env._("Zone"),), REFERENCE, help=hint),
            Column("tag_id", (self.env._("Tag"),), REFERENCE, help=hint),
        ]

    @api.model
    def _get_bought_columns(self):
        return [
            Column(
                "product_id",
                (self.env._("Product"),),
                REFERENCE,
                help=self.env._("Internal reference, barcode or exact name. Empty: any."),
                example="OIL-5",
            ),
            Column(
                "categ_id",
                (self.env._("Product category"),),
                REFERENCE,
                help=self.env._("Instead of a product: name of a category, with those above it."),
            ),
            Column(
                "metric",
                (self.env._("Measured by"),),
                CHOICE,
                choices=self._get_words("crm.promotion.condition", "metric"),
                default="qty",
            ),
            Column(
                "mix_match",
                (self.env._("Products mixed"),),
                BOOLEAN,
                default=True,
                help=self.env._("No: each product has to do by itself."),
            ),
            Column("threshold", (self.env._("From quantity or amount"),), example="12"),
        ]

    @api.model
    def _get_given_columns(self):
        one = self.env._("One of discount, price and free units.")
        return [
            Column("percent", (self.env._("Discount (%)"),), help=one),
            Column("price", (self.env._("Net price of a unit"),), help=one),
            Column("free", (self.env._("Free units"),), help=one, example="1"),
            Column(
                "gift_id",
                (self.env._("Free product"),),
                REFERENCE,
                help=self.env._("Empty: the same as bought."),
            ),
            Column("repeat", (self.env._("As often as it fits"),), BOOLEAN, default=True),
        ]

    @api.model
    def _get_limit_columns(self):
        return [
            Column("priority", (self.env._("Priority"),), INTEGER, default=10, minimum=0),
            Column("exclusive_group", (self.env._("Exclusive group"),)),
            Column("budget", (self.env._("Budget"),)),
            Column(
                "budget_policy",
                (self.env._("When the budget is used up"),),
                CHOICE,
                choices=self._get_words("crm.promotion", "budget_policy"),
                default="block",
            ),
            Column("max_per_partner", (self.env._("Times a customer"),), INTEGER, minimum=0),
            Column("max_per_order", (self.env._("Times an order"),), INTEGER, minimum=0),
        ]

    @api.model
    def _get_words(self, model, name):
        field = self.env[model]._fields[name]
        return {code: (word,) for code, word in field._description_selection(self.env)}

    # -- what cells refer to -------------------------------------------------------------------

    @api.model
    def _get_lookups(self):
        return {
            "segment_id": lambda texts: self._look_up_codes("crm.segment", texts),
            "zone_id": lambda texts: self._look_up_codes("crm.zone", texts),
            "tag_id": self._look_up_tags,
            "product_id": self._look_up_products,
            "gift_id": self._look_up_products,
            "categ_id": self._look_up_categories,
        }

    # -- rows ----------------------------------------------------------------------------------

    @api.model
    def _check_rows(self, work):
        taken = self._find_promotions({row.values["code"] for row in work.good()})
        for row in work.good():
            wrong = self._find_fault(row.values)
            promotion = taken.get(row.values["code"])
            if wrong:
                work.refuse(row, *wrong)
            elif promotion and promotion.state != "draft" and row.line not in work.records:
                work.refuse(row, "code", "promotion_approved")

    @api.model
    def _find_fault(self, values):
        """The column and the code of what is wrong with a row, or None."""
        for name in _NUMBERS:
            if values.get(name) and not _NUMBER.fullmatch(values[name].strip()):
                return name, "bad_decimal"
        given = [name for name in _GIVEN if values.get(name)]
        if len(given) != 1:
            return (given[1] if given else "free"), "one_gain"
        if values.get("product_id") and values.get("categ_id"):
            return "categ_id", "one_bought"
        first, last = values.get("date_from"), values.get("date_to")
        if first and last and last < first:
            return "date_to", "ends_before"
        if given == ["percent"] and not 0 < _number(values["percent"]) <= 100:
            return "percent", "bad_percent"
        if given == ["free"] and not self._has_threshold(values):
            return "threshold", "no_threshold"
        return None

    @api.model
    def _has_threshold(self, values):
        return _number(values["free"]) > 0 and (
            _number(values.get("threshold")) > 0 or not values.get("repeat", True)
        )

    @api.model
    def _prepare_values(self, row, work):
        given = row.values
        name = next(each for each in _GIVEN if given.get(each))
        effect, field = _GIVEN[name]
        tier = {
            "threshold": _number(given.get("threshold")),
            "effect": effect,
            field: _number(given[name]),
            "product_id": work.found.get((row.line, "gift_id"), False),
        }
        if row.line in work.records:
            return tier
        return {**tier, "promotion": self._prepare_promotion(row, work)}

    @api.model
    def _prepare_promotion(self, row, work):
        given = row.values
        bought = {
            "metric": given.get("metric") or "qty",
            "mix_match": given.get("mix_match", True),
        }
        for column, field in (("product_id", "product_ids"), ("categ_id", "category_ids")):
            if (row.line, column) in work.found:
                bought[field] = [Command.set([work.found[row.line, column]])]
        values = {
            name: given.get(name) or False
            for name in ("name", "code", "date_from", "date_to", "exclusive_group")
        }  # fmt: skip
        for name in ("max_per_partner", "max_per_order"):
            values[name] = given.get(name) or 0
        values["priority"] = given.get("priority", 10)
        for column, field in _SCOPE.items():
            if (row.line, column) in work.found:
                values[field] = [Command.set([work.found[row.line, column]])]
        return {
            **values,
            "apply": given.get("apply") or "auto",
            "budget_policy": given.get("budget_policy") or "block",
            "repeat": given.get("repeat", True),
            "budget_amount": _number(given.get("budget")),
            "condition_ids": [Command.create(bought)],
        }

    @api.model
    def _find_promotions(self, codes):
        found = self.env["crm.promotion"].search(
            [("code", "in", list(codes)), ("company_id", "=", self.env.company.id)]
        )
        return {promotion.code: promotion for promotion in found}

    @api.model
    def _create_records(self, vals_list):
        heads = {vals["promotion"]["code"]: vals["promotion"] for vals in reversed(vals_list)}
        there = self._find_promotions(heads)
        missing = [head for code, head in heads.items() if code not in there]
        promotions = self.env["crm.promotion"].with_context(tracking_disable=True)
        for promotion in promotions.create(missing):
            there[promotion.code] = promotion
        return self._get_target().create(
            [
                {
                    **{name: value for name, value in vals.items() if name != "promotion"},
                    "promotion_id": there[vals["promotion"]["code"]].id,
                }
                for vals in vals_list
            ]
        )

    # -- words ---------------------------------------------------------------------------------

    def _word_bad_decimal(self, _value, _args):
        return self.env._("It is not a number; write it without signs or thousands, such as 12.50.")

    def _word_one_gain(self, _value, _args):
        return self.env._("Say what is given: a discount, a price or free units, one of them.")

    def _word_one_bought(self, _value, _args):
        return self.env._("Say what is bought by a product or by a category, not by both.")

    def _word_bad_percent(self, _value, _args):
        return self.env._("A discount goes from 0 to 100 %.")

    def _word_no_threshold(self, _value, _args):
        return self.env._("Say from how much on units are free.")

    def _word_promotion_approved(self, _value, _args):
        return self.env._("This promotion is approved: it takes no further tiers.")


def _number(text):
    return float((text or "0").strip().replace(",", "."))
