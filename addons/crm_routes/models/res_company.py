import hashlib
import logging
from dataclasses import replace

from odoo import api, fields, models
from odoo.exceptions import ValidationError

from ..engine import geometry, osrm
from ..osrm_client import RouteServer, RouteServerError, read_address

_logger = logging.getLogger(__name__)

NOWHERE = ("outside", "no_road")


class ResCompany(models.Model):
    """How far it is: the only place in which anybody asks."""

    _inherit = "res.company"

    crm_distance_source = fields.Selection(
        [
            ("estimate", "Estimated from the straight line"),
            ("osrm", "By road, from a route server"),
        ],
        string="Distances",
        default="estimate",
        groups="base.group_system",
    )
    crm_osrm_url = fields.Char(string="Address of the route server", groups="base.group_system")
    crm_osrm_profile = fields.Char(
        string="Profile of the route server", default="driving", groups="base.group_system"
    )

    @api.constrains("crm_osrm_url", "crm_osrm_profile")
    def _check_crm_osrm(self):
        for company in self.sudo():
            profile = company.crm_osrm_profile or "driving"
            if not profile.replace("-", "").replace("_", "").isalnum():
                raise ValidationError(
                    self.env._("The profile of a route server is a word such as “driving”.")
                )
            if not company.crm_osrm_url:
                continue
            try:
                read_address(company.crm_osrm_url)
            except ValueError as error:
                raise ValidationError(
                    self.env._(
                        "“%(address)s” is no address of a route server: write it like "
                        "http://10.0.0.5:5000, without a password or anything behind it.",
                        address=company.crm_osrm_url,
                    )
                ) from error

    def _get_distances(self, points, patience=30, complete=False, passing=()):
        """Ways between all points (latitude, longitude), one way each, as the engine takes them.

        All of a matrix has one source, which it names: where the route server does not tell all of
        it, all of it is estimated. `notes` say what a planner should know.

        :param patience: seconds that it may take at most; few where a person waits
        :param complete: estimate all where there is no road between some of them: for whoever has
            to go there anyhow; else such a way is UNREACHABLE
        :param passing: numbers of the points where somebody just is: their ways are not kept, so
            that nobody's movements are
        :rtype: engine.instance.Matrix
        """
        self.ensure_one()
        if not len(points) or not self._uses_route_server():
            return geometry.estimate(points)
        try:
            matrix = self._ask_distances(points, patience, passing)
            if complete and any(note["code"] in NOWHERE for note in matrix.notes):
                raise RouteServerError("no_road")
        except RouteServerError as error:
            _logger.info("Distances of %s are estimated: %s", self.id, error)
            note = {"code": "fallback", "why": error.code, "text": error.text}
            return replace(geometry.estimate(points), notes=(note,))
        return matrix

    def _get_round_trips(self, start, end, points, patience=4):
        """From where a day begins to each of some points, and from there to where it ends.

        :return: by point a matrix of start, end and point; None if all of it is to be estimated
        """
        self.ensure_one()
        if not points or not self._uses_route_server():
            return None
        places = [osrm.place_of(point) for point in (start, end, *points)]
        distinct = list(dict.fromkeys(places))
        number = {place: position for position, place in enumerate(distinct)}
        first, last, *others = (number[place] for place in places)
        try:
            ways = self._ask_ways(distinct, set(distinct), patience, sorted({first, last}))
        except RouteServerError as error:
            _logger.info("Ways to customers of %s are estimated: %s", self.id, error)
            return None
        return [osrm.matrix(ways, [first, last, other]) for other in others]

    def _ask_distances(self, points, patience, passing):
        places = [osrm.place_of(point) for point in points]
        distinct = list(dict.fromkeys(places))
        number = {place: position for position, place in enumerate(distinct)}
        staying = {place for position, place in enumerate(places) if position not in set(passing)}
        ways = self._ask_ways(distinct, staying, patience)
        return osrm.matrix(ways, [number[place] for place in places])

    def _ask_ways(self, places, staying, patience, hubs=None):
        """What is kept and told of ways, see :meth:`crm.route.distance._get_ways`."""
        # sudo: what is kept is nobody's to read, and the same whoever asks
        kept = self.env["crm.route.distance"].sudo()
        with self._get_route_server(patience) as server:
            source = self._get_distance_source()
            ways = kept._get_ways(self, source, places, server, staying, hubs)
        if osrm.is_mostly_outside(ways):
            raise RouteServerError("outside")
        return ways

    def _get_shape(self, points, patience=4):
        """The line to draw on a map for a way through the points, in their order.

        :return: places (latitude, longitude); the points themselves where no road is known
        """
        return self._get_shapes([points], patience)[0]

    def _get_shapes(self, ways, patience=4):
        """The same for the ways of a day, over one connection and with one patience for all."""
        self.ensure_one()
        shapes = [[(float(point[0]), float(point[1])) for point in way] for way in ways]
        asked = [number for number, way in enumerate(ways) if len(way) > 1]
        if not asked or not self._uses_route_server():
            return shapes
        try:
            with self._get_route_server(patience) as server:
                for number in asked:
                    shapes[number] = self._ask_shape(server, ways[number]) or shapes[number]
        except RouteServerError as error:
            _logger.info("Routes of %s are drawn straight: %s", self.id, error)
        return shapes

    @api.model
    def _ask_shape(self, server, points):
        """None where the server knows no road; of the other ways it may."""
        try:
            return server.shape([osrm.place_of(point) for point in points])
        except RouteServerError as error:
            if error.code != "refused":
                raise
            _logger.info("A route is drawn straight: %s", error)
            return None

    # sudo in what follows: the address is an administrator's to read and write, while everybody
    # who plans or draws a route has it asked

    def _uses_route_server(self):
        return self.sudo().crm_distance_source == "osrm"

    def _get_route_server(self, patience):
        company = self.sudo()
        return RouteServer(company.crm_osrm_url, company.crm_osrm_profile or "driving", patience)

    def _get_distance_source(self):
        """A short name for server and profile: another one has other roads."""
        company = self.sudo()
        if company.crm_distance_source != "osrm":
            return "estimate"
        asked = f"{company.crm_osrm_url} {company.crm_osrm_profile or 'driving'}"
        return hashlib.sha256(asked.encode()).hexdigest()[:16]
