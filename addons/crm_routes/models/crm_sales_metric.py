from odoo import models


class CrmSalesMetric(models.Model):
    """Shares of the reports on routes, in percent."""

    _inherit = "crm.sales.metric"

    def _get_metric_values_route_adherence(self, users, start, stop):
        return self._read_percent(users, start, stop)

    def _get_metric_values_visit_coverage(self, users, start, stop):
        return self._read_percent(users, start, stop)

    def _read_percent(self, users, start, stop):
        """The reports keep shares of 1; a person without any record has 0."""
        shares = self._read_values(users, start, stop)
        return {user_id: 100 * float(share or 0) for user_id, share in shares.items()}
