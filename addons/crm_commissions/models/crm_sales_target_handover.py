from odoo import models


class CrmSalesTarget(models.Model):
    """Targets of somebody who leaves."""

    # one file for each purpose
    _inherit = "crm.sales.target"  # pylint: disable=consider-merging-classes-inherited

    def _crm_hand_over(self, former, user, date):
        """Give these targets to another; where he has the same already, the amounts add up.

        See ``res.users._crm_handover_items``.
        """
        own = self.search(
            [("user_id", "=", user.id), ("date_from", "in", self.mapped("date_from"))]
        )
        known = {target._get_key_without_person(): target for target in own}
        doubled = self.browse()
        for target in self:
            same = known.get(target._get_key_without_person())
            if same:
                same.amount += target.amount
                doubled |= target
        doubled.unlink()
        (self - doubled).user_id = user

    def _get_key_without_person(self):
        return (
            self.company_id,
            self.metric_id,
            self.period_type,
            self.date_from,
            self.team_id,
            self.categ_id,
            self.zone_id,
        )
