from odoo import fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain

from .res_partner_360 import SALESMAN
from .res_partner_360_header import show_address


class CrmLead(models.Model):
    """The page of a prospect: an opportunity that has no contact yet."""

    # one file for each purpose
    _name = "crm.lead"
    _inherit = ["crm.lead", "crm.360.mixin"]

    def _crm360_sections(self):
        return [
            *super()._crm360_sections(),
            {
                "key": "header",
                "title": self.env._("Prospect"),
                "sequence": 0,
                "groups": SALESMAN,
                "method": "_crm360_load_header",
                "component": "header",
                "mobile": "open",
                "offline": True,
            },
            {
                "key": "opportunities",
                "title": self.env._("Opportunity"),
                "sequence": 10,
                "groups": SALESMAN,
                "method": "_crm360_load_opportunities",
                "mobile": "open",
                "offline": True,
            },
            *self._crm360_common_sections(),
        ]

    def _crm360_scope(self, model):
        """What belongs to the opportunity itself."""
        if model == "crm.lead":
            return Domain("id", "=", self.id)
        if model in ("crm.action", "sale.order", "calendar.event"):
            return Domain("opportunity_id", "=", self.id)
        return super()._crm360_scope(model)

    def _crm360_load_header(self):
        """As of a customer; a prospect has neither segment nor figures of sales."""
        row = {
            **{key: self[key] for key in ("street", "street2", "zip", "city")},
            "state": self.state_id.name,
            "country": self.country_id.name,
        }
        name = self.partner_name or self.contact_name or self.name
        person = self.contact_name or name
        return {
            "kind": "prospect",
            "name": name,
            "contact": self.contact_name if self.contact_name != name else False,
            "partner_id": self.partner_id.id,
            "ref": False,
            "owner": self.user_id.sudo().name,
            "segment": False,
            "zone": False,
            "since": fields.Date.to_string(self.create_date.date()),
            **show_address(row),
            "phones": [{"value": self.phone, "name": person}] if self.phone else [],
            "emails": [{"value": self.email_from, "name": person}] if self.email_from else [],
            "address_id": False,
            "addresses": [],
            "can_plan": self.active and self.won_status == "pending",
            "can_convert": not self.partner_id and self.has_access("write"),
            "figures": False,
            "last_touch": fields.Datetime.to_string(self.last_touch_at),
            "next_step": fields.Datetime.to_string(self.next_step_at),
        }

    def _crm360_load_opportunities(self):
        """The opportunity with its health, whether it is open or not."""
        row = {
            "id": self.id,
            "title": self.name,
            "stage": self.stage_id.name,
            "reasons": self.followup_reason_data,
            "amount": self.expected_revenue,
            "currency_id": self.company_currency.id,
            "state": self.followup_state,
            "score": self.followup_score,
        }
        return {
            "rows": [self.env["res.partner"]._crm360_show_lead(row)],
            "total": 1,
            "empty": "",
            "action": False,
        }

    # -- from prospect to customer ---------------------------------------------------------

    def write(self, vals):
        """Actions with a prospect become actions with the customer, however that one is made."""
        prospects = (
            self.filtered(lambda lead: not lead.partner_id)
            if vals.get("partner_id")
            else self.browse()
        )
        result = super().write(vals)
        prospects._crm_carry_actions()
        return result

    def _crm_carry_actions(self):
        """Give the customer to the actions that had none, done ones and colleagues' too."""
        # sudo: history follows the opportunity, as where opportunities are merged
        actions = (
            self.env["crm.action"]
            .sudo()
            .search([("opportunity_id", "in", self.ids), ("partner_id", "=", False)])
        )
        for customer, own in actions.grouped(lambda one: one.opportunity_id.partner_id).items():
            if customer:
                own.write({"partner_id": customer.id})
        for lead in self.sudo().filtered("last_inbound_at"):
            lead.partner_id._note_inbound(lead.last_inbound_at)

    def action_crm360_make_customer(self):
        """Make the contact as core's conversion does, carry all over, and open its page.

        A contact that has the same mail address is taken rather than made twice.

        :return: action that opens the page of the customer
        :raise UserError: there is a customer already, or it was archived
        """
        self.ensure_one()
        self.check_access("write")
        if not self.partner_id:
            known = self._find_matching_partner()
            if known and not known.active:
                raise UserError(
                    self.env._(
                        "%(customer)s has this mail address and is archived. "
                        "Unarchive the contact first.",
                        customer=known.display_name,
                    )
                )
            self._handle_partner_assignment(force_partner_id=known.id, create_missing=True)
        return self.partner_id.action_open_customer_360()

    def action_open_customer_360(self):
        """Open the page of the customer, or of the prospect while there is none."""
        self.ensure_one()
        if self.partner_id:
            return self.partner_id.action_open_customer_360()
        action = self.env["ir.actions.client"]._for_xml_id("crm_actions.prospect_360_action")
        return {**action, "params": {"res_id": self.id}}
