from odoo import models
from odoo.fields import Domain

_SALESMAN = "sales_team.group_sale_salesman"
_MOST = 5


class ResPartner(models.Model):
    """The promotions in force for a customer, on its page: what a rep talks about there."""

    # one file for each purpose
    _inherit = "res.partner"  # pylint: disable=consider-merging-classes-inherited

    def _crm360_sections(self):
        promotions = {
            "key": "promotions",
            "title": self.env._("Promotions"),
            "sequence": 46,
            "groups": _SALESMAN,
            "method": "_crm360_load_promotions",
            "collapsed": True,
        }
        return super()._crm360_sections() + [promotions]

    def _crm360_load_promotions(self):
        """Those that a quotation of the reader to this customer would have; the first to end first.

        Their customers are found by a filter too, so they are counted here and not by the database.
        """
        quote = self.env["sale.order"].new({"partner_id": self._crm360_customer().id})
        found = self.env["crm.promotion"]._find_for(quote).with_env(self.env)
        found = found._filtered_access("read").sorted(
            lambda each: (str(each.date_to or "9"), each.priority, each.id)
        )
        domain = Domain("id", "in", found.ids)
        action = self._crm360_open_list(self.env._("Promotions"), "crm.promotion", domain)
        return {
            "rows": [each._show_on_page() for each in found[:_MOST]],
            "total": len(found),
            "empty": self.env._("No promotion is in force for this customer."),
            "action": action,
        }
