from odoo import api, fields, models
from odoo.fields import Domain

_OF_VIEWERS = {"helpdesk_scope", "parent_id", "is_company", "active"}
"""Fields by which it changes which requests a contact sees."""


class ResPartner(models.Model):
    """Which requests a contact sees on the portal."""

    _inherit = "res.partner"

    helpdesk_scope = fields.Selection(
        [("own", "Own requests"), ("company", "All requests of the company")],
        string="Sees on the portal",
        required=True,
        default="own",
        copy=False,
        help="What this contact sees of the requests of its company. "
        "Only the own ones may be closed or opened again.",
    )

    @api.model_create_multi
    def create(self, vals_list):
        partners = super().create(vals_list)
        seeing = partners.filtered(lambda partner: partner.helpdesk_scope == "company")
        seeing._refresh_helpdesk_viewers(seeing.commercial_partner_id)
        return partners

    def write(self, vals):
        if not _OF_VIEWERS & set(vals):
            return super().write(vals)
        families = self.commercial_partner_id
        result = super().write(vals)
        self._refresh_helpdesk_viewers(families | self.commercial_partner_id)
        return result

    def _crm_after_merge(self):
        """Whoever stays sees what his own scope says, and not what that of the other one said."""
        result = super()._crm_after_merge()
        tickets = self.env["crm.helpdesk.ticket"].search([("partner_id", "in", self.ids)])
        self.env.add_to_compute(tickets._fields["commercial_partner_id"], tickets)
        self._refresh_helpdesk_viewers(self.commercial_partner_id)
        return result

    @api.model
    def _refresh_helpdesk_viewers(self, families):
        """Who sees the requests of these customers.

        :param families: commercial partners, those of before the change too
        """
        if families:
            self.env["crm.helpdesk.ticket"]._refresh_viewers(
                Domain("commercial_partner_id", "in", families.ids)
            )
