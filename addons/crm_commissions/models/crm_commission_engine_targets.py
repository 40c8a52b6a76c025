from odoo import api, models


class CrmCommissionEngine(models.AbstractModel):
    """What was booked tells of sales, so targets are counted again."""

    # one file for each purpose
    _inherit = "crm.commission.engine"  # pylint: disable=consider-merging-classes-inherited

    @api.model
    def _after_run(self, company):
        result = super()._after_run(company)
        self.env["crm.sales.target"]._refresh_company(company)
        return result
