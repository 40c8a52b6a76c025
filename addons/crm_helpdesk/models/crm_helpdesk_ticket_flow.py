from datetime import timedelta

from odoo import fields, models
from odoo.exceptions import AccessError, LockError, UserError

from ..engine import log
from .crm_helpdesk_stage import ACTIVE, WAITING

AGENT = "crm_helpdesk.group_helpdesk_agent"
SUPERVISOR = "crm_helpdesk.group_helpdesk_supervisor"
_ASKED_WITHIN = timedelta(minutes=15)


class CrmHelpdeskTicket(models.Model):
    """The steps of a request. Each says who may take it, writes the stage and logs an event."""

    # one file for each purpose
    _inherit = "crm.helpdesk.ticket"  # pylint: disable=consider-merging-classes-inherited

    # -- who works on it ---------------------------------------------------------------------

    def _check_agent(self):
        """:raise AccessError: the person does not work on requests, or not on these"""
        self.check_access("write")
        if not self.env.su and not self.env.user.has_group(AGENT):
            raise AccessError(self.env._("Requests are worked on by agents of a department."))

    def action_take(self):
        """I work on it. Of two who press at once one gets it, and the other is told who."""
        self._check_agent()
        for ticket in self:
            ticket._lock()
            if ticket.user_id and ticket.user_id != self.env.user:
                raise UserError(
                    self.env._(
                        "%(request)s was just taken by %(agent)s.",
                        request=ticket.number,
                        agent=ticket.user_id.name,
                    )
                )
        self._assign(self.env.user)
        return True

    def _lock(self):
        try:
            self.lock_for_update()
        except LockError as error:
            raise UserError(
                self.env._(
                    "Somebody else is changing %(request)s right now. Look at it again.",
                    request=self.number,
                )
            ) from error
        self.invalidate_recordset(["user_id", "stage_id", "state", "team_id", "merged_into_id"])

    def _assign(self, user):
        """Give these requests to a person of their departments."""
        self._by_flow().write({"user_id": user.id})
        members = self.team_id.sudo().member_ids.filtered(  # sudo: remembers whose turn it was
            lambda member: member.user_id == user
        )
        members.write({"last_assigned_at": fields.Datetime.now()})

    # -- from state to state -----------------------------------------------------------------

    def _move_to(self, stage):
        """A card was dragged, or a stage chosen: take the step that leads there."""
        self._check_agent()
        for state, tickets in self.grouped("state").items():
            if state == stage.state:
                tickets._write_stage(stage)
            elif stage.state == "pending_third":
                tickets.action_wait_for_others(stage=stage)
            elif stage.state == "new":
                raise UserError(
                    self.env._("A request that somebody has begun with is not new again.")
                )
            else:
                tickets._go_to(stage.state, stage)

    def _go_to(self, state, stage):
        steps = {
            "open": self._open_or_reopen,
            "pending_customer": self.action_wait_for_customer,
            "resolved": self.action_resolve,
            "closed": self.action_close,
            "cancelled": self.action_cancel,
        }
        steps[state](stage=stage)

    def _open_or_reopen(self, stage=None):
        done = self.filtered(lambda ticket: ticket.state not in ACTIVE)
        done.action_reopen(stage=stage)
        (self - done).action_open(stage=stage)

    def _write_stage(self, stage):
        self._by_flow().write({"stage_id": stage.id, "stage_since": fields.Datetime.now()})

    def _set_state(self, state, stage=None, **values):
        """Into the first stage of that state that each department has, or into a chosen one."""
        stages = self.env["crm.helpdesk.stage"].search([("state", "=", state)])
        now = fields.Datetime.now()
        for team, tickets in self.grouped("team_id").items():
            target = stage or stages._get_for(state, team)
            if not target:
                raise UserError(
                    self.env._(
                        "%(department)s has no stage that means “%(state)s”: add one to it.",
                        department=team.display_name,
                        state=dict(self._fields["state"]._description_selection(self.env))[state],
                    )
                )
            tickets._by_flow().write({"stage_id": target.id, "stage_since": now, **values})

    def _require(self, states, sentence):
        wrong = self.filtered(lambda ticket: ticket.state not in states)
        if wrong:
            told = f"{wrong[0].number}: {sentence}"
            raise UserError(told)

    def action_open(self, stage=None):
        """Somebody works on it: from new, or after waiting."""
        self._check_agent()
        self._require(ACTIVE, self.env._("it is done. Use Open Again."))
        waiting = self.filtered(lambda ticket: ticket.state in WAITING)
        self._set_state("open", stage, waits_for=False)
        waiting._log(log.RESUME)

    def action_wait_for_customer(self, stage=None):
        """The customer has been asked something: the time stands still until he answers."""
        self._check_agent()
        self._require(ACTIVE, self.env._("it is done, so nothing is waited for."))
        self._check_asked()
        self.filtered(lambda ticket: ticket.state in WAITING)._log(log.RESUME)
        self._set_state("pending_customer", stage, waits_for=False)
        self._log(log.PAUSE)

    def _check_asked(self):
        """Nobody parks a request by saying that the customer is waited for."""
        now = fields.Datetime.now()
        for ticket in self.filtered("company_id.helpdesk_pause_needs_reply"):
            asked = ticket.last_answer_at
            if not asked or asked < now - _ASKED_WITHIN:
                raise UserError(
                    self.env._(
                        "%(request)s: ask the customer first; it waits once he was written to.",
                        request=ticket.number,
                    )
                )

    def action_wait_for_others(self, reason=None, stage=None):
        """A supplier or another firm is waited for; the time of the customer goes on."""
        self._check_agent()
        self._require(ACTIVE, self.env._("it is done, so nothing is waited for."))
        self.filtered(lambda ticket: ticket.state in WAITING)._log(log.RESUME)
        self._set_state("pending_third", stage, waits_for=reason or False)
        pauses = self.filtered(lambda ticket: ticket._pauses_for_third())
        pauses._log(log.PAUSE)
        (self - pauses)._log(log.HOLD)

    def _pauses_for_third(self):
        """Whether the promise of a solution stands still too."""
        # sudo: what was promised, whoever may read it
        clocks = self.sudo().target_ids.filtered(lambda clock: clock.metric == "resolution")
        return clocks[-1:].policy_id.pause_for_third

    def action_resolve(self, kind="solved", stage=None):
        """It is solved; the customer may still say that it is not."""
        self._check_agent()
        self._require(ACTIVE, self.env._("it is done already."))
        self._check_resolvable()
        self._set_state(
            "resolved", stage,
            resolved_at=fields.Datetime.now(), resolution_kind=kind, waits_for=False,
        )  # fmt: skip
        self._log(log.STOP)
        self._after_resolve()

    def _check_resolvable(self):
        """Extended by whatever has to be done first."""
        for ticket in self:
            open_parts = ticket.child_ids.filtered(lambda part: part.state in ACTIVE)
            if open_parts:
                raise UserError(
                    self.env._(
                        "%(request)s: %(part)s is a part of it and not done yet.",
                        request=ticket.number,
                        part=open_parts[0].number,
                    )
                )

    def _after_resolve(self):
        """Extended by whatever follows, like asking the customer."""

    def action_reopen(self, stage=None):
        """It is not solved: the time goes on with what was left of it."""
        self._check_agent()
        self._reopen(stage)

    def _reopen(self, stage=None):
        self._require(
            ("resolved", "closed"), self.env._("only what is resolved or closed is opened again.")
        )
        for ticket in self:
            if ticket.merged_into_id:
                raise UserError(
                    self.env._(
                        "%(request)s goes on as %(other)s.",
                        request=ticket.number,
                        other=ticket.merged_into_id.number,
                    )
                )
        for count, tickets in self.grouped("reopen_count").items():
            tickets._set_state(
                "open", stage,
                reopen_count=count + 1, resolved_at=False, closed_at=False,
                resolution_kind=False, auto_closed=False,
            )  # fmt: skip
        self._log(log.REOPEN)
        self._after_reopen()

    def _after_reopen(self):
        """Extended by whatever follows."""

    def action_close(self, stage=None):
        """For good: the customer has confirmed it, or has been silent."""
        self._check_agent()
        self._close(stage)

    def _close(self, stage=None):
        self._require(("resolved",), self.env._("resolve it before you close it."))
        self._check_closable()
        self._set_state("closed", stage, closed_at=fields.Datetime.now())

    def _check_closable(self):
        """Extended by whatever has to be done first."""

    def action_cancel(self, stage=None):
        """Spam, or written twice: it counts nowhere."""
        self._check_agent()
        self._require([*ACTIVE, "resolved"], self.env._("it is closed already."))
        self._set_state("cancelled", stage, waits_for=False)
        self._log(log.CANCEL)
