from odoo import models
from odoo.fields import Command


class CrmRouteRep(models.Model):
    """Zones go to another rep, at once: a territory has no dates."""

    # one file for each purpose
    _inherit = "crm.route.rep"  # pylint: disable=consider-merging-classes-inherited

    def _crm_hand_over_territory(self, former, user, date):
        """Give the zones of these lines to another; see ``res.users._crm_handover_items``."""
        for rep in self:
            zones = rep.zone_ids
            # who was on the list once has a line that was archived
            receiver = self.with_context(active_test=False).search(
                [("user_id", "=", user.id), ("company_id", "=", rep.company_id.id)], limit=1
            )
            receiver = receiver or self.create(
                {"user_id": user.id, "company_id": rep.company_id.id}
            )
            receiver.active = True
            receiver.zone_ids = [Command.link(zone.id) for zone in zones]
            rep.zone_ids = [Command.clear()]
