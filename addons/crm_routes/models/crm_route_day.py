from odoo import api, models
from odoo.exceptions import AccessError, UserError, ValidationError

from .. import bounds
from ..engine import day as engine

MOST_LATE = 12 * 60


class CrmRoute(models.Model):
    """A rep's day as screens see it, in the order that is or another one.

    Once a plan is published the agenda says what the day is; the stops keep what was planned.
    """

    # one file for each purpose
    _inherit = "crm.route"  # pylint: disable=consider-merging-classes-inherited

    @api.model
    def get_day(self, user_id, date):
        """The visits and appointments of a rep's day with their ways.

        Moments are UTC, ``'YYYY-MM-DD HH:MM:SS'``; ``date`` is a day of the rep's clock.

        :return: ``source``, ``user_id``, ``user_name``, ``date``, ``tz``, ``may_edit``, ``start``
            and ``end`` (``latitude``, ``longitude``, ``label``, False where nobody knows), ``km``,
            ``minutes_driving``, ``leaves``, ``back``, ``warning`` of the day, ``version`` (of what
            was read, for writing), ``shape`` (places of the line to draw) and ``stops``, see
            :meth:`_prepare_stop`
        :raise AccessError: the day of somebody whose work the user does not plan
        """
        user, date = self._get_day_rep(user_id), self._read_date(date)
        day = self._read_day(user, date)
        return self._prepare_day(day, self._drive_as_it_stands(day), day.entries)

    @api.model
    def preview_order(self, user_id, date, action_ids, late=0, position=None):
        """What the day would be in another order; nothing is written.

        :param action_ids: all that is to come; what is over may be among them
        :param late: minutes from now until the rep can go on
        :param position: ``{'latitude', 'longitude'}`` of where the rep is, instead of the last stop
        :return: as :meth:`get_day`, ``stale`` left to :meth:`set_order`
        """
        user, date = self._get_day_rep(user_id), self._read_date(date)
        day = self._read_day(user, date, self._read_position(position))
        entries = self._in_order(day, action_ids)
        drive = self._drive_anew(day, entries, self._read_minutes(late))
        return self._prepare_day(day, drive, entries, anew=True)

    # -- who and what ----------------------------------------------------------------------------

    @api.model
    def _get_day_rep(self, user_id):
        """The rep whose day is asked for: oneself, one of a team that one leads, or any."""
        self.check_access("read")
        actions = self.env["crm.action"]
        # sudo: whether the rep exists and of which company; the rest is asked with own rights
        user = self.env["res.users"].sudo().browse(read_int(self.env, user_id)).exists()
        is_here = bool(user.company_ids & self.env.companies)
        if is_here and (
            user == self.env.user
            or actions._plans_all_teams()
            or user in actions._get_board_colleagues()
        ):
            return user.sudo(False)
        raise AccessError(self.env._("You can see only the days of reps whose work you plan."))

    @api.model
    def _read_date(self, date):
        return self._check_bounds(self.env["crm.action"]._read_board_day(date))

    @api.model
    def _read_begin(self, moment):
        """When a visit is to begin (UTC)."""
        begin = self.env["crm.action"]._read_moment(moment)
        return begin and self._check_bounds(begin)

    @api.model
    def _check_bounds(self, day):
        """The day or moment, if there is a day before and behind it on every clock."""
        if not bounds.is_within(day):
            raise ValidationError(
                self.env._("Choose a day between 2000 and 2099: %(date)s is none.", date=day)
            )
        return day

    @api.model
    def _read_minutes(self, minutes):
        minutes = read_int(self.env, minutes or 0)
        if not 0 <= minutes <= MOST_LATE:
            raise ValidationError(self.env._("A delay is from 0 minutes to 12 hours."))
        return minutes

    @api.model
    def _read_position(self, position):
        """Latitude and longitude that a device sent, None without any."""
        if not position:
            return None
        try:
            place = float(position["latitude"]), float(position["longitude"])
        except (KeyError, TypeError, ValueError):
            place = (None, None)
        if None in place or not (-90 <= place[0] <= 90 and -180 <= place[1] <= 180):
            raise ValidationError(self.env._("The position that the device sent is none."))
        return place

    @api.model
    def _in_order(self, day, keys):
        """What is to come in the wanted order.

        :raise UserError: the day is no longer what the person looked at
        """
        if not isinstance(keys, list) or not all(isinstance(key, int) for key in keys):
            raise ValidationError(self.env._("The order of a day is a list of its visits."))
        over = {entry.key for entry in day.over}
        wanted = [key for key in keys if key not in over]
        known = {entry.key: entry for entry in day.entries}
        if sorted(wanted) != sorted(known):
            raise UserError(self._word_stale())
        return [known[key] for key in wanted]

    @api.model
    def _word_stale(self):
        return self.env._("The day has changed meanwhile: look at it again, then move the visits.")

    # -- driving it ------------------------------------------------------------------------------

    @api.model
    def _drive_as_it_stands(self, day):
        return engine.as_it_stands(day.frame, day.stays)

    @api.model
    def _drive_anew(self, day, entries, late=0):
        """The day in this order, for who goes on in so many minutes."""
        return engine.in_order(day.from_now(late), day.stays, [entry.stay for entry in entries])


def read_int(env, value):
    """A whole number that came over the network."""
    if not isinstance(value, int) or isinstance(value, bool):
        raise ValidationError(env._("A number is missing."))
    return value
