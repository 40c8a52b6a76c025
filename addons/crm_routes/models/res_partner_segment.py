from odoo import api, fields, models

from ..origins import BY_MERGE, BY_RULE


class ResPartner(models.Model):
    """The segment of a customer: computed, unless somebody decided otherwise."""

    # one file for each purpose
    _inherit = "res.partner"  # pylint: disable=consider-merging-classes-inherited

    segment_locked = fields.Boolean(
        string="Segment set by hand",
        copy=False,
        groups="base.group_user",
        help="Computing leaves the segment of this customer alone.",
    )

    @api.model_create_multi
    def create(self, vals_list):
        partners = super().create(vals_list)
        # sudo: whether there is a segment, which portal users do not see
        new = partners.sudo().filtered("crm_segment_id")
        if new:
            nothing = dict.fromkeys(new, self.env["crm.segment"])
            self.env["crm.segment.history"]._note(new, nothing, "manual")
        return partners

    def write(self, vals):
        """A segment that a person chooses stays, where segments are computed, until it is freed."""
        origin = self.env.context.get("crm_segment_origin")
        if "crm_segment_id" not in vals or origin is BY_RULE:
            return super().write(vals)
        # sudo: what was before, whoever writes
        former = {partner: partner.crm_segment_id for partner in self.sudo()}
        result = super().write(vals)
        changed = self.sudo().filtered(lambda each: each.crm_segment_id != former[each])
        self.env["crm.segment.history"]._note(
            changed, former, "merged" if origin is BY_MERGE else "manual"
        )
        if origin is not BY_MERGE and "segment_locked" not in vals and self._is_computed():
            changed.write({"segment_locked": bool(vals["crm_segment_id"])})
        return result

    @api.model
    def _is_computed(self):
        """Whether segments are computed in this company.

        sudo: whoever chooses a segment need not know how they are computed.
        """
        rules = self.env["crm.segmentation"].sudo()
        return bool(rules.search_count([("company_id", "=", self.env.company.id)], limit=1))

    def _crm_fold_values(self, destination):
        merged = destination.with_context(crm_segment_origin=BY_MERGE)
        return super()._crm_fold_values(merged)

    def action_free_segment(self):
        """Leave the segment to computing again."""
        self.write({"segment_locked": False})
