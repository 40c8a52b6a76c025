from odoo import fields, models


class ResPartner(models.Model):
    """Segment, zone and owner of a customer, which all addons read."""

    # one file for each purpose
    _inherit = "res.partner"  # pylint: disable=consider-merging-classes-inherited

    crm_segment_id = fields.Many2one(
        "crm.segment", string="Segment", index="btree_not_null", ondelete="set null", tracking=True
    )
    crm_zone_id = fields.Many2one(
        "crm.zone", string="Zone", index="btree_not_null", ondelete="set null", tracking=True
    )
