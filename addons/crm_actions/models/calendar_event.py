from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError

from ..mirror import BY_MIRROR

TIME_FIELDS = {"start", "stop", "start_date", "stop_date", "allday", "duration"}
RECURRENCE_FIELDS = {"recurrency", "rrule", "rrule_type"}


class CalendarEvent(models.Model):
    _inherit = "calendar.event"

    crm_action_id = fields.Many2one(
        "crm.action",
        string="Commercial action",
        index="btree_not_null",
        ondelete="set null",
        copy=False,
        readonly=True,
        groups="sales_team.group_sale_salesman",
    )

    _crm_action_unique = models.UniqueIndex(
        "(crm_action_id) WHERE crm_action_id IS NOT NULL",
        "A commercial action has one event in the calendar.",
    )

    @api.model_create_multi
    def create(self, vals_list):
        for vals in vals_list:
            if vals.get("crm_action_id"):
                self._check_link_is_ours()
        return super().create(vals_list)

    def write(self, vals):
        """What is moved in the calendar moves the action, unless it has already begun."""
        if "crm_action_id" in vals:
            self._check_link_is_ours()
        mirrored = self.browse() if self._is_by_mirror() else self._get_mirrored()
        if not mirrored:
            return super().write(vals)
        if any(vals.get(name) for name in RECURRENCE_FIELDS):
            mirrored._refuse_recurrence()
        moved = TIME_FIELDS.union({"user_id"}).intersection(vals)
        if moved and mirrored._has_begun():
            mirrored._refuse_move()
            vals = {name: value for name, value in vals.items() if name not in moved}
            moved = set()
        result = super().write(vals)
        if moved:
            mirrored.exists()._push_to_actions(moved)
        if vals.get("active") is False:
            mirrored._leave_actions_off_calendar()
        return result

    def unlink(self):
        if not self._is_by_mirror():
            self._get_mirrored()._leave_actions_off_calendar()
        return super().unlink()

    def _write_from_action(self, changes):
        """Write what changed on the actions of these events, the same on all of them.

        :param changes: values by field; ``partner_ids`` as ids, the same people being there before
        """
        changes = dict(changes)
        if "partner_ids" in changes:
            changes["partner_ids"] = [fields.Command.set(changes["partner_ids"])]
            # an attendee who goes is unsubscribed event by event unless it happened before
            gone = self.partner_ids.filtered(
                lambda partner: partner.id not in changes["partner_ids"][0][2]
            )
            self.message_unsubscribe(gone.ids)
        self.write(changes)

    @api.model
    def _is_by_mirror(self):
        return self.env.context.get("crm_action_mirror") is BY_MIRROR

    @api.model
    def _is_synchronisation(self):
        """Whether Google or Outlook writes; a refusal would stop it for ever."""
        return bool(self.env.context.get("dont_notify"))

    def _check_link_is_ours(self):
        """An event of one's own must not pose as the mirror of somebody's action."""
        if not self.env.su:
            raise UserError(
                self.env._(
                    "The link between an event and a commercial action is made by the action."
                )
            )

    def _get_mirrored(self):
        # sudo: whether an event is a mirror does not depend on who may read the action
        return self.filtered(lambda event: event.sudo().crm_action_id)

    def _has_begun(self):
        # sudo: likewise
        return any(action.state != "planned" for action in self.sudo().crm_action_id)

    def _refuse_recurrence(self):
        """A person is told where repetition belongs; a series from outside leaves the mirror."""
        if self._is_synchronisation():
            self._leave_actions_off_calendar()
            return
        raise UserError(
            self.env._(
                "This event is a commercial action, which does not repeat in the calendar. "
                "Repeated visits are planned in the customer's visit plan."
            )
        )

    def _refuse_move(self):
        """Done and running actions win: a person is told so, another calendar is corrected."""
        if self._is_synchronisation():
            self._request_resync()
            return
        raise UserError(
            self.env._(
                "%(event)s is a visit that has begun or is done, so it cannot be moved.",
                event=self[0].name,
            )
        )

    def _request_resync(self):
        """Have Google and Outlook, where they are installed, take our version again."""
        for flag in ("need_sync", "need_sync_m"):
            if flag in self._fields:
                # sudo: the flags are technical, and who synchronises may only be an attendee
                mirror = self.sudo().with_context(crm_action_mirror=BY_MIRROR)
                mirror.write({flag: True})

    def _push_to_actions(self, moved):
        """Write the new hours on the actions, with the rights of whoever moved the event."""
        for event in self:
            changes = {}
            if TIME_FIELDS.intersection(moved):
                changes = {"start": event.start, "stop": event.stop, "allday": event.allday}
            if "user_id" in moved and event.user_id:
                changes["user_id"] = event.user_id.id
            action = event.sudo().crm_action_id.with_env(self.env)
            try:
                action.write(changes)
            except AccessError:
                if not self._is_synchronisation():
                    raise
                event._leave_actions_off_calendar()

    def _leave_actions_off_calendar(self):
        """The event goes, the action stays: planned, and marked as missing in the calendar."""
        # sudo: the flag is readonly for people, and deleting an event needs rights on it alone
        mirror = self.sudo().with_context(crm_action_mirror=BY_MIRROR)
        actions = mirror.crm_action_id
        actions.filtered(lambda action: action.state == "planned").write({"off_calendar": True})
        mirror.write({"crm_action_id": False})
