from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tools import format_date

from ..engine.root_cause import MOST, find_fault
from .crm_helpdesk_capa import ENDED, QUALITY, SUPERVISOR


class CrmHelpdeskNonconformity(models.Model):
    """The steps of a nonconformity, from where they lead and what has to be there first.

    ============  =================================  ==============================================
    step          from                               needs
    ============  =================================  ==============================================
    contain       new
    analyse       new, containment, plan,            (from ineffective a new cycle begins)
                  ineffective
    plan          analysis                           a family of causes, and a root cause that is
                                                     not the symptom
    execute       plan                               a corrective or preventive action
    (by itself)   execution                          each action of the cycle done or cancelled
    verify        verification                       the figures say that it worked, and somebody
                                                     who owns none of it agrees
    (by itself)   verification                       the figures say that it did not: ineffective
    ============  =================================  ==============================================

    Containment actions are recorded and carried out at any time, also before the analysis.
    """

    # one file for each purpose
    _inherit = "crm.helpdesk.nonconformity"  # pylint: disable=consider-merging-classes-inherited

    can_verify = fields.Boolean(compute="_compute_can_verify")

    @api.depends("state", "owner_id", "capa_ids.owner_id", "capa_ids.verdict")
    @api.depends_context("uid")
    def _compute_can_verify(self):
        may = any(self.env.user.has_group(group) for group in (QUALITY, SUPERVISOR))
        for each in self:
            judged = each._get_judged()
            each.can_verify = (
                may
                and each.state == "verification"
                and self.env.user not in each._get_owners()
                and all(capa.verdict == "effective" for capa in judged)
            )

    def _get_actions(self):
        """The actions of this cycle that were not cancelled."""
        return self.capa_ids.filtered(
            lambda capa: capa.cycle == capa.nonconformity_id.cycle and capa.state != "cancelled"
        )

    def _get_judged(self):
        """Those of which the figures say whether they worked."""
        return self._get_actions().filtered(lambda capa: capa.kind != "containment")

    def _get_owners(self):
        """Who may not verify it: whoever owns it, or one of its actions."""
        # sudo: whose they are is known of all, or four eyes are two
        own = self.sudo()
        return own.owner_id | own._get_actions().owner_id

    @api.constrains("verifier_id", "owner_id")
    def _check_verifier(self):
        for each in self:
            if each.verifier_id and each.verifier_id in each._get_owners():
                raise ValidationError(
                    self.env._(
                        "%(number)s: %(person)s owns it or one of its actions. "
                        "Choose somebody else to verify it.",
                        number=each.number,
                        person=each.verifier_id.name,
                    )
                )

    # -- steps -------------------------------------------------------------------------------

    def _begin_step(self, *states):
        """Somebody who may takes a step.

        :raise AccessError: nonconformities are read here, and written by others
        :raise UserError: it is not where that step begins
        """
        self.check_access("write")
        self._lock_rows()
        for each in self:
            if each.state not in states:
                raise UserError(
                    self.env._(
                        "%(number)s: this step does not follow on “%(state)s”.",
                        number=each.number,
                        state=dict(self._fields["state"]._description_selection(self.env))[
                            each.state
                        ],
                    )
                )

    def _lock_rows(self):
        # sudo: a lock is no change
        locked = self.sudo().try_lock_for_update()
        if len(locked) < len(self):
            raise UserError(self.env._("Somebody else is changing it right now. Look at it again."))
        self.invalidate_recordset(["state", "cycle"])

    def _set_state(self, state, **values):
        self._by_flow().write({"state": state, **values})
        self._after_step()

    def action_contain(self):
        """Begin with what protects the customer until the cause is known."""
        self._begin_step("draft")
        self._set_state("containment")

    def action_analyse(self):
        """Ask why; also again, where a plan turns out to stand on the wrong cause."""
        self._begin_step("draft", "containment", "plan", "ineffective")
        self._set_state("analysis", verified_at=False, verified_by_id=False)

    def action_plan(self):
        """The root cause is known: plan what takes it away."""
        self._begin_step("analysis")
        for each in self:
            each._check_analysed()
        self._set_state("plan")

    def _check_analysed(self):
        if not self.cause_id:
            raise UserError(
                self.env._(
                    "%(number)s: choose a family of causes. By it is counted whether it comes "
                    "back.",
                    number=self.number,
                )
            )
        whys = self._get_whys().mapped("name")
        faults = (find_fault(symptom, whys) for symptom in (self.name, self.what or ""))
        fault = next(filter(None, faults), "")
        if fault:
            told = f"{self.number}: {self._get_fault_words()[fault]}"
            raise UserError(told)

    @api.model
    def _get_fault_words(self):
        return {
            "none": self.env._("ask why, and write down the answers."),
            "too_many": self.env._("%(most)s whys are enough.", most=MOST),
            "symptom": self.env._(
                "one of the answers only says again what is wrong. Ask why that is so."
            ),
            "repeated": self.env._("two answers say the same. Ask why once more."),
        }

    def action_execute(self):
        """The plan stands: carry it out."""
        self._begin_step("plan")
        for each in self:
            if not each._get_judged():
                raise UserError(
                    self.env._(
                        "%(number)s: plan at least one corrective or preventive action.",
                        number=each.number,
                    )
                )
        self._set_state("execution")
        self._go_to_verification()

    def _go_to_verification(self):
        """Once each action of the cycle is done, the figures are watched."""
        ready = self.filtered(
            lambda each: (
                each.state == "execution"
                and each._get_judged()
                and all(capa.state in ENDED for capa in each._get_actions())
            )
        )
        if ready:
            ready._set_state("verification")

    def action_verify(self):
        """It worked, say the figures and somebody who owns none of it; then it is closed.

        :raise AccessError: the person owns it or one of its actions
        :raise UserError: the days in which it may come back are not over
        """
        self._begin_step("verification")
        for each in self:
            each._check_four_eyes()
        # once more at this moment: something may have come since the last night
        self._get_judged()._judge()
        for each in self.filtered(lambda each: each.state == "verification"):
            each._check_effective()
        worked = self.filtered(lambda each: each.state == "verification")
        now = fields.Datetime.now()
        if worked:
            worked._set_state("closed", closed_at=now, verified_at=now, verified_by_id=self.env.uid)
            worked._after_close()
        return self._tell_ineffective(self - worked)

    def _check_four_eyes(self):
        if self.env.user in self._get_owners():
            raise AccessError(
                self.env._(
                    "%(number)s is verified by somebody who owns neither it nor its actions.",
                    number=self.number,
                )
            )

    def _check_effective(self):
        waiting = self._get_judged().filtered(lambda capa: capa.verdict != "effective")
        if waiting:
            raise UserError(
                self.env._(
                    "%(number)s: whether “%(action)s” worked is known on %(day)s.",
                    number=self.number,
                    action=waiting[0].name,
                    day=format_date(self.env, max(waiting.mapped("verify_on"))),
                )
            )

    def _tell_ineffective(self, failed):
        """A sentence for whoever wanted to close what has just come back."""
        if not failed:
            return True
        return {
            "type": "ir.actions.client",
            "tag": "display_notification",
            "params": {
                "type": "warning",
                "message": self.env._(
                    "%(number)s has come back and is not closed: a new cycle begins.",
                    number=", ".join(failed.mapped("number")),
                ),
                "next": {"type": "ir.actions.client", "tag": "soft_reload"},
            },
        }

    def _fail(self, recurred):
        """It came back more often than allowed: a new cycle is to begin, seen by all.

        :param recurred: requests in which it did
        """
        self.ensure_one()
        self._set_state("ineffective", cycle=self.cycle + 1)
        self._link(recurred.filtered(lambda ticket: not ticket.nonconformity_id))
        self._tell_failed(recurred)

    def _after_close(self):
        """Its requests may be closed now."""
        tickets = self.sudo().ticket_ids  # sudo: of all departments
        names = {ticket: ticket.nonconformity_id.number for ticket in tickets}
        tickets._message_log_batch(
            bodies={
                ticket.id: self.env._("%(number)s was verified and is closed.", number=name)
                for ticket, name in names.items()
            }
        )
