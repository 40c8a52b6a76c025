from unittest.mock import patch
from urllib.parse import parse_qs, urlsplit

from ..osrm_client import RouteServer, RouteServerError
from .common_planning import PlanningCase

ADDRESS = "http://127.0.0.1:5000"
NORTH, SOUTH, MIDDLE = (43.370, -5.8), (43.360, -5.8), (43.365, -5.8)


class FakeRouteServer:
    """A route server that makes up roads, to be patched in for questions over the network.

    To the north a way is 300 m for each thousandth of a degree, to the south twice as much: all
    of it at 60 km/h.
    """

    def __init__(self, case):
        self.asked = []
        self.breaks_after = None
        self.error = RouteServerError("timeout")
        self.off_road, self.islands = {}, set()
        ask = self._ask  # a function of ours: the server that asks is passed first
        case.enterContext(patch.object(RouteServer, "_ask", lambda _server, path: ask(path)))

    def _ask(self, path):
        if self.breaks_after is not None and len(self.asked) >= self.breaks_after:
            raise self.error
        self.asked.append(path)
        parts = urlsplit(path)
        service, _version, self.profile, chosen = parts.path.strip("/").split("/")
        places = [tuple(map(float, each.split(",")))[::-1] for each in chosen.split(";")]
        if service == "route":
            if self.islands.intersection(places):
                raise RouteServerError("refused", "NoRoute")
            return {"code": "Ok", "routes": [{"geometry": self._line(places)}]}
        sources, destinations = (
            [places[int(number)] for number in parse_qs(parts.query)[name][0].split(";")]
            for name in ("sources", "destinations")
        )
        metres = [[self._metres(one, other) for other in destinations] for one in sources]
        return {
            "code": "Ok",
            "distances": metres,
            "durations": [
                [each if each is None else each * 0.06 for each in row] for row in metres
            ],
            "sources": [{"distance": self.off_road.get(each, 0)} for each in sources],
        }

    def _metres(self, one, other):
        if (one in self.islands) != (other in self.islands):
            return None
        steps = round((other[0] - one[0]) * 1000)
        return 300 * (steps if steps > 0 else -2 * steps)

    @staticmethod
    def _line(places):
        """By a corner between any two places."""
        first, last = places[0], places[-1]
        corner = [first[1], last[0]]
        return {"coordinates": [list(first[::-1]), corner, list(last[::-1])]}


class RouteServerCase(PlanningCase):
    """A company that asks a route server; what is kept goes with the test."""

    def setUp(self):
        super().setUp()
        self.server = FakeRouteServer(self)
        self.company.write({"crm_distance_source": "osrm", "crm_osrm_url": ADDRESS})

    def _distances(self, *points, company=None):
        with self.enter_registry_test_mode():
            return (company or self.company)._get_distances(points)

    def _kept(self):
        return self.env["crm.route.distance"].search_count([])
