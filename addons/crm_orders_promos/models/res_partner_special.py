from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools import SQL, format_date

from odoo.addons.crm_actions.rows import RowQuery

_SALESMAN = "sales_team.group_sale_salesman"
_EXPORTED = (
    "partner_id", "product_id", "product_tmpl_id", "categ_id", "kind", "value", "chain", "min_qty",
    "date_from", "date_to", "state", "reason",
)  # fmt: skip


class ResPartner(models.Model):
    """The special prices of a customer: on its form, its page, when it is merged or forgotten."""

    # one file for each purpose
    _inherit = "res.partner"  # pylint: disable=consider-merging-classes-inherited

    crm_special_price_count = fields.Integer(
        "Number of special prices", compute="_compute_crm_special_price_count", groups=_SALESMAN
    )

    @api.depends_context("uid", "allowed_company_ids")
    def _compute_crm_special_price_count(self):
        groups = self.env["crm.special.price"]._read_group(
            [("commercial_partner_id", "in", self.commercial_partner_id.ids)],
            ["commercial_partner_id"],
            ["__count"],
        )
        counts = {partner.id: count for partner, count in groups}
        for partner in self:
            partner.crm_special_price_count = counts.get(partner.commercial_partner_id.id, 0)

    def action_view_crm_special_prices(self):
        """Open the special prices of this customer, those of its tags and its segment too."""
        self.ensure_one()
        customer = self.commercial_partner_id
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "crm_orders_promos.crm_special_price_action"
        )
        return {
            **action,
            "display_name": self.env._("Special prices: %s", customer.display_name),
            "domain": list(self.env["crm.special.price"]._get_scope_domain(customer)),
            "context": {"default_partner_id": customer.id},
        }

    # -- the page of the customer --------------------------------------------------------------

    def _crm360_sections(self):
        prices = {
            "key": "special_prices",
            "title": self.env._("Special prices"),
            "sequence": 45,
            "groups": _SALESMAN,
            "method": "_crm360_load_special_prices",
            "collapsed": True,
            "offline": True,
        }
        return super()._crm360_sections() + [prices]

    def _crm360_load_special_prices(self):
        """What holds today or will, and what waits for an answer; what waits comes first."""
        today = self.env.company._crm_today()
        prices = self.env["crm.special.price"]
        domain = (
            prices._get_scope_domain(self._crm360_customer())
            & Domain("state", "in", ("to_approve", "approved"))
            & (Domain("date_to", "=", False) | Domain("date_to", ">=", today))
        )
        query = RowQuery(
            prices,
            domain,
            order=SQL("crm_special_price.state = 'approved', crm_special_price.id DESC"),
            limit=5,
        )
        query.add(
            id="id", product="product_id.product_tmpl_id.name", template="product_tmpl_id.name",
            category="categ_id.complete_name", kind="kind", value="value", chain="chain",
            currency="currency_id", min_qty="min_qty", date_from="date_from", date_to="date_to",
            state="state",
        )  # fmt: skip
        rows = query.add_total().fetch()
        return self._crm360_list(
            rows,
            [self._crm360_show_special_price(row) for row in rows],
            empty=self.env._("No special prices."),
            action=self._crm360_open_list(
                self.env._("Special prices"), "crm.special.price", domain
            ),
        )

    def _crm360_show_special_price(self, row):
        prices = self.env["crm.special.price"]
        currency = self.env["res.currency"].browse(row["currency"])
        words = prices._word_price(row["kind"], row["value"], row["chain"], currency)
        parts = [words]
        if row["min_qty"]:
            parts.append(self.env._("from %s", f"{row['min_qty']:g}"))
        if row["date_to"]:
            parts.append(self.env._("until %s", format_date(self.env, row["date_to"])))
        tone = "success" if row["state"] == "approved" else "warning"
        label = self._crm360_label("crm.special.price", "state", row["state"])
        return {
            "id": row["id"],
            "title": row["product"] or row["template"] or row["category"],
            "text": " · ".join(parts),
            "badge": {"label": label, "tone": tone},
            "model": "crm.special.price",
            "res_id": row["id"],
        }

    # -- merge, erasure, access request --------------------------------------------------------

    def _crm_after_merge(self):
        result = super()._crm_after_merge()
        prices = self.env["crm.special.price"].search([("partner_id", "in", self.ids)])
        # a price is the customer's, whatever contact was merged
        for price in prices.filtered(lambda each: each.partner_id.parent_id):
            price.partner_id = price.partner_id.commercial_partner_id
        for name in ("commercial_partner_id", "team_id"):
            self.env.add_to_compute(prices._fields[name], prices)
        return result

    def _crm_get_their_special_prices(self):
        """sudo: see ``_crm_get_people``."""
        prices = self.env["crm.special.price"].sudo().with_context(tracking_disable=True)
        return prices.search([("partner_id", "in", self.ids)])

    def _crm_erase(self):
        counts = super()._crm_erase()
        prices = self._crm_get_people()._crm_get_their_special_prices()
        told = prices.filtered("reason")
        told.write({"reason": False})
        counts.update({"special_prices": len(told), **self._crm_erase_talk(prices)})
        return counts

    @api.model
    def _crm_get_erasure_labels(self):
        return {
            **super()._crm_get_erasure_labels(),
            "special_prices": self.env._("special prices"),
        }

    def _crm_export(self):
        sections = super()._crm_export()
        prices = self._crm_get_people()._crm_get_their_special_prices()
        return {**sections, "special_prices": self._crm_to_plain(prices, _EXPORTED)}
