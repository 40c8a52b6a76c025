from odoo import api, models


class CrmCommissionEngine(models.AbstractModel):
    """What was booked goes on statements at once, so that they are always up to date."""

    # one file for each purpose
    _inherit = "crm.commission.engine"  # pylint: disable=consider-merging-classes-inherited

    @api.model
    def _after_run(self, company):
        super()._after_run(company)
        self.env["crm.commission.statement"]._refresh(company)
