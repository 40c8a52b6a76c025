from datetime import timedelta

from odoo import api, models
from odoo.fields import Domain

WEEKS = 8


class CrmLead(models.Model):
    """Figures beside the follow-up board."""

    # one file for each purpose
    _inherit = "crm.lead"  # pylint: disable=consider-merging-classes-inherited

    @api.model
    @api.readonly
    def get_followup_panel(self, domain):
        """How each rep stands, and how the last weeks went, as far as the caller may see.

        :param list domain: the opportunities in question
        :return: ``{'reps': [{'id', 'key', 'name', 'red', 'amber', 'green', 'total'}], worst first,
            'total', 'with_next_step', 'weeks': [{'week' (ISO date of its Monday), 'green',
            'total'}]}``
        """
        opened = Domain(domain) & self._get_open_domain()
        total = self._read_group(opened, [], ["__count", "next_step_at:count"])[0]
        return {
            "reps": self._get_followup_by_rep(opened),
            "total": total[0],
            "with_next_step": total[1],
            "weeks": self._get_followup_by_week(),
        }

    @api.model
    def _get_followup_by_rep(self, opened):
        reps = {}
        groups = self._read_group(opened, ["user_id", "followup_state"], ["__count"])
        for user, state, count in groups:
            rep = reps.setdefault(
                user,
                {
                    "id": user.id,
                    "key": f"rep{user.id}",
                    "name": user.sudo().name or self.env._("Nobody"),  # sudo: names are known
                    **dict.fromkeys(("red", "amber", "green", "total"), 0),
                },
            )
            rep["total"] += count
            if state:
                rep[state] += count
        return sorted(reps.values(), key=lambda rep: (-rep["red"], -rep["amber"], rep["name"]))

    @api.model
    def _get_followup_by_week(self):
        since = self.env.company._crm_today() - timedelta(weeks=WEEKS)
        groups = self.env["crm.followup.snapshot"]._read_group(
            [("week", ">=", since), ("company_id", "in", self.env.companies.ids)],
            ["week:day", "state"],
            ["opportunities:sum"],
        )
        weeks = {}
        for week, state, count in groups:
            figures = weeks.setdefault(week, {"week": week.isoformat(), "green": 0, "total": 0})
            figures["total"] += count
            if state == "green":
                figures["green"] += count
        return [weeks[week] for week in sorted(weeks)]
