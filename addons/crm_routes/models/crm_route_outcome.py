from datetime import datetime, timedelta

from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools import split_every

from ..engine import outcome
from .crm_action_route_outcome import PATIENCE
from .crm_visit_demand_refresh import PATIENT

BATCH = 200
ONE_DAY = timedelta(days=1)


class CrmRoute(models.Model):
    """What became of a published route, as figures that stay.

    They are worked out every night and when a visit is closed. A closed plan keeps them: a visit
    that is reported late still counts, nothing else changes them.
    """

    # one file for each purpose
    _inherit = "crm.route"  # pylint: disable=consider-merging-classes-inherited

    planned_count = fields.Integer(
        string="Planned", readonly=True, help="Visits of this route that came into the agenda."
    )
    done_count = fields.Integer(
        string="Done", readonly=True, help="Of those planned, on whatever day and by whomever."
    )
    verified_count = fields.Integer(
        string="Verified", readonly=True, help="Done ones with a check-in at the customer's."
    )
    missed_count = fields.Integer(
        string="Missed", readonly=True, help="Planned ones whose hour is past, and nobody went."
    )
    driven_km = fields.Float(
        string="Driven (km)",
        digits=(10, 1),
        readonly=True,
        help="Between the verified check-ins of the rep on that day, by the distances that plans "
        "count with. The ways from the start and back home are not in it.",
    )

    # -- when it is worked out -------------------------------------------------------------------

    @api.model
    def _cron_refresh_outcome(self):
        """Every night: all routes of published plans that have begun; a batch is a transaction."""
        domain = [
            ("state", "!=", "closed"),
            ("planned_count", ">", 0),
            # wherever they are, it is no later than that
            ("date", "<=", fields.Date.today() + ONE_DAY),
        ]
        routes = self.search(domain, order="date, id")
        cron = self.env["ir.cron"]
        cron._commit_progress(remaining=len(routes))
        for ids in split_every(BATCH, routes.ids):
            self.browse(ids)._refresh_outcome(patience=PATIENT)
            if not cron._commit_progress(len(ids)):
                break

    def _refresh_outcome(self, patience=PATIENCE):
        """Bring the figures of these routes up to date; again it changes nothing.

        sudo: what became of a route does not depend on who asks.

        :param patience: seconds that a route server may take, of each company
        """
        routes = self.sudo().filtered("stop_ids.in_force")
        for company, own in routes.grouped("company_id").items():
            visits = own._find_made_visits(company)
            visits._refresh_driven(
                own.user_id | visits.user_id, company, *own._get_span(visits), patience
            )
            own._match_visits(visits)
            own._count_outcome()

    # -- which visit a stop became ---------------------------------------------------------------

    def _get_planned_stops(self):
        return self.stop_ids.filtered("in_force")

    def _find_made_visits(self, company):
        """Done visits that may be those of these routes: their own, and those to their customers
        on their days.
        """
        stops = self._get_planned_stops()
        first, last = self._get_span()
        on_the_days = (
            Domain("commercial_partner_id", "in", stops.partner_id.commercial_partner_id.ids)
            & Domain("done_at", ">=", first)
            & Domain("done_at", "<", last)
        )
        return self.env["crm.action"].search(
            Domain("state", "=", "done")
            & Domain("done_at", "!=", False)
            & Domain("type_id.code", "=", "visit")
            & Domain("company_id", "=", company.id)
            & (Domain("id", "in", stops.action_id.ids) | on_the_days)
        )

    def _get_span(self, visits=()):
        """Instants (UTC) between which the days of these routes lie, wherever the reps are.

        :param visits: done visits that lie in it too
        """
        dates = [*self.mapped("date"), *(visit.done_at.date() for visit in visits)]
        midnight = datetime.min.time()
        return (
            datetime.combine(min(dates) - ONE_DAY, midnight),
            datetime.combine(max(dates) + 2 * ONE_DAY, midnight),
        )

    def _match_visits(self, visits):
        stops = self._get_planned_stops()
        elsewhere = self._find_stops_elsewhere(stops, visits)
        taken = elsewhere.action_id | elsewhere.visit_id
        # what was missed and planned anew is made by the newest stop, and missed by the older ones
        newest = {stop.action_id: stop for stop in (stops | elsewhere).sorted("id")}
        found = outcome.match(
            [
                outcome.Planned(
                    stop.id,
                    stop.partner_id.commercial_partner_id.id or None,
                    stop.partner_id.id,
                    stop.date,
                    (newest[stop.action_id] == stop and stop.action_id.id) or None,
                )
                for stop in stops
            ],
            [
                outcome.Made(
                    visit.id,
                    visit.commercial_partner_id.id or None,
                    visit.partner_id.id,
                    self._get_local(visit.done_at, visit).date(),
                    visit.done_at,
                )
                for visit in visits
            ],
            taken.ids,
        )
        for stop in stops:
            visit = visits.browse(found.get(stop.id))
            # what a closed plan says was done stays done
            if stop.state != "closed" or (visit and not stop.done_on):
                stop._write_outcome(visit)

    def _find_stops_elsewhere(self, stops, visits):
        """Stops of other routes that these visits are those of."""
        return self.env["crm.route.stop"].search(
            Domain("in_force", "=", True)
            & Domain("id", "not in", stops.ids)
            & (Domain("action_id", "in", visits.ids) | Domain("visit_id", "in", visits.ids))
        )

    # -- figures ---------------------------------------------------------------------------------

    def _count_outcome(self):
        if not self:
            return
        now = fields.Datetime.now()
        driven = self._read_driven()
        for route in self:
            stops = route._get_planned_stops()
            done = stops.filtered("done_on")
            values = {
                "planned_count": len(stops),
                "done_count": len(done),
                "verified_count": len(done.filtered("verified")),
                "missed_count": len((stops - done).filtered(lambda stop: stop.stop <= now)),
            }
            if route.state != "closed" or not route.driven_km:
                values["driven_km"] = driven.get(route, 0)
            news = {name: value for name, value in values.items() if route[name] != value}
            if news:
                route.write(news)

    def _read_driven(self):
        """By route the kilometres that its rep drove between check-ins on its day."""
        first, last = self._get_span()
        visits = self.env["crm.action"].search(
            Domain("user_id", "in", self.user_id.ids)
            & Domain("company_id", "in", self.company_id.ids)
            & Domain("driven_km", ">", 0)
            & Domain("checkin_at", ">=", first)
            & Domain("checkin_at", "<", last)
        )
        places = {(route.user_id, route.date): route for route in self}
        found = {}
        for visit in visits:
            day = self._get_local(visit.checkin_at, visit).date()
            if route := places.get((visit.user_id, day)):
                found[route] = round(found.get(route, 0) + visit.driven_km, 1)
        return found
