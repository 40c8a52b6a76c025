from dataclasses import replace

from odoo import api, models
from odoo.exceptions import UserError

from ..engine import late as engine

WORTH_TELLING = 5 * 60


class CrmRoute(models.Model):
    """A day that does not go as planned: running late, a gap, a better order of what is left."""

    # one file for each purpose
    _inherit = "crm.route"  # pylint: disable=consider-merging-classes-inherited

    # -- running late ----------------------------------------------------------------------------

    @api.model
    def preview_late(self, user_id, date, minutes=0, position=None):
        """Today as it comes to be for who is late; nothing is written.

        What has time to spare stays at its hour.

        :param minutes: how late the next visit begins; 0: the rep sets out now
        :param position: see :meth:`preview_order`; it counts instead of the minutes
        :return: as :meth:`get_day`, and ``offers``: what could be given up so that the rest is in
            time, worth least first, promised last: ``id``, ``name``, ``begin``, ``promised``,
            ``worth_km``, ``helps`` and ``postpone_to``, a moment or False
        """
        user, date = self._get_day_rep(user_id), self._read_date(date)
        day = self._read_day(user, date, self._read_position(position))
        self._check_today(day)
        frame, stays = self._get_late_frame(day, self._read_minutes(minutes)), day.stays
        shown = self._prepare_day(day, engine.pushed(frame, stays), day.entries, anew=True)
        return {**shown, "offers": self._prepare_offers(day, engine.to_give_up(frame, stays))}

    @api.model
    def set_late(self, user_id, date, minutes=0, position=None, force=False, version=None):
        """Write the hours that :meth:`preview_late` shows.

        :raise UserError: stale day, or a promise that breaks without ``force``
        """
        day = self._take_day(user_id, date, version, self._read_position(position))
        self._check_today(day)
        frame = self._get_late_frame(day, self._read_minutes(minutes))
        self._write_drive(day, day.entries, engine.pushed(frame, day.stays), force)
        return self.get_day(user_id, str(day.date))

    @api.model
    def _check_today(self, day):
        if day.now is None:
            raise UserError(self.env._("Only today one can be late."))
        if not day.entries:
            raise UserError(self.env._("Nothing is left of this day."))

    @api.model
    def _get_late_frame(self, day, minutes):
        frame = day.from_now()
        if not minutes or day.here is not None:
            return replace(frame, has_begun=True)
        first = day.entries[0].stay
        way = frame.seconds[frame.start][first.node]
        opens = max(0, first.start + minutes * 60 - way)
        return replace(frame, opens=opens, has_begun=True)

    @api.model
    def _prepare_offers(self, day, offers):
        entries = [day.find(offer.key) for offer in offers]
        elsewhere = self._find_elsewhere(day, entries)
        return [
            {
                "id": entry.key,
                "name": self._prepare_who(entry, 0)["name"],
                "begin": self._text(entry.start),
                "promised": entry.promised,
                "worth_km": entry.stay.value // 1000,
                "helps": offer.helps,
                "postpone_to": elsewhere.get(entry.key, False),
            }
            for offer, entry in zip(offers, entries, strict=True)
        ]

    @api.model
    def drop_visit(self, action_id):
        """Call a visit off for which there is no time left.

        :return: its day, as :meth:`get_day`
        """
        action = self._get_action(action_id)
        if action.state != "planned" or action.allday:
            raise UserError(self._word_stale())
        action.cancel(self.env._("No time left: running late"))
        return self.get_day(action.user_id.id, str(action._get_route_day()))

    # -- a gap -----------------------------------------------------------------------------------

    @api.model
    def preview_gap(self, action_id):
        """What moves up where a visit was cancelled; nothing is written.

        :return: as :meth:`get_day`, and ``moves``: how many visits would begin sooner
        """
        action = self._get_action(action_id)
        day = self._read_day(self._get_day_rep(action.user_id.id), action._get_route_day())
        drive = self._drive_closed_up(day, action)
        shown = self._prepare_day(day, drive, day.entries, anew=True)
        moves = [
            step
            for entry, step in zip(day.entries, drive.steps, strict=True)
            if not entry.promised and entry.stay.start - step.start >= WORTH_TELLING
        ]
        return {**shown, "moves": len(moves)}

    @api.model
    def close_gap(self, action_id, version=None):
        """Write the hours that :meth:`preview_gap` shows."""
        action = self._get_action(action_id)
        day = self._take_day(action.user_id.id, str(action._get_route_day()), version)
        self._write_drive(day, day.entries, self._drive_closed_up(day, action))
        return self.get_day(action.user_id.id, str(day.date))

    @api.model
    def _drive_closed_up(self, day, action):
        if action.state != "cancelled" or action.allday:
            raise UserError(
                self.env._("There is no gap: only what was cancelled and had an hour leaves one.")
            )
        return engine.closed_up(day.frame, day.stays, day.to_seconds(action.start))

    # -- a better order --------------------------------------------------------------------------

    @api.model
    def preview_better_order(self, user_id, date, position=None, keep_own=True):
        """What is left of a day in a shorter order, promised hours kept; nothing is written.

        :param keep_own: what a person planned keeps its hour too
        :return: as :meth:`get_day`, and ``is_possible``, ``saved_km`` and ``saved_minutes`` (on
            the road). To write it, its ``stops`` go to :meth:`set_order` with its ``version``
            and the same ``keep_own``.
        """
        user, date = self._get_day_rep(user_id), self._read_date(date)
        day = self._read_day(user, date, self._read_position(position))
        if keep_own:
            day.keep_own()
        frame = day.from_now()
        keys = engine.better_order(frame, day.stays)
        entries = day.entries if keys is None else [day.find(key) for key in keys]
        before, after = self._drive_anew(day, day.entries), self._drive_anew(day, entries)
        shown = self._prepare_day(day, after, entries, anew=True)
        return {
            **shown,
            "is_possible": keys is not None,
            "saved_km": round((before.metres - after.metres) / 1000, 1),
            "saved_minutes": round((before.seconds - after.seconds) / 60),
        }
