from odoo import api, fields, models


class CrmAction(models.Model):
    """With whom an action is, also where that is an opportunity without a contact."""

    # one file for each purpose
    _inherit = "crm.action"  # pylint: disable=consider-merging-classes-inherited

    partner_phone = fields.Char(string="Phone", compute="_compute_way_to_customer")
    partner_address = fields.Char(string="Address", compute="_compute_way_to_customer")

    @api.depends(
        "partner_id.phone", "partner_id.contact_address_inline", "opportunity_id.phone",
        "opportunity_id.street", "opportunity_id.street2", "opportunity_id.zip",
        "opportunity_id.city", "opportunity_id.country_id",
    )  # fmt: skip
    @api.depends_context("lang")
    def _compute_way_to_customer(self):
        """How to reach the customer, or the prospect where there is none yet."""
        for action in self:
            # sudo: who may read the action may know whom to call and where to go
            partner, prospect = action.sudo().partner_id, action.sudo().opportunity_id
            if partner or not prospect:
                action.partner_phone = partner.phone
                action.partner_address = partner.contact_address_inline
            else:
                town = " ".join(filter(None, (prospect.zip, prospect.city)))
                parts = prospect.street, prospect.street2, town, prospect.country_id.name
                action.partner_phone = prospect.phone
                action.partner_address = ", ".join(filter(None, parts))

    def action_open_customer_360(self):
        """Open the page of the customer, or of the prospect while there is none."""
        self.ensure_one()
        return (self.partner_id or self.opportunity_id).action_open_customer_360()
