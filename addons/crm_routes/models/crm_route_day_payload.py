import hashlib
import json
from itertools import pairwise

from odoo import api, fields, models

from odoo.addons.crm_actions.hours import word_hour, word_window

from ..engine import day as engine


class CrmRoute(models.Model):
    """A day as plain values for screens, with what is wrong in the reader's words."""

    # one file for each purpose
    _inherit = "crm.route"  # pylint: disable=consider-merging-classes-inherited

    @api.model
    def _prepare_day(self, day, drive, entries, anew=False, source="day"):
        """:param anew: the hours are those of the drive, else those of the agenda"""
        legs = self._get_legs_over(day)
        stops = [
            self._prepare_over(entry, number, leg)
            for number, (entry, leg) in enumerate(zip(day.over, legs, strict=True), 1)
        ]
        for number, (entry, step) in enumerate(
            zip(entries, drive.steps, strict=True), len(stops) + 1
        ):
            stops.append(self._prepare_stop(day, entry, step, number, anew))
        metres = drive.metres + sum(leg[0] for leg in legs)
        seconds = drive.seconds + sum(leg[1] for leg in legs)
        if day.over and not entries:
            home = day.over[-1].node, day.frame.end
            metres += day.frame.metres[home[0]][home[1]]
            seconds += day.frame.seconds[home[0]][home[1]]
        return {
            "source": source,
            "user_id": day.user.id,
            # sudo: the name of a colleague, as on every board
            "user_name": day.user.sudo().name,
            "date": str(day.date),
            "tz": day.tz,
            "may_edit": self._may_edit(day),
            "start": day.start or False,
            "end": day.end or False,
            "km": round(metres / 1000, 1),
            "minutes_driving": round(seconds / 60),
            **self._prepare_bounds(day, drive, legs),
            "warning": self._word_over(day, drive),
            "version": self._get_version(day),
            "stops": stops,
            "shape": self._prepare_shape(day, [*day.over, *entries]),
        }

    @api.model
    def _get_legs_over(self, day):
        """Metres and seconds of the ways that have been driven."""
        nodes = [day.home, *(entry.node for entry in day.over)]
        return [
            (day.frame.metres[one][other], day.frame.seconds[one][other])
            for one, other in pairwise(nodes)
        ]

    @api.model
    def _prepare_bounds(self, day, drive, legs):
        """When the rep leaves and is back; False on a day without anything."""
        if not day.over and not drive.steps:
            return {"leaves": False, "back": False}
        leaves, back = drive.departure, drive.back
        if day.over:
            leaves = day.to_seconds(day.over[0].start) - legs[0][1]
        if not drive.steps:
            last = day.over[-1]
            left = day.to_seconds(last.left_at or last.stop)
            back = left + day.frame.seconds[last.node][day.frame.end]
        return {"leaves": self._text(day.to_utc(leaves)), "back": self._text(day.to_utc(back))}

    @api.model
    def _prepare_over(self, entry, number, leg):
        return {
            **self._prepare_who(entry, number),
            "begin": self._text(entry.start),
            "end": self._text(entry.stop),
            "travel_minutes": round(leg[1] / 60),
            "travel_km": round(leg[0] / 1000, 1),
            "wait_minutes": 0,
            "slack_minutes": 0,
            "former_begin": self._text(entry.start),
            "warning": False,
            "problem": False,
        }

    @api.model
    def _prepare_stop(self, day, entry, step, number, anew):
        """What screens show of a stop that is to come.

        :return: ``id`` (of the action, or of the stop of a proposal), ``number``, ``partner_id``,
            ``name``, ``city``, ``latitude`` and ``longitude`` (False where nobody knows),
            ``begin`` and ``end``, ``former_begin`` (of the agenda), ``travel_minutes``,
            ``travel_km``, ``wait_minutes``, ``slack_minutes``, ``state`` (of the action), ``late``
            (its hour is over), ``promised``, ``locked`` (it keeps its hour), ``own`` (a person
            planned it, and no plan), ``warning`` in words and its code ``problem``
        """
        begin, end = entry.start, entry.stop
        if anew:
            begin, end = self._get_hours(day, entry, step)
        return {
            **self._prepare_who(entry, number),
            "begin": self._text(begin),
            "end": self._text(end),
            "travel_minutes": round(step.seconds / 60),
            "travel_km": round(step.metres / 1000, 1),
            "wait_minutes": step.wait // 60,
            "slack_minutes": step.slack // 60,
            "former_begin": self._text(entry.start),
            "warning": self._word_problem(day, entry, step),
            "problem": step.problem or False,
        }

    @api.model
    def _get_hours(self, day, entry, step):
        """Begin and end of a stop: whole minutes, and what keeps its hour as it is."""
        seconds = day.to_seconds(entry.start)
        if entry.is_fixed or step.start == seconds:
            return entry.start, entry.stop
        # down to the minute: no window opens within one
        begin = day.to_utc(step.start // 60 * 60)
        return begin, begin + (entry.stop - entry.start)

    @api.model
    def _prepare_who(self, entry, number):
        partner = entry.partner
        point = entry.point or (False, False)
        return {
            "id": entry.key,
            "number": number,
            "partner_id": partner.id,
            "name": partner.name or partner.commercial_partner_id.name or self._get_title(entry),
            "city": partner.city or False,
            "latitude": point[0],
            "longitude": point[1],
            "state": entry.state,
            "late": bool(entry.state == "planned" and entry.stop < fields.Datetime.now()),
            "promised": entry.promised,
            "locked": entry.promised or entry.is_over,
            "own": entry.is_own,
        }

    @api.model
    def _get_title(self, entry):
        return entry.record.sudo().display_name or ""

    @api.model
    def _prepare_shape(self, day, entries):
        """The places of the line, False where the day begins and ends nowhere."""
        points = [entry.point for entry in entries if entry.point]
        if not points:
            return []
        ends = [place and (place["latitude"], place["longitude"]) for place in (day.start, day.end)]
        way = [*filter(None, ends[:1]), *points, *filter(None, ends[1:])]
        return [list(place) for place in self.env.company._get_shape(way)]

    @api.model
    def _may_edit(self, day):
        """Days to come of whoever's work one plans; who is asked for was checked before."""
        return day.now is not None or day.to_utc(0) > fields.Datetime.now()

    @api.model
    def _get_version(self, day):
        """By it a person who writes says what he or she had seen."""
        told = [
            [entry.key, str(entry.start), str(entry.stop), entry.state, entry.promised]
            for entry in [*day.over, *day.entries]
        ]
        return hashlib.sha256(json.dumps(told).encode()).hexdigest()[:16]

    # -- words -----------------------------------------------------------------------------------

    @api.model
    def _word_hour(self, day, seconds):
        return word_hour(self.env, day.to_utc(seconds), tz=day.tz)

    @api.model
    def _word_problem(self, day, entry, step):
        """What breaks at a stop, in words; False if nothing does."""
        words = {
            "hour": self._word_hour(day, day.to_seconds(entry.start)),
            "time": self._word_hour(day, step.arrival),
            "minutes": step.late // 60,
        }
        if step.problem == engine.BROKEN:
            return self.env._("Promised for %(hour)s; you would be there at %(time)s.", **words)
        if step.problem == engine.LATE:
            return self.env._("You would be there at %(time)s, %(minutes)d min late.", **words)
        if step.problem == engine.CLOSED:
            words["time"] = self._word_hour(day, step.start)
            if not entry.stay.spans:
                return self.env._("Closed on this day.")
            hours = ", ".join(
                word_window(self._word_hour(day, span.opens), self._word_hour(day, span.closes))
                for span in entry.stay.spans
            )
            return self.env._("Not at %(time)s: open %(hours)s.", hours=hours, **words)
        if entry.partner and entry.point is None:
            return self.env._("Its position is not known: the way there is a guess.")
        return False

    @api.model
    def _word_over(self, day, drive):
        if not drive.steps or drive.over < 60:
            return False
        return self.env._(
            "You would be back at %(time)s, %(minutes)d min after the end of the day.",
            time=self._word_hour(day, drive.back),
            minutes=drive.over // 60,
        )

    @api.model
    def _text(self, moment):
        return fields.Datetime.to_string(moment)
