from odoo import fields, models


class ResPartner(models.Model):
    """Segment and zone of a customer, which all addons read.

    They belong to the customer, that is to the commercial entity: its contacts and addresses have
    none of their own, so that nothing counts a customer twice.
    """

    # one file for each purpose
    _inherit = "res.partner"  # pylint: disable=consider-merging-classes-inherited

    # groups: what a customer is worth to us is no business of the customer in the portal
    crm_segment_id = fields.Many2one(
        "crm.segment",
        string="Segment",
        index="btree_not_null",
        ondelete="set null",
        check_company=True,
        tracking=True,
        groups="base.group_user",
    )
    crm_zone_id = fields.Many2one(
        "crm.zone",
        string="Zone",
        index="btree_not_null",
        ondelete="set null",
        check_company=True,
        tracking=True,
        groups="base.group_user",
    )
