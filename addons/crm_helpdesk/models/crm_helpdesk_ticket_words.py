from babel.dates import get_day_names

from odoo import api, fields, models
from odoo.tools import babel_locale_parse, format_date, get_lang
from odoo.tools.misc import format_time

from ..engine import log
from ..engine.clock import DEPARTMENT, FIRST_RESPONSE, NEXT_RESPONSE, RESOLUTION
from ..engine.explanation import CLOSED, LATE, OUTSIDE, PAUSED, RESOLVED
from ..engine.instants import to_wall

_HOUR = 3600


class CrmHelpdeskTicket(models.Model):
    """The words of an explanation: made for each reader from codes and figures."""

    # one file for each purpose
    _inherit = "crm.helpdesk.ticket"  # pylint: disable=consider-merging-classes-inherited

    @api.model
    def _word_metric(self, metric):
        words = {
            FIRST_RESPONSE: self.env._("Customer's clock · first answer"),
            NEXT_RESPONSE: self.env._("Customer's clock · answer"),
            RESOLUTION: self.env._("Customer's clock · solution"),
            DEPARTMENT: self.env._("Department's clock"),
        }
        return words[metric]

    @api.model
    def _word_duration(self, seconds):
        """Working time in hours and minutes: "3 h 10 min"."""
        hours, minutes = divmod(int(seconds) // 60, 60)
        if not hours:
            return self.env._("%(minutes)s min", minutes=minutes)
        if not minutes:
            return self.env._("%(hours)s h", hours=hours)
        return self.env._("%(hours)s h %(minutes)s min", hours=hours, minutes=f"{minutes:02d}")

    @api.model
    def _word_day(self, day):
        pattern = self.env._("EEE d MMM")  # of babel: Mon 5 Oct
        return format_date(self.env, day, date_format=pattern)

    @api.model
    def _word_hour(self, wall):
        return format_time(self.env, wall.time(), time_format="short")

    def _word_moment(self, instant, tz):
        """A naive UTC instant, as the clocks of the department show it."""
        wall = to_wall(instant, tz)
        return self.env._(
            "%(day)s, %(hour)s", day=self._word_day(wall.date()), hour=self._word_hour(wall)
        )

    def _word_title(self, shown, tz):
        if shown.deadline:
            return self.env._("Why %(moment)s", moment=self._word_moment(shown.deadline, tz))
        return self.env._("Why it has no deadline now")

    def _word_intro(self, clock, table):
        budget = clock.promise.budget
        hours = {
            "calendar": table.calendar_id.name,
            "hours": self._word_week(table.content["shifts"]),
        }
        if budget is None:
            return self.env._(
                "No service level promises anything here. The time is counted by the hours of "
                "%(calendar)s: %(hours)s.",
                **hours,
            )
        return self.env._(
            "%(budget)s since %(moment)s, counting only the hours of %(calendar)s: %(hours)s.",
            budget=self._word_duration(budget),
            moment=self._word_moment(clock.since, table.content["tz"]),
            **hours,
        )

    @api.model
    def _word_week(self, shifts):
        """The hours of a week in short: Monday to Friday, 9 to 14 and 16 to 19."""
        if any(week is not None for *_hours, week in shifts):
            return self.env._("weeks by turns")
        days = {}
        for weekday, opens, closes, _week in sorted(shifts, key=lambda shift: shift[:2]):
            days.setdefault(weekday, []).append((opens, closes))
        names = get_day_names("abbreviated", locale=babel_locale_parse(get_lang(self.env).code))
        parts = []
        for first, last in _spans_of_alike(days):
            label = names[first] if first == last else f"{names[first]} – {names[last]}"
            parts.append(f"{label} {self._word_spans(days[first])}")
        return "; ".join(parts)

    @api.model
    def _word_spans(self, spans):
        return ", ".join(
            "–".join(f"{second // _HOUR:02d}:{second % _HOUR // 60:02d}" for second in span)
            for span in spans
        )

    def _word_row(self, row):
        return {
            "why": row.why,
            "start": fields.Datetime.to_string(row.start),
            "stop": fields.Datetime.to_string(row.stop),
            "seconds": row.seconds,
            "is_late": row.why == LATE,
            "day": self._word_days(row),
            "text": self._word_why(row),
            "duration": self._word_duration(row.seconds) if row.seconds else "",
        }

    def _word_days(self, row):
        if row.first == row.last:
            return self._word_day(row.first)
        return f"{self._word_day(row.first)} – {self._word_day(row.last)}"

    def _word_why(self, row):
        span = ", ".join(
            f"{self._word_hour(start)} – {self._word_hour(stop)}" for start, stop in row.spans
        )
        if row.why == CLOSED:
            return self.env._("Closed: %(names)s", names=", ".join(dict.fromkeys(row.labels)))
        if row.why == OUTSIDE:
            return self.env._("Outside working hours")
        if row.why == RESOLVED:
            return self.env._("%(span)s, resolved", span=span)
        if row.why == PAUSED and row.cause == log.HOLD:
            return self.env._("%(span)s, waiting for others", span=span)
        if row.why == PAUSED:
            return self.env._("%(span)s, waiting for the customer", span=span)
        if row.why == LATE and row.first != row.last:
            return self.env._("Late")
        if row.why == LATE:
            return self.env._("%(span)s, late", span=span)
        return span

    def _word_notes(self, clock, state, found, tz):
        """What else there is to know: pauses, transfers, other terms and other hours."""
        notes = []
        if not any(row.why == PAUSED for row in found):
            notes.append(self.env._("No pauses."))
        for event in self._get_moves_of(clock, state):
            notes.append(self._word_move(event, clock, self._word_moment(event.at, tz)))
        return notes

    def _word_move(self, event, clock, moment):
        if event.kind == log.TRANSFER:
            return self.env._(
                "%(moment)s: the change to %(department)s does not move this deadline.",
                moment=moment,
                department=event.team_id.name,
            )
        if event.kind == log.POLICY:
            seconds = event.data["promises"][clock.metric][0]
            return self.env._(
                "%(moment)s: from then on %(budget)s are promised.",
                moment=moment,
                budget=self._word_duration(seconds) if seconds else "–",
            )
        return self.env._(
            "%(moment)s: the working hours were changed; it was counted anew.", moment=moment
        )

    def _word_zone(self, tz):
        """Whose hours these are, where the reader's clock shows others; "" where it does not."""
        if (self.env.user.tz or "UTC") == tz:
            return ""
        return self.env._("Hours of %(zone)s.", zone=tz)


def _spans_of_alike(days):
    """First and last of weekdays in a row that have the same hours."""
    found = []
    for day in sorted(days):
        if found and found[-1][1] == day - 1 and days[found[-1][0]] == days[day]:
            found[-1][1] = day
        else:
            found.append([day, day])
    return found
