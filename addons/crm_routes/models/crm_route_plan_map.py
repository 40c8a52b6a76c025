from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain
from odoo.tools import SQL

from odoo.addons.crm_actions.rows import RowQuery

from ..engine import geometry
from .crm_route_day import read_int

MOST_LEFT_OUT = 500


class CrmRoutePlan(models.Model):
    """A day of a plan on the map: the routes of all reps, and who is left out."""

    # one file for each purpose
    _inherit = "crm.route.plan"  # pylint: disable=consider-merging-classes-inherited

    def action_view_map(self):
        self.ensure_one()
        return {
            "type": "ir.actions.client",
            "tag": "crm_routes.plan_map",
            "name": self.env._("Map of %(plan)s", plan=self.name),
            "params": {"plan_id": self.id},
        }

    @api.model
    def get_map_day(self, plan_id, date=None):
        """The routes of a day; as many queries for thirty reps as for one.

        ``dates`` are the days on which somebody drives. Without one the plan's first from today on
        is meant. Each of the ``routes`` has its rep, figures and stops as ``crm.route.get_map``
        gives them, the line to draw and the zone of its clock; ``left_out`` are the located
        customers that the whole plan does not visit, ``left_out_count`` says how many its list of
        them has.
        """
        plan = self.browse(read_int(self.env, plan_id)).exists()
        if not plan:
            raise UserError(self.env._("This plan is not there any more."))
        plan.check_access("read")
        routes = self.env["crm.route"].search([("plan_id", "=", plan.id)])
        dates = sorted(set(routes.mapped("date")))
        wished = self.env["crm.action"]._read_board_day(date) if date else None
        day = self._choose_day(dates, wished)
        shown = routes.filtered(lambda route: route.date == day)
        return {
            "plan_id": plan.id,
            "name": plan.name,
            "state": plan.state,
            "dates": list(map(str, dates)),
            "date": str(day) if day else False,
            "routes": plan._prepare_map_routes(shown),
            "left_out": plan._read_left_out(),
            "left_out_count": plan.left_out_count,
        }

    @api.model
    def _choose_day(self, dates, wished):
        if wished in dates or not dates:
            return wished if wished in dates else None
        today = self.env.company._crm_today()
        return next((day for day in dates if day >= (wished or today)), dates[-1])

    def _prepare_map_routes(self, routes):
        stops = {}
        for row in self._read_map_stops(routes):
            stops.setdefault(row.pop("route_id"), []).append(row)
        places = self.env["crm.route.rep"]._get_ends(routes.user_id, self.company_id)
        ways = [_way(stops.get(route.id, []), places[route.user_id]) for route in routes]
        shapes = self.company_id._get_shapes(ways)
        return [
            {
                "route_id": route.id,
                "user_id": route.user_id.id,
                # sudo: the name of a colleague, as on every board
                "user_name": route.sudo().user_id.name,
                "tz": route._get_day_tz(route.user_id),
                "km": route.km,
                "minutes_driving": route.driving_minutes,
                "leaves": fields.Datetime.to_string(route.departure),
                "back": fields.Datetime.to_string(route.back),
                **places[route.user_id],
                "stops": stops.get(route.id, []),
                "shape": [list(place) for place in shape],
            }
            for route, shape in zip(routes, shapes, strict=True)
        ]

    def _read_map_stops(self, routes):
        domain = Domain("route_id", "in", routes.ids)
        query = RowQuery(self.env["crm.route.stop"], domain, order=SQL("start, id"))
        query.add(
            id="id",
            route_id="route_id",
            number="sequence",
            partner_id="partner_id",
            name="partner_id.name",
            city="partner_id.city",
            latitude="partner_id.partner_latitude",
            longitude="partner_id.partner_longitude",
            begin="start",
            end="stop",
            locked="locked",
            promised="promised",
            state="action_id.state",
        )
        rows = query.fetch()
        for row in rows:
            row["begin"], row["end"] = map(fields.Datetime.to_string, (row["begin"], row["end"]))
            row["state"] = row["state"] or "planned"
            row["name"] = row["name"] or self.env._("In the agenda already")
        return rows

    def _read_left_out(self):
        located = Domain("partner_id.partner_latitude", "!=", 0) | Domain(
            "partner_id.partner_longitude", "!=", 0
        )
        domain = Domain("plan_id", "=", self.id) & Domain("reason", "!=", "not_due") & located
        query = RowQuery(self.env["crm.route.left.out"], domain, limit=MOST_LEFT_OUT)
        query.add(
            id="partner_id",
            name="partner_id.name",
            latitude="partner_id.partner_latitude",
            longitude="partner_id.partner_longitude",
            reason="reason",
        )
        words = dict(
            self.env["crm.route.left.out"]._fields["reason"]._description_selection(self.env)
        )
        return [{**row, "reason": words.get(row["reason"], "")} for row in query.fetch()]


def _way(stops, ends):
    """The points that a rep goes through, those that are located."""
    places = [ends["start"], *stops, ends["end"]]
    points = [(place["latitude"], place["longitude"]) for place in places if place]
    return [point for point in points if geometry.is_located(*point, None)]
