import re

from odoo import models

_OWN_ONLY = re.compile(r",?\s*'search_default_assigned_to_me': (1|True)")
_LEADERS = "crm_actions.group_team_leader,sales_team.group_sale_salesman_all_leads"


class IrActionsAct_Window(models.Model):
    """Whoever leads others begins with their opportunities, a rep with his own."""

    _inherit = "ir.actions.act_window"

    def _get_action_dict(self):
        values = super()._get_action_dict()
        ours = self.env.ref("crm_actions.crm_actions_opportunity_action", raise_if_not_found=False)
        if self == ours and self.env.user.has_groups(_LEADERS):
            values["context"] = _OWN_ONLY.sub("", values["context"] or "")
        return values
