from odoo import api, models


class CrmCommissionDraftPart(models.AbstractModel):
    """What a plan consists of: it changes only while the plan is a draft."""

    _name = "crm.commission.draft.part"
    _description = "Part of a Commission Plan"

    @api.model_create_multi
    def create(self, vals_list):
        parts = super().create(vals_list)
        parts._check_draft()
        return parts

    def write(self, vals):
        self._check_draft()
        result = super().write(vals)
        self._check_draft()  # nobody moves a part into a plan in force
        return result

    @api.ondelete(at_uninstall=False)
    def _unlink_only_of_drafts(self):
        self._check_draft()

    def _check_draft(self):
        # sudo: whether a plan is in force, whoever asks
        self.sudo().plan_id._check_draft()
