from odoo import models
from odoo.exceptions import ValidationError
from odoo.fields import Domain

from .crm_360_mixin import SEES_ALL, SEES_OWN

SALESMAN = "sales_team.group_sale_salesman"
_ALL = "sales_team.group_sale_salesman_all_leads"
_ACCOUNTING = "account.group_account_invoice", "account.group_account_readonly"
_SHIPPED = {
    "res.partner": "id",
    "crm.action": "partner_id",
    "crm.call": "partner_id",
    "crm.lead": "partner_id",
    "sale.order": "partner_shipping_id",
    "account.move": "partner_shipping_id",
    "account.move.line": "move_id.partner_shipping_id",
    "calendar.event": "partner_ids",
}
_STORED = {
    "res.partner": "commercial_partner_id",
    "crm.action": "commercial_partner_id",
    "account.move": "commercial_partner_id",
}
_JOINED = {
    "crm.call": "partner_id",
    "crm.lead": "partner_id",
    "sale.order": "partner_id",
    "account.move.line": "partner_id",
    "calendar.event": "partner_ids",
}


class ResPartner(models.Model):
    """The page of a customer: which documents are its own, and who may see those of others."""

    # one file for each purpose
    _name = "res.partner"
    _inherit = ["res.partner", "crm.360.mixin"]

    def _crm360_sections(self):
        return [
            *super()._crm360_sections(),
            {
                "key": "header",
                "title": self.env._("Customer"),
                "sequence": 0,
                "method": "_crm360_load_header",
                "component": "header",
                "mobile": "open",
                "offline": True,
            },
            *self._crm360_common_sections(),
            *self._crm360_money_sections(),
        ]

    def _crm360_money_sections(self):
        return [
            {
                "key": "opportunities",
                "title": self.env._("Opportunities"),
                "sequence": 10,
                "groups": SALESMAN,
                "method": "_crm360_load_opportunities",
                "offline": True,
            },
            {
                "key": "invoices",
                "title": self.env._("Invoices and payments"),
                "sequence": 30,
                "groups": ",".join((SALESMAN, *_ACCOUNTING)),
                "method": "_crm360_load_invoices",
                "component": "invoices",
                "offline": True,
            },
            {
                "key": "products",
                "title": self.env._("Products bought"),
                "sequence": 50,
                "groups": ",".join((SALESMAN, *_ACCOUNTING)),
                "method": "_crm360_load_products",
                "component": "products",
            },
        ]

    def _crm360_scope(self, model):
        """Documents of the whole commercial entity, or of what goes to one of its addresses."""
        address = self._crm360_get_address()
        if address and model in _SHIPPED:
            return Domain(_SHIPPED[model], "=", address.id)
        customer = self._crm360_customer()
        own = Domain("commercial_partner_id", "=", customer.id)
        if model in _STORED:
            return own
        if model in _JOINED:
            # any!: contacts of a customer that one may see, archived ones too, need no second check
            return Domain(_JOINED[model], "any!", own)
        return super()._crm360_scope(model)

    def _crm360_customer(self):
        """The commercial entity, which the page is about."""
        # sudo: which company a contact belongs to; whether the reader may see it was checked
        return self.sudo().commercial_partner_id.sudo(self.env.su)

    def _crm360_page(self, address_id=None):
        page = super()._crm360_page(address_id)
        page._crm360_customer().check_access("read")
        return page

    def _crm360_check_address(self, address_id):
        if not address_id:
            return self.env["res.partner"]
        known = isinstance(address_id, int) and self.with_context(active_test=False).search_count(
            [
                ("id", "=", address_id),
                ("commercial_partner_id", "=", self._crm360_customer().id),
            ]
        )
        if not known:
            raise ValidationError(
                self.env._("This address does not belong to the customer. Choose one of the list.")
            )
        return self.browse(address_id)

    def _crm360_sees_all(self):
        """The history of a customer is for whoever looks after it today, whoever sold it then.

        That is its owner, the leader of the owner's team, managers and the accounts department;
        any rep where the customer has no owner. Others are left with what core's rules show them.
        """
        if (verdict := self.env.context.get("crm360_reader")) in (SEES_ALL, SEES_OWN):
            return verdict is SEES_ALL
        user = self.env.user
        if self.env.su or user.has_groups(",".join((_ALL, *_ACCOUNTING))):
            return True
        if not user.has_group(SALESMAN):
            return False
        # sudo: only who owns the customer is read, and who leads that rep
        owner = self.sudo()._crm360_customer().user_id
        if not owner or owner == user:
            return True
        return user.has_group("crm_actions.group_team_leader") and bool(
            owner.search_count([("id", "=", owner.id), ("sale_team_id.user_id", "=", user.id)])
        )

    def action_open_customer_360(self):
        """Open the page with all about this customer."""
        self.ensure_one()
        action = self.env["ir.actions.client"]._for_xml_id("crm_actions.customer_360_action")
        return {**action, "params": {"res_id": self.id}}
