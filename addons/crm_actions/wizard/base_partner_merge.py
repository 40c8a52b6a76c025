from odoo import api, models


class BasePartnerMergeAutomaticWizard(models.TransientModel):
    _inherit = "base.partner.merge.automatic.wizard"

    @api.model
    def _update_foreign_keys(self, src_partners, dst_partner):
        """Each addon folds its rows before core moves them by SQL.

        Core deletes rows that would break a unique key, and recomputes nothing.
        """
        src_partners._crm_check_may_merge(dst_partner)
        # sudo: whoever may merge customers moves what hangs on them, also colleagues' work
        sources, destination = src_partners.sudo(), dst_partner.sudo()
        sources._crm_before_merge(destination)
        self.env.flush_all()
        result = super()._update_foreign_keys(src_partners, dst_partner)
        # what was read before still names the contacts that go
        self.env.invalidate_all()
        destination._crm_after_merge()
        return result

    def _update_values(self, src_partners, dst_partner):
        """Coordinates and their precision come from one and the same contact.

        Core fills the destination field by field, and "not located" is a value like any other.
        """
        located = (dst_partner | src_partners).filtered(
            lambda partner: partner.partner_latitude or partner.partner_longitude
        )[:1]
        place = located.read(["partner_latitude", "partner_longitude", "geo_precision"])
        result = super()._update_values(src_partners, dst_partner)
        for values in place:
            values.pop("id")
            # sudo: the merge was allowed, and a rep may not move a located customer by hand
            dst_partner.sudo().write(values)
        return result
