from odoo import api, models


class CrmCommissionSplit(models.Model):
    """Documents whose shares change are looked at."""

    # one file for each purpose
    _inherit = "crm.commission.split"  # pylint: disable=consider-merging-classes-inherited

    @api.model_create_multi
    def create(self, vals_list):
        splits = super().create(vals_list)
        splits._mark_documents()
        return splits

    def write(self, vals):
        self._mark_documents()
        result = super().write(vals)
        self._mark_documents()
        return result

    def unlink(self):
        self._mark_documents()
        return super().unlink()

    def _mark_documents(self):
        # sudo: what is to be looked at does not depend on who may open it
        splits = self.sudo()
        self.env["crm.commission.dirty"]._mark_moves(splits.move_id)
        self.env["crm.commission.dirty"]._mark_orders(splits.order_id)
