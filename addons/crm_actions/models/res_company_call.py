from datetime import timedelta

from odoo import fields, models


class ResCompany(models.Model):
    """How long a company keeps what its phone systems sent."""

    # one file for each purpose
    _inherit = "res.company"  # pylint: disable=consider-merging-classes-inherited

    crm_call_event_days = fields.Integer(
        string="Keep what phone systems sent (days)",
        default=90,
        help="What phone systems sent is deleted after these days; the calls stay.",
    )

    _crm_call_event_days_range = models.Constraint(
        "CHECK (crm_call_event_days BETWEEN 1 AND 3650)",
        "What phone systems sent is kept from 1 to 3,650 days.",
    )

    def _crm_get_call_event_limit(self):
        """Moment (UTC) before which an event of this company is too old to be kept."""
        return fields.Datetime.now() - timedelta(days=self.crm_call_event_days)
