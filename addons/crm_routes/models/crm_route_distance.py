import logging
from datetime import timedelta

import numpy as np
from psycopg2 import IntegrityError, OperationalError

from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools import SQL

from ..engine import osrm

_logger = logging.getLogger(__name__)

KEPT_DAYS = 180
GC_ROWS = 100_000


class CrmRouteDistance(models.Model):
    """Ways that a company's route server has told, so that it is asked once in half a year.

    Thousands of rows are read and written at once and none by a person, so they are plain SQL.
    Places are hundred-thousandths of a degree; without seconds there is no road.
    """

    _name = "crm.route.distance"
    _description = "Way between Two Places"
    _log_access = False

    company_id = fields.Many2one("res.company", required=True, ondelete="cascade")
    source = fields.Char(required=True)
    from_latitude = fields.Integer(required=True)
    from_longitude = fields.Integer(required=True)
    to_latitude = fields.Integer(required=True)
    to_longitude = fields.Integer(required=True)
    seconds = fields.Integer()
    metres = fields.Integer()
    off_road = fields.Integer(string="From the place to the road (m)", required=True)
    day = fields.Date(required=True, index=True)

    _one_way = models.UniqueIndex(
        "(company_id, source, from_latitude, from_longitude, to_latitude, to_longitude)"
    )

    @api.model
    def _get_ways(self, company, source, places, server, staying, hubs=None):
        """All ways between these places: what is kept, and for the rest the server.

        What it has told is kept even when it breaks off, or when whoever asked rolls back.

        :param staying: places whose ways are kept
        :param hubs: numbers of places; then only the ways from and to these are asked for
        :raise RouteServerError: it did not tell all
        """
        ways = osrm.Ways.unknown(places)
        everybody = range(len(places))
        if hubs is None:
            self._recall(company, source, ways, everybody, everybody)
        else:
            self._recall(company, source, ways, hubs, everybody)
            self._recall(company, source, ways, everybody, hubs)
        told = []
        try:
            for tile, table in server.tables(places, osrm.tiles(ways.is_known(hubs))):
                ways.learn(tile, table)
                told.append((tile, table))
        finally:
            self._keep(company, source, places, told, staying)
        return ways

    @api.model
    def _recall(self, company, source, ways, sources, destinations):
        """Fill in what is kept and not too old.

        :param sources: numbers of the places from which, and to which, it is asked for
        """
        rows = self.env.execute_query(
            SQL(
                """
                WITH here AS (
                    SELECT * FROM unnest(%(here)s::integer[], %(here_latitudes)s::integer[],
                                         %(here_longitudes)s::integer[])
                               AS place(number, latitude, longitude)),
                     there AS (
                    SELECT * FROM unnest(%(there)s::integer[], %(there_latitudes)s::integer[],
                                         %(there_longitudes)s::integer[])
                               AS place(number, latitude, longitude))
                SELECT here.number, there.number, COALESCE(way.seconds, %(nowhere)s),
                       COALESCE(way.metres, %(nowhere)s), way.off_road
                  FROM here
                  JOIN crm_route_distance AS way
                    ON way.from_latitude = here.latitude AND way.from_longitude = here.longitude
                  JOIN there
                    ON way.to_latitude = there.latitude AND way.to_longitude = there.longitude
                 WHERE way.company_id = %(company)s AND way.source = %(source)s
                   AND way.day > %(limit)s
                """,
                here=list(sources),
                here_latitudes=[ways.places[number][0] for number in sources],
                here_longitudes=[ways.places[number][1] for number in sources],
                there=list(destinations),
                there_latitudes=[ways.places[number][0] for number in destinations],
                there_longitudes=[ways.places[number][1] for number in destinations],
                nowhere=osrm.NO_ROAD,
                company=company.id,
                source=source,
                limit=self._get_limit(company),
            )
        )
        if not rows:
            return
        here, there, seconds, metres, off_road = np.array(rows, np.int64).T
        ways.seconds[here, there], ways.metres[here, there] = seconds, metres
        ways.off_road[here] = off_road

    @api.model
    def _keep(self, company, source, places, told, staying):
        """Write what was told, in a transaction of its own: it is true whatever becomes of ours.

        Where another one writes the same at this moment, one of the two is enough; a company that
        is not committed yet has to ask again.
        """
        columns = _rows(places, told, staying)
        if not columns:
            return
        names = ("here_lat", "here_lon", "there_lat", "there_lon", "seconds", "metres", "off_road")
        statement = SQL(
            """
            INSERT INTO crm_route_distance (
                company_id, source, from_latitude, from_longitude, to_latitude, to_longitude,
                seconds, metres, off_road, day)
            SELECT %(company)s, %(source)s, told.*, %(day)s
              FROM unnest(%(here_lat)s::integer[], %(here_lon)s::integer[],
                          %(there_lat)s::integer[], %(there_lon)s::integer[],
                          %(seconds)s::integer[], %(metres)s::integer[],
                          %(off_road)s::integer[]) AS told
            ON CONFLICT (company_id, source, from_latitude, from_longitude,
                         to_latitude, to_longitude)
            DO UPDATE SET seconds = excluded.seconds, metres = excluded.metres,
                          off_road = excluded.off_road, day = excluded.day
            """,
            company=company.id,
            source=source,
            day=company._crm_today(),
            **dict(zip(names, columns, strict=True)),
        )
        try:
            with self.env.registry.cursor() as cr:
                cr.execute(statement, log_exceptions=False)
        except (OperationalError, IntegrityError) as error:
            _logger.info("Ways of %s are not kept: %s", company.id, error)

    @api.model
    def _get_limit(self, company):
        return company._crm_today() - timedelta(days=KEPT_DAYS)

    @api.model
    def _forget(self, company):
        """The map of the server is another one: ask it anew."""
        self.env.cr.execute(SQL("DELETE FROM crm_route_distance WHERE company_id = %s", company.id))

    @api.model
    def _forget_places(self, points):
        """Who is forgotten lived there."""
        latitudes, longitudes = _columns([osrm.place_of(point) for point in points])
        self.env.cr.execute(
            SQL(
                """
                DELETE FROM crm_route_distance AS way
                 USING unnest(%(latitudes)s::integer[], %(longitudes)s::integer[])
                       AS place(latitude, longitude)
                 WHERE (way.from_latitude = place.latitude AND way.from_longitude = place.longitude)
                    OR (way.to_latitude = place.latitude AND way.to_longitude = place.longitude)
                """,
                latitudes=latitudes,
                longitudes=longitudes,
            )
        )

    @api.autovacuum
    def _gc_distances(self):
        """What is too old, and what a server said that is not asked any more."""
        companies = self.env["res.company"].search(Domain.TRUE)
        rows = self.env.execute_query(
            SQL(
                """
                WITH gone AS (
                    SELECT way.id FROM crm_route_distance AS way
                      LEFT JOIN unnest(%(companies)s::integer[], %(sources)s::varchar[])
                           AS asked(company_id, source) USING (company_id, source)
                     WHERE asked.source IS NULL OR way.day <= %(limit)s
                     LIMIT %(most)s)
                DELETE FROM crm_route_distance USING gone WHERE crm_route_distance.id = gone.id
                RETURNING 1
                """,
                companies=companies.ids,
                sources=[company._get_distance_source() for company in companies],
                limit=self._get_limit(self.env.company),
                most=GC_ROWS,
            )
        )
        return len(rows), len(rows) == GC_ROWS


def _columns(places):
    return [place[0] for place in places], [place[1] for place in places]


def _rows(places, told, staying):
    """Seven columns of what was told: four of the places, seconds, metres, metres off the road."""
    if not told:
        return None
    coordinates = np.array(places, np.int64)
    stays = np.array([place in staying for place in places])
    found = []
    for (sources, destinations), table in told:
        here = coordinates[np.repeat(sources, len(destinations))]
        there = coordinates[np.tile(destinations, len(sources))]
        off_road = np.repeat(table.off_road, len(destinations))
        figures = table.seconds.ravel(), table.metres.ravel()
        rows = np.column_stack([here, there, *figures, off_road])
        found.append(rows[np.outer(stays[sources], stays[destinations]).ravel()])
    rows = np.concatenate(found)
    rows = rows[(rows[:, :2] != rows[:, 2:4]).any(axis=1)]
    if not len(rows):
        return None
    _kept, first = np.unique(rows[:, :4], axis=0, return_index=True)
    return [
        [None if value == osrm.NO_ROAD and place in (4, 5) else value for value in column]
        for place, column in enumerate(rows[first].T.tolist())
    ]
