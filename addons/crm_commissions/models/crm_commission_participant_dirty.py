from odoo import api, models


class CrmCommissionParticipant(models.Model):
    """Whoever takes part from a day on is paid for the sales from that day on."""

    # one file for each purpose
    _inherit = "crm.commission.participant"  # pylint: disable=consider-merging-classes-inherited

    @api.model_create_multi
    def create(self, vals_list):
        participants = super().create(vals_list)
        participants.plan_id._mark_dirty()
        return participants

    def write(self, vals):
        result = super().write(vals)
        self.plan_id._mark_dirty()
        return result

    def unlink(self):
        plans = self.plan_id
        result = super().unlink()
        plans._mark_dirty()
        return result
