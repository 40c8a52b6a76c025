from odoo import api, fields, models
from odoo.exceptions import UserError

TIME_FIELDS = {"start", "stop", "start_date", "stop_date", "allday", "duration"}


class CalendarEvent(models.Model):
    _inherit = "calendar.event"

    crm_action_id = fields.Many2one(
        "crm.action",
        string="Commercial action",
        index="btree_not_null",
        ondelete="set null",
        copy=False,
        readonly=True,
    )

    _crm_action_unique = models.UniqueIndex(
        "(crm_action_id) WHERE crm_action_id IS NOT NULL",
        "A commercial action has one event in the calendar.",
    )

    @api.model_create_multi
    def create(self, vals_list):
        for vals in vals_list:
            self._check_link_untouched(vals)
        return super().create(vals_list)

    def write(self, vals):
        """What is moved in the calendar moves the action, unless it has already begun."""
        self._check_link_untouched(vals)
        if self.env.context.get("crm_action_sync"):
            return super().write(vals)
        mirrored = self._get_mirrored()
        if not mirrored:
            return super().write(vals)
        self._check_mirror_recurrence(vals)
        moved = TIME_FIELDS.union({"user_id"}).intersection(vals)
        begun = mirrored.filtered(lambda event: event.crm_action_id.state != "planned")
        if moved and begun:
            begun._refuse_move()
            vals = {name: value for name, value in vals.items() if name not in moved}
            moved = set()
        result = super().write(vals)
        if moved:
            mirrored._push_to_actions("user_id" in vals)
        if vals.get("active") is False:
            mirrored._leave_actions_off_calendar()
        return result

    def unlink(self):
        if not self.env.context.get("crm_action_sync"):
            self._get_mirrored()._leave_actions_off_calendar()
        return super().unlink()

    def _check_link_untouched(self, vals):
        """An event of one's own must not pose as the mirror of somebody's action."""
        if vals.get("crm_action_id") and not self.env.su:
            raise UserError(
                self.env._(
                    "The link between an event and a commercial action is made by the action."
                )
            )

    def _get_mirrored(self):
        # sudo: whether an event is a mirror does not depend on who may read the action
        return self.filtered(lambda event: event.sudo().crm_action_id)

    def _check_mirror_recurrence(self, vals):
        if vals.get("recurrency") or vals.get("rrule_type") or vals.get("rrule"):
            raise UserError(
                self.env._(
                    "This event is a commercial action, which does not repeat in the calendar. "
                    "Repeated visits are planned in the customer's visit plan."
                )
            )

    def _refuse_move(self):
        """Done and running actions win; a synchronisation is not interrupted for it."""
        if not self.env.context.get("dont_notify"):
            raise UserError(
                self.env._(
                    "%(event)s is a visit that has begun or is done, so it cannot be moved.",
                    event=self[0].name,
                )
            )

    def _push_to_actions(self, user_changed):
        """Write the new hours on the actions, with the rights of whoever moved the event."""
        for event in self:
            action = event.crm_action_id.with_env(self.env).with_context(
                crm_action_skip_mirror=True
            )
            changes = {"start": event.start, "stop": event.stop, "allday": event.allday}
            if user_changed and event.user_id:
                changes["user_id"] = event.user_id.id
            action.write(changes)

    def _leave_actions_off_calendar(self):
        """The event goes, the action stays: planned, and marked as missing in the calendar."""
        # sudo: the flag is readonly for people, and deleting an event needs rights on it alone
        actions = self.sudo().crm_action_id
        actions.filtered(lambda action: action.state == "planned").with_context(
            crm_action_skip_mirror=True
        ).write({"off_calendar": True})
        self.sudo().with_context(crm_action_sync=True).write({"crm_action_id": False})
