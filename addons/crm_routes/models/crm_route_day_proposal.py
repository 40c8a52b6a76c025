from dataclasses import replace

from odoo import api, models
from odoo.exceptions import AccessError, UserError

from ..route_day import Entry
from .crm_route_day import read_int

PROPOSED = "proposed"


class CrmRoute(models.Model):
    """The map of a route: of a proposal its stops, of what was published the agenda."""

    # one file for each purpose
    _inherit = "crm.route"  # pylint: disable=consider-merging-classes-inherited

    @api.model
    def get_map(self, route_id):
        """The day of a route, as :meth:`get_day`; of a proposal, ids are those of its stops.

        ``source`` says which: ``'route'`` for a proposal, ``'day'`` for the agenda.
        """
        route = self._get_route(route_id)
        if route.state in ("published", "closed"):
            # whose start, hours and customers they are is the route's company's
            mine = self.with_company(route.company_id)
            return mine.get_day(route.user_id.id, str(route.date))
        day = route._read_proposal()
        drive = self._drive_as_it_stands(day)
        return route._prepare_proposal(day, drive, day.entries)

    @api.model
    def preview_route_order(self, route_id, stop_ids):
        """What a proposed route would be in another order; nothing is written."""
        route = self._get_route(route_id)
        day = route._read_proposal()
        entries = self._in_order(day, stop_ids)
        drive = self._drive_anew(day, entries)
        return route._prepare_proposal(day, drive, entries, anew=True)

    @api.model
    def set_route_order(self, route_id, stop_ids, force=False, version=None):
        """Give the stops of a proposed route the hours of another order.

        :return: as :meth:`get_map`
        :raise AccessError: only planners change proposals
        """
        route = self._get_route(route_id)
        if not route._may_change_proposal():
            raise AccessError(self.env._("Only a route planner changes what is proposed."))
        if route.state != PROPOSED:
            raise UserError(
                self.env._("%(route)s is no longer a proposal.", route=route.display_name)
            )
        route._lock_proposal()
        day = route._read_proposal()
        if version and version != self._get_version(day):
            raise UserError(self._word_stale())
        entries = self._in_order(day, stop_ids)
        drive = self._drive_anew(day, entries)
        self._check_promises(day, entries, drive, force)
        route._write_stops(day, entries, drive)
        return self.get_map(route.id)

    @api.model
    def _get_route(self, route_id):
        route = self.browse(read_int(self.env, route_id)).exists()
        if not route:
            raise UserError(
                self.env._("This route is no longer there: a new plan has replaced it.")
            )
        route.check_access("read")
        return route

    def _may_change_proposal(self):
        return self.env["crm.route.plan"].has_access("write")

    def _lock_proposal(self):
        # sudo: routes are written by the planner's jobs alone, and here
        self._lock(self.sudo())
        self._lock(self.sudo().stop_ids)

    def _read_proposal(self):
        """The stops as a day of plain values."""
        self.ensure_one()
        entries = [
            Entry(
                stop,
                # sudo: whom a route goes to may be read by who may read the route
                stop.sudo().partner_id,
                stop.start,
                stop.stop,
                promised=bool(stop.promised or stop.is_appointment),
                is_fixed=bool(stop.is_appointment),
            )
            for stop in self.stop_ids.sorted(lambda stop: (stop.start, stop.id))
        ]
        route = self.with_company(self.company_id)
        day = route._build_days(self.user_id, (self.date, self.date), entries)[self.date]
        if day.now is not None:
            # a proposal is looked at as a plan, whatever the hour
            day.now, day.frame = None, replace(day.frame, now=0)
        return day

    def _prepare_proposal(self, day, drive, entries, anew=False):
        may_edit = self.state == PROPOSED and self._may_change_proposal()
        return {
            **self._prepare_day(day, drive, entries, anew=anew, source="route"),
            "route_id": self.id,
            "may_edit": may_edit,
        }

    def _write_stops(self, day, entries, drive):
        """sudo: routes have no rights to write of their own; a planner may, as was asked before."""
        steps = list(zip(entries, drive.steps, strict=True))
        for number, (entry, step) in enumerate(steps, 1):
            begin, end = self._get_hours(day, entry, step)
            entry.record.sudo().write(
                {
                    "sequence": number,
                    "start": begin,
                    "stop": end,
                    "travel_km": step.metres / 1000,
                    "travel_minutes": round(step.seconds / 60),
                    "slack_minutes": step.slack // 60,
                }
            )
        # the search's own result is no longer what was proposed: no later plan may take it over
        self.sudo().job_id.write({"result": False})
        self.sudo().write(
            {
                "departure": day.to_utc(drive.departure),
                "back": day.to_utc(drive.back),
                "km": drive.metres / 1000,
                "driving_minutes": round(drive.seconds / 60),
            }
        )
