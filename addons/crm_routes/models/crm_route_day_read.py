from dataclasses import replace

from odoo import api, fields, models
from odoo.fields import Domain

from odoo.addons.crm_actions.engine import days

from ..engine import agenda as engine
from ..route_day import Day, Entry

KM = 1000
OCCUPIES = ("visit", "meeting")
"""Codes of what one drives to, as the planner sees it."""
USUAL_HOURS = (9 * 3600, 18 * 3600)


class CrmRoute(models.Model):
    """Read a rep's days into plain values, by as many queries for twenty days as for one."""

    # one file for each purpose
    _inherit = "crm.route"  # pylint: disable=consider-merging-classes-inherited

    @api.model
    def _read_day(self, user, date, place=None):
        """The day of a rep as the agenda has it.

        :param place: where the rep is (latitude, longitude), if the device knows
        """
        day = self._read_days(user, date, date, [place] if place else [])[date]
        if place:
            day.here = day.further[0]
        return day

    @api.model
    def _read_days(self, user, first, last, places=()):
        """Days on which the rep works or has something to do, and the first one.

        :param places: further points, whose nodes become ``further`` of each day
        """
        tz = self._get_day_tz(user)
        entries = [self._prepare_entry(action) for action in self._search_agenda(user, first, last)]
        entries = [entry for entry in entries if not _is_made_before(entry, tz)]
        return self._build_days(user, (first, last), entries, places)

    @api.model
    def _get_day_tz(self, user):
        # sudo: on whose clock a day is read is no secret
        return user.sudo().tz or self.env.company._crm_tz()

    @api.model
    def _search_agenda(self, user, first, last):
        """Visits and appointments of these dates of the rep's clock that have an hour."""
        return self.env["crm.action"].search(
            self._get_agenda_domain(user, first, last)
            & Domain("state", "in", ("planned", "in_progress", "done")),
            order="start, id",
        )

    @api.model
    def _get_agenda_domain(self, user, first, last):
        tz = self._get_day_tz(user)
        return (
            Domain("user_id", "=", user.id)
            & Domain("type_id.code", "in", OCCUPIES)
            & Domain("allday", "=", False)
            & Domain("start", ">=", days.day_span(first, tz)[0])
            & Domain("start", "<", days.day_span(last, tz)[1])
        )

    @api.model
    def _prepare_entry(self, action):
        is_visit = action.type_id.code == "visit"
        entry = Entry(
            action,
            # sudo: who may read the action may know with whom it is, as in My day
            action.sudo().partner_id,
            action.start,
            action.stop,
            action.state,
            promised=bool(action.route_promised or not is_visit),
            is_fixed=not is_visit,
            # sudo: a rep may have a visit of a plan that he cannot read
            is_own=bool(is_visit and not (action.sudo().route_plan_id or action.sudo().plan_id)),
        )
        if action.state == "done":
            entry.left_at = action.checkout_at or action.done_at
        elif action.state == "in_progress":
            length = action.stop - action.start
            entry.left_at = max(fields.Datetime.now(), (action.checkin_at or action.start) + length)
        return entry

    # -- tables and frames -----------------------------------------------------------------------

    @api.model
    def _build_days(self, user, span, entries, places=()):
        first, last = span
        tz, company = self._get_day_tz(user), self.env.company
        reps = self.env["crm.route.rep"]
        # sudo: one who is not in the list travels by the defaults of a new line
        rep = reps._find(user, company)[:1] or reps.sudo().new(
            {"user_id": user.id, "company_id": company.id}
        )
        shifts = {
            each.day: each for each in reps._get_days(user, company, first, last)[user.sudo()]
        }
        by_date = {}
        for entry in entries:
            by_date.setdefault(days.to_wall(entry.start, tz).date(), []).append(entry)
        table = self._place(rep, entries, places)
        values = self._read_values([entry.partner for entry in entries], span)
        known = {
            date: self._build_day(user, date, by_date.get(date, []), shifts.get(date), table)
            for date in sorted({first, *shifts, *by_date})
        }
        for day in known.values():
            self._limit(day, rep)
            for entry in day.entries:
                entry.stay = self._prepare_stay(day, entry, values)
            if day.shift is None:
                day.frame = engine.stored_frame(day.frame, day.stays)
        return known

    @api.model
    def _place(self, rep, entries, places):
        """Nodes of the rep, of the entries and of further places, and the ways between them."""
        demand, points, nodes = self.env["crm.visit.demand"], [], {}

        def node_of(point):
            if point not in nodes:
                nodes[point] = len(points)
                points.append(point)
            return nodes[point]

        for entry in entries:
            partner = entry.partner
            if partner:
                company = partner.commercial_partner_id
                entry.point = demand._get_place(partner) or demand._get_place(company)
        located = [entry.point for entry in entries if entry.point]
        start, end = rep._get_point(rep._get_start()), rep._get_point(rep._get_end())
        # who begins nowhere begins at the first customer; where nobody knows is in the middle
        first = start or next(iter([*places, *located]), (0.0, 0.0))
        middle = _middle(located) or first
        home, back = node_of(first), node_of(end or first)
        for entry in entries:
            entry.node = node_of(entry.point or middle)
        known = len(points)
        further = [node_of(tuple(place)) for place in places]
        # whoever has to go where no road leads goes all the same; where a device is is not kept
        passing = [node for node in further if node >= known]
        matrix = self.env.company._get_distances(points, patience=4, complete=True, passing=passing)
        return {
            "points": points,
            "home": home,
            "back": back,
            "further": further,
            "seconds": matrix.seconds.tolist(),
            "metres": matrix.metres.tolist(),
            "start": start and self._prepare_place(rep._get_start(), start),
            "end": end and self._prepare_place(rep._get_end(), end),
        }

    @api.model
    def _prepare_place(self, partner, point):
        # sudo: the name of the place from which a rep begins, see crm.route.rep
        label = partner.sudo().display_name or ""
        return {"latitude": point[0], "longitude": point[1], "label": label}

    @api.model
    def _build_day(self, user, date, entries, shift, table):
        tz = self._get_day_tz(user)
        now = fields.Datetime.now()
        over = sorted(
            (entry for entry in entries if entry.is_over),
            key=lambda entry: (entry.state != "done", entry.left_at or entry.start),
        )
        is_today = days.to_wall(now, tz).date() == date
        day = Day(
            user,
            date,
            tz,
            now if is_today else None,
            table["start"],
            table["end"],
            over,
            [entry for entry in entries if not entry.is_over],
            None,
            table["points"],
            table["home"],
            shift,
            further=table["further"],
        )
        hours = (shift.opens, shift.closes) if shift else USUAL_HOURS
        day.frame = engine.Frame(
            *hours,
            table["home"],
            table["back"],
            table["seconds"],
            table["metres"],
            shift.lunch if shift else None,
            day.to_seconds(now) if is_today else 0,
        )
        if over:
            left = max(day.to_seconds(entry.left_at or entry.stop) for entry in over)
            day.frame = replace(day.frame, opens=left, start=over[-1].node, has_begun=True)
        return day

    @api.model
    def _limit(self, day, rep):
        """The rep's limits of a day, less what is over."""
        most = max(rep.max_visits - len(day.over), 0) if rep.max_visits else None
        day.frame = replace(day.frame, max_stops=most, max_metres=rep.max_km * KM or None)

    # -- windows and worth -----------------------------------------------------------------------

    @api.model
    def _read_values(self, partners, span):
        """Opening hours, closing days of a span and worth of customers by three queries."""
        known = self.env["res.partner"].sudo().union(*partners)
        known |= known.commercial_partner_id
        rows = (
            # sudo: what a visit is worth decides what is given up, whoever sees the row
            self.env["crm.visit.demand"]
            .sudo()
            .search([("partner_id", "in", known.ids), ("company_id", "=", self.env.company.id)])
        )
        return {
            "hours": self.env["crm.opening.hours"]._get_spans(known),
            "closed": self.env["crm.closing.days"]._get_closed(known, *span),
            "worth": {row.partner_id.id: round(row.value_km * KM) for row in rows},
        }

    @api.model
    def _prepare_stay(self, day, entry, values):
        ids = (entry.partner.id, entry.partner.commercial_partner_id.id)
        return engine.Stay(
            entry.key,
            entry.node,
            day.to_seconds(entry.start),
            int((entry.stop - entry.start).total_seconds()),
            self._get_spans(day, entry.partner, values),
            next((values["worth"][key] for key in ids if key in values["worth"]), 0),
            entry.promised,
            entry.is_fixed,
        )

    @api.model
    def _get_spans(self, day, partner, values):
        """When a customer is open on a day: its own hours, else those of its company.

        Who is on holiday is not open, nor is a contact whose company is.
        """
        ids = (partner.id, partner.commercial_partner_id.id)
        if any(day.date in values["closed"].get(key, ()) for key in ids):
            return ()
        week = next((values["hours"][key] for key in ids if key in values["hours"]), None)
        return None if week is None else tuple(week.get(day.date.weekday(), ()))


def _is_made_before(entry, tz):
    """Whether a visit was made on an earlier day than that of its hour: nobody drives there now."""
    if not entry.left_at:
        return False
    return days.to_wall(entry.left_at, tz).date() < days.to_wall(entry.start, tz).date()


def _middle(points):
    """Where the middle of some points is, None without any."""
    if not points:
        return None
    latitudes, longitudes = zip(*points, strict=True)
    return sum(latitudes) / len(points), sum(longitudes) / len(points)
