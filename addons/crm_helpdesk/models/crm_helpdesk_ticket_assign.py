from odoo import api, fields, models
from odoo.exceptions import UserError

from .crm_helpdesk_stage import ACTIVE

_QUEUED = ("new", "open")
"""States in which a request without an agent waits for one."""


class CrmHelpdeskTicket(models.Model):
    """Who gets a request: by a job that sees the whole queue, by a person, or by oneself.

    Never while the request is written: of many that come at once each would see the same idle
    agent, and mail that had to wait for a lock could be lost.
    """

    # one file for each purpose
    _inherit = "crm.helpdesk.ticket"  # pylint: disable=consider-merging-classes-inherited

    queued_at = fields.Datetime(
        string="Waits for an agent since", readonly=True, copy=False, default=fields.Datetime.now
    )
    assigned_why = fields.Json(
        readonly=True,
        copy=False,
        export_string_translation=False,
        help="mode, why, agent, tied, standings: agent and percent of the capacity, excluded: "
        "agent and reason.",
    )
    assigned_words = fields.Text(string="Why this agent", compute="_compute_assigned_words")

    @api.depends("assigned_why", "user_id")
    @api.depends_context("lang")
    def _compute_assigned_words(self):
        decisions = [ticket.assigned_why or {} for ticket in self]
        people = {key for why in decisions for key in _people_of(why)}
        names = {
            user.id: user.name
            # sudo: what colleagues are called, also of those who have left
            for user in self.env["res.users"].sudo().browse(people).exists()
        }
        for ticket, why in zip(self, decisions, strict=True):
            ticket.assigned_words = "\n".join(ticket._word_decision(why, names)) or False

    def _word_decision(self, why, names):
        if not why:
            return []
        who = {"agent": names.get(why.get("agent"), "?"), "count": len(why.get("tied", []))}
        lines = [self._word_reason(why["why"], who)]
        if standings := why.get("standings"):
            parts = ", ".join(f"{names.get(key, '?')} {percent} %" for key, percent in standings)
            lines.append(self.env._("Open requests by capacity: %(standings)s", standings=parts))
        if excluded := why.get("excluded"):
            parts = ", ".join(
                f"{names.get(key, '?')} ({self._word_obstacle(code)})" for key, code in excluded
            )
            lines.append(self.env._("Could not take it: %(people)s", people=parts))
        return lines

    def _word_reason(self, code, who):
        words = {
            "nobody": self.env._("Nobody can take it now."),
            "only_one": self.env._("%(agent)s was the only one who could take it.", **who),
            "lowest_load": self.env._("%(agent)s had the lowest load.", **who),
            "longest_wait": self.env._(
                "Of %(count)s with an equal load %(agent)s had waited longest for one.", **who
            ),
            "first_in_order": self.env._(
                "%(count)s had an equal load and an equal wait: %(agent)s is first in order.", **who
            ),
        }
        return words.get(code, code)

    def _word_obstacle(self, code):
        words = {
            "inactive": self.env._("works here no longer"),
            "absent": self.env._("absent"),
            "off_hours": self.env._("not at work at that time"),
            "full": self.env._("has as many as the capacity allows"),
            "skill": self.env._("lacks a skill"),
        }
        return words.get(code, code)

    # -- when the queue has to be looked at ------------------------------------------------------

    @api.model_create_multi
    def create(self, vals_list):
        tickets = super().create(vals_list)
        tickets._wake_assignment()
        return tickets

    def write(self, vals):
        result = super().write(vals)
        if "user_id" in vals and not self._is_by_flow():
            self._note_assigned_by_hand()
        return result

    def _note_assigned_by_hand(self):
        """What a job had decided is no longer why; who gives it back puts it into the queue."""
        self._by_flow().write({"assigned_why": False})
        back = self.filtered(lambda ticket: not ticket.user_id)
        back._by_flow().write({"queued_at": fields.Datetime.now()})
        back._wake_assignment()

    def _set_state(self, state, stage=None, **values):
        result = super()._set_state(state, stage, **values)
        if state == "open":
            self._wake_assignment()
        return result

    def _after_transfer(self, team):
        result = super()._after_transfer(team)
        self._by_flow().write({"queued_at": fields.Datetime.now(), "assigned_why": False})
        self._wake_assignment()
        return result

    def _after_reopen(self):
        """Who had it and works here no longer does not get it back."""
        result = super()._after_reopen()
        # sudo: whether a colleague is still here
        gone = self.filtered(lambda ticket: ticket.user_id and not ticket.user_id.sudo().active)
        gone._by_flow().write({"user_id": False})
        unassigned = self.filtered(lambda ticket: not ticket.user_id)
        unassigned._by_flow().write({"queued_at": fields.Datetime.now()})
        unassigned._wake_assignment()
        return result

    def _wake_assignment(self):
        """Look at the queue soon, if there is something in it for the job."""
        waiting = self.filtered(lambda ticket: not ticket.user_id and ticket.state in _QUEUED)
        if any(team.assign_mode != "manual" for team in waiting.team_id):
            self.env["crm.helpdesk.team"]._wake_assignment()

    @api.model
    def _cron_assign(self):
        self.env["crm.helpdesk.team"]._assign_queues()

    # -- by a person -----------------------------------------------------------------------------

    def action_assign(self, user):
        """Give these requests to a colleague, or with an empty user back to the queue.

        :raise UserError: one of them is done, or the colleague is of none of its departments
        """
        self._check_agent()
        self._require(ACTIVE, self.env._("it is done. Open it again first."))
        for ticket in self:
            ticket._lock()
            ticket._check_assignable(user)
        if user:
            self._by_flow().write({"assigned_why": False})
            self._assign(user)
        else:
            self._by_flow().write({"user_id": False})
            self._note_assigned_by_hand()
        return True

    def _check_assignable(self, user):
        # sudo: who works where does not depend on who asks
        people = self.team_id.sudo().member_ids.user_id | self.team_id.sudo().leader_id
        if user and user not in people:
            raise UserError(
                self.env._(
                    "%(agent)s does not work in %(department)s, where %(request)s is: add %(agent)s"
                    " to its members, or transfer the request.",
                    agent=user.name,
                    department=self.team_id.display_name,
                    request=self.number,
                )
            )


def _people_of(why):
    """Ids of the users whom a decision names."""
    found = {why.get("agent"), *(key for key, _percent in why.get("standings", []))}
    return (found | {key for key, _code in why.get("excluded", [])}) - {None}
