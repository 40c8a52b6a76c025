from datetime import timedelta

from odoo import api, fields, models


class CrmCommissionPastTeam(models.Model):
    """The team that a salesperson was in until a day.

    Written by itself when somebody goes to another team or leaves. Without a row it is the team of
    today. So an override follows the team of the day of the sale, whenever that is worked out.
    """

    _name = "crm.commission.past.team"
    _description = "Former Team of a Salesperson"
    _order = "user_id, date_to desc"
    _rec_name = "user_id"

    user_id = fields.Many2one(
        "res.users", string="Salesperson", required=True, index=True, ondelete="cascade"
    )
    team_id = fields.Many2one("crm.team", ondelete="set null", help="Empty: in none.")
    date_from = fields.Date(string="From", help="Empty: since ever.")
    date_to = fields.Date(
        string="Until", required=True, help="The last day in this team, included."
    )

    _dates_in_order = models.Constraint(
        "CHECK (date_from IS NULL OR date_from <= date_to)",
        "The last day in a team cannot come before the first.",
    )
    _no_overlap = models.Constraint(
        "EXCLUDE USING gist (int4range(user_id, user_id, '[]') WITH &&, "
        "daterange(date_from, date_to, '[]') WITH &&)",
        "On one of these days this salesperson is in another team already.",
    )

    @api.model_create_multi
    def create(self, vals_list):
        rows = super().create(vals_list)
        rows._mark_dirty()
        return rows

    def write(self, vals):
        self._mark_dirty()
        result = super().write(vals)
        self._mark_dirty()
        return result

    def unlink(self):
        self._mark_dirty()
        return super().unlink()

    def _mark_dirty(self):
        """Sales of then may be of another team: the plans that pay for teams are looked at.

        sudo: what is to be looked at does not depend on who has changed it.
        """
        paying = (
            self.env["crm.commission.participant"]
            .sudo()
            ._read_group(
                [
                    ("role", "!=", "direct"),
                    ("company_id", "in", self.user_id.sudo().company_ids.ids),
                ],
                [],
                ["plan_id:recordset"],
            )
        )
        for (plans,) in paying:
            plans._mark_dirty()

    @api.model
    def _note(self, former):
        """Write down who was in which team until yesterday.

        Who was in none has nothing to leave behind, and on the first day in a team nobody has left
        it: the team of today is the one of all days then.

        :param former: map of a user to the team until now
        """
        moved = self.env["res.users"].union(
            *(user for user, team in former.items() if team and user.sale_team_id != team)
        )
        if not moved:
            return
        lasts = dict(self._read_group([("user_id", "in", moved.ids)], ["user_id"], ["date_to:max"]))
        rows = []
        for user in moved:
            until = user.company_id._crm_today() - timedelta(days=1)
            first = lasts[user] + timedelta(days=1) if user in lasts else None
            if first is None or first <= until:
                rows.append(
                    {
                        "user_id": user.id,
                        "team_id": former[user].id,
                        "date_from": first,
                        "date_to": until,
                    }
                )
        self.create(rows)
