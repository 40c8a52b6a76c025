from odoo import api, fields, models
from odoo.tools import remove_accents

from ..engine import geo


class CrmAction(models.Model):
    """The day of everybody whose work the user plans, a row a rep."""

    # one file for each purpose
    _inherit = "crm.action"  # pylint: disable=consider-merging-classes-inherited

    @api.model
    @api.readonly
    def get_team_day(self, date=False):
        """How each rep's day goes: figures, the last check-in and what comes next.

        No position is told, only the hour of the last check-in. Hours are text of the user's zone.

        :param date: ``'YYYY-MM-DD'``; today if empty
        :return: ``date``, ``previous``, ``next``, ``is_today`` and ``reps``: ``{'id', 'name',
            'planned', 'done', 'verified', 'overdue', 'last_checkin', 'actions'}``, each action as
            on the day board
        :raise UserError: text that is no date
        """
        board = self.get_day_board(date)
        actions = self.browse([card["id"] for card in board["actions"]])
        # sudo: the hour of a check-in is the team's business, its place is not fetched
        verdicts = {action.id: action for action in actions.sudo()}
        return {
            **{key: board[key] for key in ("date", "previous", "next", "is_today", "now")},
            "reps": [
                self._prepare_team_row(
                    rep,
                    [card for card in board["actions"] if card["user_id"] == rep["id"]],
                    verdicts,
                )
                for rep in sorted(
                    board["reps"], key=lambda rep: remove_accents(rep["name"]).casefold()
                )
            ],
        }

    @api.model
    def _prepare_team_row(self, rep, cards, actions):
        own = [actions[card["id"]] for card in cards]
        checkins = [action.checkin_at for action in own if action.checkin_at]
        return {
            **rep["counts"],
            "id": rep["id"],
            "name": rep["name"],
            "verified": sum(
                action.state == "done" and action.checkin_verdict == geo.VERIFIED for action in own
            ),
            "last_checkin": fields.Datetime.to_string(max(checkins)) if checkins else False,
            "actions": cards,
        }
