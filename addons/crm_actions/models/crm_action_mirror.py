from collections import defaultdict

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import frozendict
from odoo.tools.misc import clean_context

from ..mirror import BY_MIRROR

MIRRORED_FIELDS = {
    "type_id", "partner_id", "opportunity_id", "user_id", "start", "stop", "allday", "state",
    "summary", "off_calendar",
}  # fmt: skip


class CrmAction(models.Model):
    """The one-to-one mirror of an action in ``calendar.event``.

    The event exists so that the rep sees the action in Odoo's calendar, Google or Outlook. It
    invites nobody but the rep, sends nothing and makes no activity.
    """

    # one file for each purpose
    _inherit = "crm.action"  # pylint: disable=consider-merging-classes-inherited

    calendar_event_ids = fields.One2many("calendar.event", "crm_action_id", copy=False)
    calendar_event_id = fields.Many2one(
        "calendar.event",
        string="Calendar event",
        compute="_compute_calendar_event_id",
        compute_sudo=True,
    )
    off_calendar = fields.Boolean(
        string="Not in the calendar",
        readonly=True,
        copy=False,
        help="Its event was deleted in the calendar; the action itself is still planned.",
    )

    @api.depends("calendar_event_ids")
    def _compute_calendar_event_id(self):
        for action in self:
            action.calendar_event_id = action.calendar_event_ids[:1]

    def action_put_in_calendar(self):
        """Make the event again after somebody deleted it in the calendar."""
        self.check_access("write")
        if any(action.state not in ("planned", "in_progress") for action in self):
            raise UserError(self.env._("Only an open action can go back to the calendar."))
        self.sudo().write({"off_calendar": False})  # sudo: the field is readonly for people

    def _get_mirror_events(self):
        # sudo: the event is the action's shadow; who may change the one may change the other
        return self.env["calendar.event"].sudo().search([("crm_action_id", "in", self.ids)])

    def _is_mirrored(self):
        """Whether this action belongs in the calendar at all."""
        self.ensure_one()
        mirror = self.type_id.mirror
        return mirror == "always" or (mirror == "timed" and not self.allday)

    @api.model
    def _is_by_mirror(self):
        return self.env.context.get("crm_action_mirror") is BY_MIRROR

    def _sync_calendar_events(self, changed=None, former=None):
        """Create, update or delete the events so that they say what the actions say.

        :param changed: names of the fields that were written; None for new actions
        :param former: map of each action to the partner of the rep who had it before, if it
            changed hands
        """
        if changed is not None and not MIRRORED_FIELDS.intersection(changed):
            return
        if self._is_by_mirror():
            return
        events = {event.crm_action_id: event for event in self._get_mirror_events()}
        open_actions = self.filtered(lambda action: action.state in ("planned", "in_progress"))
        wanted = self.filtered(
            lambda action: (
                action.state != "cancelled" and not action.off_calendar and action._is_mirrored()
            )
        )
        mirrored = self.filtered(events.get)
        (mirrored - wanted)._delete_events(events)
        (mirrored & wanted & open_actions)._update_events(events, former or {})
        ((wanted & open_actions) - mirrored)._create_events()

    def _get_mirror_writer(self):
        """``calendar.event`` as the rep, with rights, silent.

        sudo: a team leader plans for a rep whose calendar he could not write; acting as the rep
        keeps the rep "accepted". The rights on the action were checked before.
        """
        context = clean_context(
            {
                **self.env.context,
                "no_mail_to_attendees": True,
                "calendar_no_videocall": True,
                "skip_contact_description": True,
                "mail_create_nolog": True,
                "mail_notrack": True,
                "crm_action_mirror": BY_MIRROR,
                "allowed_company_ids": self.company_id.ids,
                "lang": self.user_id.lang,
            }
        )
        events = self.env["calendar.event"].with_user(self.user_id).sudo()
        # whole, not added to: the caller's default_* keys are meant for the action
        return events.with_context(context)  # pylint: disable=context-overridden

    def _group_by_writer(self):
        return self.grouped(lambda action: (action.user_id, action.company_id)).values()

    def _create_events(self):
        for actions in self._group_by_writer():
            writer = actions[0]._get_mirror_writer()
            writer.create([action._prepare_event_vals() for action in actions])

    def _delete_events(self, events):
        for actions in self._group_by_writer():
            writer = actions[0]._get_mirror_writer()
            writer.browse([events[action].id for action in actions]).unlink()

    def _update_events(self, events, former):
        """Write only what differs: a write of the same hour would still reset the attendees.

        Events with the same changes are written at once, because each write of the calendar looks
        after attendees, alarms and activities.

        :param events: map of each action to its event
        :param former: map of an action to the partner of the rep who had it before
        """
        for actions in self._group_by_writer():
            writer = actions[0]._get_mirror_writer()
            batches = defaultdict(list)
            for action in actions:
                event = events[action]
                changes = action._get_event_changes(event, former.get(action))
                if changes:
                    # attendees are made and removed by comparison with who is there already
                    people = event.partner_ids.ids if "partner_ids" in changes else ()
                    batches[frozendict(changes), frozenset(people)].append(event.id)
            every_event = [event_id for ids in batches.values() for event_id in ids]
            for (changes, _people), ids in batches.items():
                batch = writer.browse(ids).with_prefetch(every_event)
                batch._write_from_action(changes)

    def _get_event_changes(self, event, former):
        """What has to be written on the event, with people as a tuple of ids.

        Whom the rep invited on purpose stays invited; who had the action before does not.
        """
        vals = self._prepare_event_vals()
        invited = event.partner_ids - event.user_id.partner_id
        if former:
            invited -= former
        vals["partner_ids"] = tuple((self.user_id.partner_id | invited).ids)
        del vals["activity_ids"]
        changes = {
            name: value for name, value in vals.items() if not self._is_same(event, name, value)
        }
        if {"start", "stop", "allday"} & changes.keys():
            changes.update({name: vals[name] for name in ("start", "stop", "allday")})
        return changes

    @api.model
    def _is_same(self, event, name, value):
        current = event[name]
        field = event._fields[name]
        if field.type == "many2many":
            return set(current.ids) == set(value)
        if field.type == "many2one":
            return current.id == (value or False)
        return (current or False) == (value or False)

    def _prepare_event_vals(self):
        """Values of the mirror event; the rep is the only attendee."""
        self.ensure_one()
        # sudo: the event names the customer even where the planner may not read the opportunity
        action = self.sudo().with_context(lang=self.user_id.lang)
        about = action.partner_id.name or action.opportunity_id.name or action.summary
        return {
            "crm_action_id": self.id,
            "name": f"{action.type_id.name} – {about}" if about else action.type_id.name,
            "start": self.start,
            "stop": self.stop,
            "allday": self.allday,
            "user_id": self.user_id.id,
            "partner_ids": [fields.Command.set(self.user_id.partner_id.ids)],
            "location": action.partner_address or False,
            "opportunity_id": self.sudo().opportunity_id.id,
            "privacy": "confidential",
            "activity_ids": [fields.Command.clear()],
        }
