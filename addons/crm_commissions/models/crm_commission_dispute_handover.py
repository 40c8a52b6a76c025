from odoo import models


class CrmCommissionDispute(models.Model):
    """Disputes that somebody has to decide who leaves."""

    # one file for each purpose
    _inherit = "crm.commission.dispute"  # pylint: disable=consider-merging-classes-inherited

    def _crm_hand_over_disputes(self, former, user, date):
        """Ask another to decide these, at once.

        Who may not decide one, since it is the own or of another team, is not asked: it goes to
        the leader of the payee's team, else to a manager.

        See ``res.users._crm_handover_items``.
        """
        for dispute in self:
            decider = user if dispute._may_be_asked(user) else dispute._find_decider(but=former)
            dispute._by_flow().write({"user_id": decider.id})
        self._end_activity()
        self._ask_decider()
