from odoo import api, fields, models

from .crm_commission_period import ACCOUNTANT


class CrmCommissionPeriod(models.Model):
    """Settling all that was approved of a month, and how far that is."""

    # one file for each purpose
    _inherit = "crm.commission.period"  # pylint: disable=consider-merging-classes-inherited

    statement_ids = fields.One2many("crm.commission.statement", "period_id", readonly=True)
    to_settle_count = fields.Integer(compute="_compute_settled")
    settled_count = fields.Integer(compute="_compute_settled")
    settled_percent = fields.Float(string="Settled", compute="_compute_settled")

    @api.depends("statement_ids.state")
    def _compute_settled(self):
        groups = self.env["crm.commission.statement"]._read_group(
            [("period_id", "in", self.ids), ("state", "!=", "cancelled")],
            ["period_id", "state"],
            ["__count"],
        )
        counts = {(period.id, state): count for period, state, count in groups}
        for period in self:
            of = {state: count for (own, state), count in counts.items() if own == period.id}
            settled = of.get("settled", 0) + of.get("paid", 0)
            period.to_settle_count = of.get("approved", 0)
            period.settled_count = settled
            period.settled_percent = 100 * settled / sum(of.values()) if of else 0

    def action_close(self):
        """What agents have not billed yet is accrued, if the company does so."""
        result = super().action_close()
        self.statement_ids._accrue()
        return result

    def action_settle(self):
        """Settle all approved statements of these months that can be, and say what was done."""
        self._check_group(ACCOUNTANT)
        statements = self.env["crm.commission.statement"].search(
            [("period_id", "in", self.ids), ("state", "=", "approved")]
        )
        return statements.action_settle_all()
