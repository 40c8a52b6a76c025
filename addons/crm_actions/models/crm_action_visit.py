from datetime import timedelta
from math import isfinite

from psycopg2.errors import UniqueViolation

from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError
from odoo.tools import format_datetime, mute_logger

from ..engine import geo
from ..hours import word_hour

VERDICTS = [
    (geo.VERIFIED, "Verified"),
    (geo.FAR, "Far away"),
    (geo.UNKNOWN, "Without position"),
    (geo.UNLOCATED, "Customer not located"),
]


class CrmAction(models.Model):
    """Being at the customer's: check in and check out, with or without a position."""

    # one file for each purpose
    _inherit = "crm.action"  # pylint: disable=consider-merging-classes-inherited

    checkin_at = fields.Datetime(
        string="Check-in", readonly=True, copy=False, index="btree_not_null"
    )
    checkin_device_at = fields.Datetime(
        string="Check-in (phone's clock)", readonly=True, copy=False
    )
    checkin_verdict = fields.Selection(
        VERDICTS, string="Verdict at check-in", readonly=True, copy=False
    )
    checkin_distance_m = fields.Float(
        string="Distance at check-in (m)",
        digits=(10, 1),
        readonly=True,
        copy=False,
        aggregator="avg",
    )
    checkin_implausible = fields.Boolean(
        string="Implausible move",
        readonly=True,
        copy=False,
        help="Between the previous check-in and this one the rep would have travelled faster than "
        "180 km/h.",
    )
    checkout_at = fields.Datetime(string="Check-out", readonly=True, copy=False)
    checkout_device_at = fields.Datetime(
        string="Check-out (phone's clock)", readonly=True, copy=False
    )
    checkout_verdict = fields.Selection(
        VERDICTS, string="Verdict at check-out", readonly=True, copy=False
    )
    checkout_distance_m = fields.Float(
        string="Distance at check-out (m)",
        digits=(10, 1),
        readonly=True,
        copy=False,
        aggregator="avg",
    )
    duration_s = fields.Integer(string="Duration (s)", readonly=True, copy=False, aggregator="avg")
    done_despite_cancel = fields.Boolean(
        string="Done although cancelled",
        readonly=True,
        copy=False,
        help="The office had called it off while the rep was there without a network.",
    )
    clock_skew_s = fields.Integer(
        string="Correction of the phone's clock (s)",
        readonly=True,
        copy=False,
        aggregator=None,
        help="The phone's clock was more than five minutes off: so much was added to its times.",
    )
    geo_ids = fields.One2many("crm.action.geo", "action_id", string="Positions")
    can_set_location = fields.Boolean(
        string="Can place the customer", compute="_compute_can_set_location"
    )

    _one_open_visit = models.UniqueIndex(
        "(user_id) WHERE checkin_at IS NOT NULL AND checkout_at IS NULL",
        "There is another open visit: check out of it first.",
    )
    _checkout_after_checkin = models.Constraint(
        "CHECK (checkout_at IS NULL OR checkout_at >= checkin_at)",
        "A check-out cannot come before its check-in.",
    )

    @api.depends("geo_ids", "partner_id", "checkin_verdict")
    def _compute_can_set_location(self):
        for action in self:
            fix = action._own_good_fix()
            action.can_set_location = bool(
                fix
                and action.partner_id
                and action.checkin_verdict in (geo.UNLOCATED, geo.FAR, geo.UNKNOWN)
            )

    # -- what the screens call -------------------------------------------------------------

    def check_in(self, vals=None):
        """Open the visit, with the position if there is one.

        :param dict vals: ``latitude`` and ``longitude`` in decimal degrees and ``accuracy_m`` in
            metres, all three or none; ``device_at``, the phone's clock in UTC, optional
        :return: ``{'verdict', 'distance_m', 'checkin_at'}``; ``distance_m`` False if unknown
        :raise UserError: finished action, or another visit of the same rep is open
        :raise ValidationError: coordinates that are no place on Earth
        """
        self.ensure_one()
        return self._check_in(vals or {}, fields.Datetime.now())

    def _check_in(self, vals, now):
        """Open the visit as of a moment (UTC), which may be over: see :meth:`check_in`."""
        self.check_access("write")
        self._check_open()
        self._check_own_visit()
        if self.checkin_at:
            raise UserError(
                self.env._(
                    "You already checked in at %(action)s (%(since)s).",
                    action=self.display_name,
                    since=self._hour(self.checkin_at),
                )
            )
        self._check_no_other_visit()
        fix = self._read_fix(vals)
        verdict = self._judge(fix)
        changes = {
            "state": "in_progress",
            "checkin_at": now,
            "checkin_device_at": self._read_device_clock(vals),
            "checkin_verdict": verdict.code,
            "checkin_distance_m": verdict.distance_m,
            "checkin_implausible": self._is_implausible(fix, now),
        }
        try:
            with mute_logger("odoo.sql_db"), self.env.cr.savepoint():
                self._write_lifecycle(changes)
        except UniqueViolation as error:
            # another phone of the same rep was faster: this transaction cannot see which visit
            self.invalidate_recordset()
            raise UserError(
                self.env._("There is another open visit: check out of it first.")
            ) from error
        self._record_position("in", fix, verdict, now)
        return {
            "verdict": verdict.code,
            "distance_m": False if verdict.distance_m is None else verdict.distance_m,
            "checkin_at": fields.Datetime.to_string(now),
        }

    def check_out(self, vals=None):
        """End the visit; the outcome comes with ``close``.

        :param dict vals: as in :meth:`check_in`
        :return: ``{'verdict', 'distance_m', 'duration_s'}``
        :raise UserError: nobody checked in, or the check-out was already made
        """
        self.ensure_one()
        return self._end_visit(vals or {}, fields.Datetime.now(), ask_position=True)

    def _end_visit(self, vals, now, *, ask_position):
        """Check out as of a moment (UTC), which may be over."""
        self.check_access("write")
        if not self.checkin_at or self.checkout_at:
            raise UserError(
                self.env._(
                    "%(action)s has no open check-in, so there is nothing to check out of.",
                    action=self.display_name,
                )
            )
        fix = self._read_fix(vals)
        verdict = self._judge(fix)
        duration = int((now - self.checkin_at).total_seconds())
        self._write_lifecycle(
            {
                "checkout_at": now,
                "checkout_device_at": self._read_device_clock(vals),
                # closing without a word on the place is no check-out "without position"
                "checkout_verdict": verdict.code if ask_position else False,
                "checkout_distance_m": verdict.distance_m,
                "duration_s": duration,
            }
        )
        self._record_position("out", fix, verdict, now)
        return {
            "verdict": verdict.code,
            "distance_m": False if verdict.distance_m is None else verdict.distance_m,
            "duration_s": duration,
        }

    def action_start(self):
        """Begin an action that has no check-in: a call, a task."""
        self.check_access("write")
        for action in self:
            action._check_open()
            if action.state == "planned":
                action._write_lifecycle({"state": "in_progress"})

    @api.model
    def get_open_visit(self):
        """The current user's open visit: ``{'id', 'name', 'since'}`` (UTC), or False."""
        visit = self._find_open_visit(self.env.user)
        return bool(visit) and {
            "id": visit.id,
            "name": visit.display_name,
            "since": fields.Datetime.to_string(visit.checkin_at),
        }

    def action_set_customer_location(self):
        """Take the place of the check-in as the customer's, or propose it to a manager."""
        self.ensure_one()
        self.check_access("write")
        fix = self._own_good_fix()
        if not fix or not self.partner_id:
            raise UserError(
                self.env._(
                    "A customer can only be placed from a check-in with a precision of "
                    "%(limit)d m or better.",
                    limit=geo.GOOD_FIX_ACCURACY_M,
                )
            )
        applied = self.partner_id._set_or_propose_location(fix.latitude, fix.longitude)
        if applied:
            message = self.env._("The customer is now placed here.")
        else:
            message = self.env._("It moves the customer far away, so a manager will confirm it.")
        return {
            "type": "ir.actions.client",
            "tag": "display_notification",
            "params": {
                "type": "success",
                "message": message,
                "next": {"type": "ir.actions.act_window_close"},
            },
        }

    # -- checks ---------------------------------------------------------------------------------

    def _check_own_visit(self):
        """A check-in says where its rep is, so nobody makes it for another."""
        if not self.env.su and self.env.user != self.user_id:
            raise UserError(
                self.env._(
                    "Only %(rep)s can check in at this visit. You can close it without a check-in.",
                    rep=self.user_id.name,
                )
            )

    def _check_no_other_visit(self):
        other = self._find_open_visit(self.user_id) - self
        if other:
            raise UserError(
                self.env._(
                    "%(rep)s has been at %(visit)s since %(since)s. Check out there first.",
                    rep=self.user_id.name,
                    visit=other.display_name,
                    since=self._hour(other.checkin_at),
                )
            )

    @api.model
    def _find_open_visit(self, user):
        # sudo: the rule "one open visit a rep" holds even where the asker may not read the other
        return self.sudo().search(
            [
                ("user_id", "=", user.id),
                ("checkin_at", "!=", False),
                ("checkout_at", "=", False),
            ],
            limit=1,
        )

    # -- position -------------------------------------------------------------------------------

    def _read_fix(self, vals):
        """The phone's position, None without one; (0, 0) is a place like any other.

        A type that asks for no position keeps none, and nobody's phone stands for the rep's.
        """
        foreign = not self.env.su and self.env.user != self.user_id
        if foreign or self.type_id.geo_policy == "none":
            return None
        given = [vals.get(key) for key in ("latitude", "longitude", "accuracy_m")]
        if any(value is None or value is False for value in given):
            return None
        try:
            latitude, longitude, accuracy = (float(value) for value in given)
        except (TypeError, ValueError) as error:
            raise ValidationError(
                self.env._("The position of the device is not a number.")
            ) from error
        accurate = isfinite(accuracy) and accuracy >= 0
        if not geo.is_valid_position(latitude, longitude) or not accurate:
            raise ValidationError(
                self.env._(
                    "Latitude %(latitude)s and longitude %(longitude)s are no place on Earth: "
                    "a latitude goes from -90 to 90, a longitude from -180 to 180.",
                    latitude=latitude,
                    longitude=longitude,
                )
            )
        return geo.Fix(geo.Point(latitude, longitude), accuracy)

    def _read_device_clock(self, vals):
        return self._read_moment(vals.get("device_at"))

    def _judge(self, fix):
        point, precision = self._get_customer_point()
        # sudo: the radius is the managers' to see and to set
        radius = self.sudo().partner_id.crm_geo_radius_m or self.company_id.crm_geo_radius_m
        return geo.judge(fix, point, precision, radius)

    def _get_customer_point(self):
        """Where the customer is, and how well that is known."""
        # sudo: the opportunity may be a colleague's; its customer is visited all the same
        partner = self.partner_id or self.sudo().opportunity_id.partner_id
        if not partner:
            return None, "none"
        point = geo.Point(partner.partner_latitude, partner.partner_longitude)
        return point, partner.geo_precision

    def _is_implausible(self, fix, now):
        # sudo: the comparison needs the rep's previous position, the caller may be a manager
        # without the right to see it
        previous = (
            self.env["crm.action.geo"]
            .sudo()
            .search(
                [
                    ("user_id", "=", self.user_id.id),
                    ("kind", "=", "in"),
                    ("fix", "!=", "none"),
                    ("taken_at", ">", now - timedelta(hours=12)),
                ],
                limit=1,
            )
        )
        if not previous:
            return False
        before = geo.Fix(geo.Point(previous.latitude, previous.longitude), previous.accuracy_m)
        return geo.is_implausible_move(before, previous.taken_at, fix, now)

    def _record_position(self, kind, fix, verdict, taken_at):
        """Write the position row; without a fix there is nothing personal to keep."""
        if fix is None:
            return
        Geo = self.env["crm.action.geo"]
        # sudo: a rep records positions through check_in and check_out alone, never by hand
        Geo.sudo().create(
            {
                "action_id": self.id,
                "kind": kind,
                "latitude": fix.point.latitude,
                "longitude": fix.point.longitude,
                "accuracy_m": fix.accuracy_m,
                "fix": "gps" if fix.accuracy_m <= geo.GOOD_FIX_ACCURACY_M else "low",
                "distance_m": verdict.distance_m,
                "verdict": verdict.code,
                "taken_at": taken_at,
                "purge_on": Geo._purge_date(self.company_id, taken_at),
            }
        )

    def _own_good_fix(self):
        """The check-in position, if the user may see it and it can place a customer."""
        positions = self.env["crm.action.geo"]
        if self.id and positions.has_access("read"):
            return positions.search(
                [
                    ("action_id", "=", self.id),
                    ("kind", "=", "in"),
                    ("fix", "=", "gps"),
                ],
                limit=1,
            )
        return positions

    @api.model
    def _hour(self, instant):
        """The hour of an instant for the reader, with its date unless that is today."""
        local = fields.Datetime.context_timestamp(self, instant)
        if local.date() == fields.Date.context_today(self):
            return word_hour(self.env, instant)
        return format_datetime(self.env, instant, dt_format="short")
