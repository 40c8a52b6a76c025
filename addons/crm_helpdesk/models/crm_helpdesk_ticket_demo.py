from odoo import api, models

from .. import demo_history


class CrmHelpdeskTicket(models.Model):
    """The requests of the demo company."""

    # one file for each purpose
    _inherit = "crm.helpdesk.ticket"  # pylint: disable=consider-merging-classes-inherited

    @api.model
    def _play_demo(self):
        """Called by the demo data alone, once."""
        demo_history.play(self.env)
