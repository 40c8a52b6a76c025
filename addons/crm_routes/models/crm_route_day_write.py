from odoo import api, fields, models
from odoo.exceptions import LockError, UserError
from odoo.tools import format_list

from ..engine import day as engine
from .crm_route_day import read_int


class CrmRoute(models.Model):
    """Write another order of a day: all of it or nothing, and nothing over somebody else's."""

    # one file for each purpose
    _inherit = "crm.route"  # pylint: disable=consider-merging-classes-inherited

    @api.model
    def set_order(
        self,
        user_id,
        date,
        action_ids,
        force=False,
        late=0,
        position=None,
        version=None,
        keep_own=False,
    ):
        """Give the visits that are to come the hours of another order.

        What is over stays as it is, an appointment keeps its hour, and so does a promised visit
        that is kept.

        :param action_ids: see :meth:`preview_order`, like ``late`` and ``position``
        :param force: a promised hour may move; the person has been told which one
        :param keep_own: what a person planned keeps its hour
        :param version: what :meth:`get_day` or :meth:`preview_order` gave; another day is refused
        :return: as :meth:`get_day`
        :raise UserError: stale order, or a promise that would break
        """
        day = self._take_day(user_id, date, version, self._read_position(position))
        if keep_own:
            day.keep_own()
        entries = self._in_order(day, action_ids)
        drive = self._drive_anew(day, entries, self._read_minutes(late))
        self._write_drive(day, entries, drive, force)
        return self.get_day(user_id, str(day.date))

    @api.model
    def set_locked(self, action_id, locked):
        """Say that the customer was told the hour of a visit, or was not.

        :return: the day, as :meth:`get_day`
        """
        action = self._get_action(action_id)
        if action.state != "planned" or action.type_id.code != "visit":
            raise UserError(
                self.env._("Only the hour of a visit that is still to come can be promised.")
            )
        action.write({"route_promised": bool(locked)})
        day = action._get_route_day()
        return self.get_day(action.user_id.id, str(day))

    @api.model
    def _get_action(self, action_id):
        """An action that the user may change."""
        action = self.env["crm.action"].browse(read_int(self.env, action_id)).exists()
        if not action:
            raise UserError(self._word_stale())
        action.check_access("write")
        return action

    # -- two at the same moment ------------------------------------------------------------------

    @api.model
    def _take_day(self, user_id, date, version=None, place=None):
        """The day, to write on it: nobody else does until this transaction is over.

        Who comes second on an older view of the database is made to look again by the database,
        and then finds another version.
        """
        user, date = self._get_day_rep(user_id), self._read_date(date)
        self._take_turn(user)
        day = self._read_day(user, date, place)
        if version and version != self._get_version(day):
            raise UserError(self._word_stale())
        if not self._may_edit(day):
            raise UserError(self.env._("This day is over: its visits stay as they are."))
        actions = self.env["crm.action"].browse([entry.key for entry in day.entries])
        self._lock(actions)
        return day

    @api.model
    def _take_turn(self, user):
        """Whoever changes the agenda of this rep comes after us, or goes first.

        sudo: the line of the rep stands for the agenda here, as it does when a plan is published.
        """
        reps = self.env["crm.route.rep"]._find(user, self.env.company)
        self._lock(reps)
        reps.write({"published_at": fields.Datetime.now()})

    @api.model
    def _lock(self, records):
        try:
            records.lock_for_update(allow_referencing=True)
        except LockError as error:
            raise UserError(self._word_stale()) from error

    # -- the agenda ------------------------------------------------------------------------------

    @api.model
    def _write_drive(self, day, entries, drive, force=False):
        """Bring the agenda to what a drive says, the calendar with it.

        :raise UserError: a promise would break and nobody has agreed
        """
        self._check_promises(day, entries, drive, force)
        changes = {}
        for entry, step in zip(entries, drive.steps, strict=True):
            hours = self._get_hours(day, entry, step)
            if hours != (entry.start, entry.stop):
                changes[entry.record] = hours
        self.env["crm.action"]._move_in_day(changes)

    @api.model
    def _check_promises(self, day, entries, drive, force):
        if force or not drive.broken:
            return
        words = [
            self.env._(
                "%(customer)s (%(warning)s)",
                customer=self._prepare_who(entry, 0)["name"],
                warning=self._word_problem(day, entry, step).rstrip("."),
            )
            for entry, step in zip(entries, drive.steps, strict=True)
            if step.problem == engine.BROKEN
        ]
        raise UserError(
            self.env._(
                "This would break what was promised: %(promises)s.",
                promises=format_list(self.env, words),
            )
        )
