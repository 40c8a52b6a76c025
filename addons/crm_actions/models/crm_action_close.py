from odoo import fields, models
from odoo.exceptions import UserError, ValidationError
from odoo.fields import Domain

NEXT_STEP_FIELDS = {
    "type_id", "partner_id", "opportunity_id", "user_id", "start", "stop", "allday", "summary",
    "client_uuid",
}  # fmt: skip


class CrmAction(models.Model):
    """The end of an action: close it with an outcome and a next step, or cancel it."""

    # one file for each purpose
    _inherit = "crm.action"  # pylint: disable=consider-merging-classes-inherited

    def close(self, vals):
        """Mark the action done and settle what follows, all or nothing.

        :param dict vals: ``outcome_id`` (required); optional ``note`` (HTML), ``photo_ids`` (ids of
            attachments), ``done_at`` (UTC, not in the future; default: check-out or now), the
            position keys of :meth:`check_in` for the check-out, and what follows: ``next``
            (values of the next action, ``start`` required), ``snooze_until`` (date, with
            ``snooze_reason``) or both, or ``opportunity`` (``'won'`` or ``'lost'``, the latter
            with ``lost_reason_id``) alone
        :return: ``{'next_id', 'next_missing'}``; ``next_id`` False without a next step
        :raise UserError: finished action, or the team requires a next step and there is none
        :raise ValidationError: outcome of another type, or values that make no sense
        """
        self.ensure_one()
        return self._close(vals or {}, fields.Datetime.now())

    def _close(self, vals, now, *, enforce=True):
        """Report the action as of a moment (UTC), which may be over: see :meth:`close`.

        :param bool enforce: whether a missing next step is refused where the team requires one;
            what was reported without a network is never refused for that
        """
        self.check_access("write")
        self._check_open()
        outcome = self.env["crm.action.outcome"].browse(vals.get("outcome_id") or False)
        if not outcome.exists():
            raise ValidationError(
                self.env._("Choose how %(action)s went.", action=self.display_name)
            )
        self._check_one_decision(vals)
        with self.env.cr.savepoint():
            if self.checkin_at and not self.checkout_at:
                self._end_visit(vals, now, ask_position="latitude" in vals)
            self._mark_done(vals, now)
            self._decide_opportunity(vals)
            following = self._plan_next(vals)
            missing = self._is_next_step_missing(following)
            if enforce:
                self._enforce_next_step_policy(missing)
            self._write_lifecycle({"next_id": following.id, "next_missing": missing})
        return {"next_id": following.id or False, "next_missing": missing}

    def cancel(self, reason):
        """Call the action off.

        :param str reason: why; it is shown to the team
        :raise UserError: finished action or empty reason
        """
        reason = (reason or "").strip()
        if not reason:
            raise UserError(self.env._("Say why it is cancelled, so that the team can see it."))
        self.check_access("write")
        for action in self:
            action._check_open()
        changes = {"state": "cancelled", "cancel_reason": reason}
        visited = self.filtered(lambda action: action.checkin_at and not action.checkout_at)
        (self - visited)._write_lifecycle(changes)
        visited._write_lifecycle({**changes, "checkout_at": fields.Datetime.now()})

    def action_replan(self):
        """Bring cancelled actions back to the agenda."""
        self.check_access("write")
        if any(action.state != "cancelled" for action in self):
            raise UserError(self.env._("Only a cancelled action can be planned again."))
        if any(action.checkin_at for action in self):
            raise UserError(
                self.env._(
                    "It was cancelled after a check-in, which stays as it is. Plan a new one."
                )
            )
        self._check_customer_is_active()
        self._write_lifecycle({"state": "planned", "cancel_reason": False})

    def action_open_close(self):
        """Open the sheet where the rep says how it went."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "crm_actions.crm_action_close_wizard_action"
        )
        return {**action, "context": {"default_action_id": self.id}}

    def action_open_cancel(self):
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "crm_actions.crm_action_cancel_wizard_action"
        )
        return {**action, "context": {"default_action_ids": self.ids}}

    # -- steps of closing ------------------------------------------------------------------

    def _check_open(self):
        if self.state in ("done", "cancelled"):
            states = dict(self._fields["state"]._description_selection(self.env))
            raise UserError(
                self.env._(
                    "%(action)s is already finished (%(state)s): nothing more can be reported "
                    "on it.",
                    action=self.display_name,
                    state=states[self.state],
                )
            )

    def _check_one_decision(self, vals):
        decisions = [key for key in ("next", "opportunity", "snooze_until") if vals.get(key)]
        if len(decisions) > 1 and not set(decisions) == {"next", "snooze_until"}:
            raise ValidationError(
                self.env._("Choose one: a next step, the opportunity won or lost, or a pause.")
            )
        if {"opportunity", "snooze_until"} & set(decisions) and not self.opportunity_id:
            raise ValidationError(
                self.env._("This action has no opportunity that could be won, lost or paused.")
            )

    def _mark_done(self, vals, now):
        reported_at = fields.Datetime.now()
        done_at = self._read_moment(vals.get("done_at"))
        if done_at and done_at > reported_at:
            raise ValidationError(self.env._("An action cannot be done in the future."))
        if done_at and self.checkin_at and done_at < self.checkin_at:
            raise ValidationError(self.env._("A visit cannot be done before its check-in."))
        changes = {
            "state": "done",
            "outcome_id": vals["outcome_id"],
            "done_at": done_at or self.checkout_at or now,
            "reported_at": reported_at,
        }
        if vals.get("note"):
            changes["note"] = vals["note"]
        if vals.get("photo_ids"):
            self.write({"photo_ids": [fields.Command.link(photo) for photo in vals["photo_ids"]]})
        self._write_lifecycle(changes)

    def _decide_opportunity(self, vals):
        opportunity = self.opportunity_id
        decision = vals.get("opportunity")
        if decision == "won":
            opportunity.action_set_won()
        elif decision == "lost":
            if not vals.get("lost_reason_id"):
                raise ValidationError(self.env._("Say why the opportunity is lost."))
            opportunity.action_set_lost(lost_reason_id=vals["lost_reason_id"])
        elif decision:
            raise ValidationError(self.env._("An opportunity is closed as won or as lost."))
        if vals.get("snooze_until"):
            opportunity.action_snooze(vals["snooze_until"], vals.get("snooze_reason"))

    def _plan_next(self, vals):
        """Create the next action from ``vals['next']``; what it does not say is as in this one."""
        step = vals.get("next")
        if not step:
            return self.browse()
        if not step.get("start"):
            raise ValidationError(self.env._("The next step needs a date."))
        # what was given to others meanwhile is no longer the rep's to go on with
        opportunity = self.opportunity_id.sudo(self.env.su)._filtered_access("read")
        values = {
            "type_id": self.type_id.id,
            "partner_id": self.partner_id.id,
            "opportunity_id": opportunity.id,
            "user_id": self.user_id.id,
            "company_id": self.company_id.id,
            **{key: value for key, value in step.items() if key in NEXT_STEP_FIELDS},
        }
        following = self.create(values)
        following._write_lifecycle({"previous_id": self.id})
        return following

    def _is_next_step_missing(self, following):
        """Whether the open opportunity of this action is left without anything planned."""
        # sudo: what is asked of the rep does not depend on whether he may read the opportunity
        opportunity = self.sudo().opportunity_id
        today = fields.Date.context_today(self)
        if self.team_id.next_step_policy == "off" or following:
            return False
        if not opportunity or opportunity.won_status != "pending":
            return False
        if opportunity.snooze_until and opportunity.snooze_until >= today:
            return False
        # sudo: a colleague's planned action is a next step too, whether or not it may be read
        coming = Domain("state", "=", "planned") & ~Domain(self._get_overdue_domain())
        planned = self.sudo().search_count(
            coming & Domain("opportunity_id", "=", opportunity.id), limit=1
        )
        # one of Odoo's own activities is a next step too, as for the follow-up
        deadlines = opportunity.activity_ids.mapped("date_deadline")
        return not planned and not any(day >= today for day in deadlines)

    def _enforce_next_step_policy(self, missing):
        if missing and self.team_id.next_step_policy == "require":
            raise UserError(
                self.env._(
                    "The team %(team)s closes no action on an open opportunity without a next "
                    "step: plan one, mark the opportunity won or lost, or pause it.",
                    team=self.team_id.name,
                )
            )

    def _write_lifecycle(self, changes):
        """Write status fields, which nobody may write by hand.

        sudo: rights on the action were checked by the public method that calls this one.
        """
        self.sudo().write(changes)
