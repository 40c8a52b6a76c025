from odoo import api, models

from odoo.addons.crm_actions.engine.import_cells import (
    BOOLEAN,
    CHOICE,
    DATE,
    DECIMAL,
    REFERENCE,
    Column,
)

from ..engine import discounts

_WHOM = ("partner_id", "partner_tag_id", "crm_segment_id")
_WHAT = ("product_id", "categ_id")
_GIVEN = {"price": "net_price", "chain": "extra_chain", "markup": "cost_plus"}
_SCOPE = {"partner_id": "partner", "partner_tag_id": "tag", "crm_segment_id": "segment"}
_PLAIN = ("min_qty", "max_qty", "date_from", "date_to", "precedence", "exclusive", "reason")


class CrmImportSpecialPrice(models.AbstractModel):
    """The special prices with which a company arrives: approved, since managers import."""

    _name = "crm.import.special.price"
    _inherit = ["crm.import.template"]
    _description = "Import of Special Prices"
    _import_target = "crm.special.price"
    _import_sequence = 50

    @api.model
    def _get_title(self):
        return self.env._("Special prices")

    @api.model
    def _get_columns(self):
        return [
            self._get_key_column(required=True),
            *self._get_link_columns(),
            *self._get_price_columns(),
            *self._get_condition_columns(),
        ]

    @api.model
    def _get_link_columns(self):
        one = self.env._("One of customer, tag and segment.")
        return [
            self._get_customer_column(),
            Column("partner_tag_id", (self.env._("Tag"),), REFERENCE, help=one),
            Column("crm_segment_id", (self.env._("Segment"),), REFERENCE, help=one),
            Column(
                "product_id",
                (self.env._("Product"),),
                REFERENCE,
                help=self.env._("Internal reference, barcode or exact name of a product."),
                example="OIL-5",
            ),
            Column(
                "categ_id",
                (self.env._("Product category"),),
                REFERENCE,
                help=self.env._("Instead of a product: name of a category, with those above it."),
            ),
        ]

    @api.model
    def _get_price_columns(self):
        return [
            Column(
                "price",
                (self.env._("Price"),),
                DECIMAL,
                minimum=0,
                help=self.env._("Of one unit of the product. One of price, discounts and markup."),
                example="8.40",
            ),
            Column(
                "chain",
                (self.env._("Discounts"),),
                help=self.env._("On top of the pricelist, such as 10+5."),
            ),
            Column(
                "markup",
                (self.env._("Markup on cost (%)"),),
                DECIMAL,
                minimum=-99,
                maximum=1000,
            ),
            Column(
                "currency_id",
                (self.env._("Currency"),),
                REFERENCE,
                help=self.env._("Three letters. Empty: that of the company."),
            ),
        ]

    @api.model
    def _get_condition_columns(self):
        precedence = self.env["crm.special.price"]._fields["precedence"]
        words = {code: (word,) for code, word in precedence._description_selection(self.env)}
        return [
            Column("min_qty", (self.env._("From quantity"),), DECIMAL, default=0.0, minimum=0),
            Column(
                "max_qty",
                (self.env._("Quota"),),
                DECIMAL,
                default=0.0,
                minimum=0,
                help=self.env._("In the product's own unit of measure; empty: no limit."),
            ),
            Column("date_from", (self.env._("From"),), DATE),
            Column("date_to", (self.env._("Until"),), DATE),
            Column("precedence", (self.env._("Holds"),), CHOICE, choices=words, default="force"),
            Column(
                "exclusive",
                (self.env._("Net"),),
                BOOLEAN,
                default=False,
                help=self.env._("Yes: no other discount applies."),
            ),
            Column("reason", (self.env._("Reason"),)),
        ]

    # -- what cells refer to -------------------------------------------------------------------

    @api.model
    def _get_lookups(self):
        return {
            "partner_id": self._look_up_customers,
            "partner_tag_id": self._look_up_tags,
            "crm_segment_id": lambda texts: self._look_up_codes("crm.segment", texts),
            "product_id": self._look_up_products,
            "categ_id": self._look_up_categories,
            "currency_id": self._look_up_currencies,
        }

    # -- rows ----------------------------------------------------------------------------------

    @api.model
    def _check_rows(self, work):
        for row in work.good():
            for names, code in ((_WHOM, "one_whom"), (_WHAT, "one_what"), (_GIVEN, "one_price")):
                filled = [name for name in names if row.values.get(name) not in (None, False, "")]
                if len(filled) != 1:
                    work.refuse(row, filled[1] if len(filled) > 1 else next(iter(names)), code)
                    break
            else:
                self._check_row(row, work)

    @api.model
    def _check_row(self, row, work):
        first, last = row.values.get("date_from"), row.values.get("date_to")
        if first and last and last < first:
            work.refuse(row, "date_to", "ends_before")
        try:
            terms = discounts.parse(row.values.get("chain"))
        except discounts.ChainError:
            terms = [-1]
        if any(term < 0 for term in terms):
            work.refuse(row, "chain", "bad_chain")

    @api.model
    def _prepare_values(self, row, work):
        given = row.values
        whom = next(name for name in _WHOM if given.get(name))
        kind = next(name for name in _GIVEN if given.get(name) not in (None, False, ""))
        what = "product_id" if given.get("product_id") else "categ_id"
        values = {
            "scope": _SCOPE[whom],
            "target": "product" if what == "product_id" else "category",
            **dict.fromkeys((*_WHOM, *_WHAT, "product_tmpl_id"), False),
            whom: self._get_whom(row, work, whom),
            what: work.found[row.line, what],
            "kind": _GIVEN[kind],
            "value": 0.0 if kind == "chain" else given[kind],
            "chain": discounts.canonical(given["chain"]) if kind == "chain" else False,
            "currency_id": work.found.get(
                (row.line, "currency_id"), self.env.company.currency_id.id
            ),
        }
        values.update({name: given[name] or False for name in _PLAIN if name in given})
        for name in ("min_qty", "max_qty"):
            if name in values:
                values[name] = values[name] or 0.0
        return values

    @api.model
    def _get_whom(self, row, work, name):
        """A price is the customer's, whichever of its contacts the line names."""
        found = work.found[row.line, name]
        if name != "partner_id":
            return found
        return self.env["res.partner"].browse(found).commercial_partner_id.id

    @api.model
    def _create_records(self, vals_list):
        prices = super()._create_records(vals_list)
        prices.action_approve()
        return prices

    @api.model
    def _write_records(self, changes):
        """What was approved is changed as by hand: taken back, changed, approved again."""
        prices = self._get_target().browse([change.record for change in changes])
        prices.filtered(lambda price: price.state != "draft").action_draft()
        result = super()._write_records(changes)
        prices.action_approve()
        return result

    # -- words ---------------------------------------------------------------------------------

    def _word_one_whom(self, _value, _args):
        return self.env._("Say for whom: a customer, a tag or a segment, one of them.")

    def _word_one_what(self, _value, _args):
        return self.env._("Say of what: a product or a category, one of them.")

    def _word_bad_chain(self, _value, _args):
        return self.env._("Write up to five discounts in percent, such as 10+5.")

    def _word_one_price(self, _value, _args):
        return self.env._("Say what is given: a price, discounts or a markup, one of them.")
