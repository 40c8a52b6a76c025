import time

from odoo import models

from ..engine import geometry, osrm
from ..osrm_client import RouteServerError

TEST_SECONDS = 8


class ResCompany(models.Model):
    """The route server in words: whether it works, and why not."""

    # one file for each purpose
    _inherit = "res.company"  # pylint: disable=consider-merging-classes-inherited

    def _test_route_server(self, points):
        """Ask for the way from the first point to the second, past what is kept.

        :return: `problem` in words, or False and the figures of a sentence
        """
        self.ensure_one()
        began = time.monotonic()
        places = [osrm.place_of(point) for point in points]
        ways = osrm.Ways.unknown(places)
        try:
            with self._get_route_server(TEST_SECONDS) as server:
                for tile, table in server.tables(places, osrm.tiles(ways.is_known())):
                    ways.learn(tile, table)
        except RouteServerError as error:
            return {"problem": self._word_route_server_error(error.code, error.text)}
        milliseconds = round(1000 * (time.monotonic() - began))
        if ways.off_road.max() >= osrm.OUTSIDE:
            return {"problem": self._word_route_server_error("outside")}
        if ways.seconds[0, 1] < 0:
            return {
                "problem": self.env._("It answers, and knows no road between the two contacts.")
            }
        guess = geometry.estimate(points)
        return {
            "problem": False,
            "milliseconds": milliseconds,
            "km": ways.metres[0, 1] / 1000,
            "minutes": round(ways.seconds[0, 1] / 60),
            "guess_km": guess.metres[0, 1] / 1000,
            "guess_minutes": round((guess.seconds[0, 1] - geometry.DEFAULT_ROADS.parking) / 60),
        }

    def _word_route_server_error(self, code, text=""):
        """Why the route server could not be used; sentences that stand alone."""
        words = {
            "address": self.env._("The route server has no address."),
            "no_answer": self.env._("The route server cannot be reached."),
            "timeout": self.env._("The route server did not answer in time."),
            "redirect": self.env._(
                "The address of the route server leads to another one, which is not followed."
            ),
            "too_large": self.env._("The answer of the route server is too long."),
            "broken": self.env._("The route server has a fault (%(code)s).", code=text),
            "no_osrm": self.env._("What answers at the address is no route server (OSRM)."),
            "outside": self.env._("The route server has the map of another region."),
            "no_road": self.env._("The route server knows no road to some of the places."),
            "refused": self.env._("The route server refuses the question (%(code)s).", code=text),
        }
        return words.get(code, words["no_answer"])
