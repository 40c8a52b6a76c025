import json
import time

from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools import SQL

from odoo.addons.crm_actions.engine import geo

from ..engine import geometry, outcome

PATIENCE = 2
"""Seconds for all ways that are asked for: whoever closes a visit waits for them."""


class CrmAction(models.Model):
    """How far a rep drove to a visit, and word to the routes when one is closed."""

    # one file for each purpose
    _inherit = "crm.action"  # pylint: disable=consider-merging-classes-inherited

    driven_km = fields.Float(
        string="Way driven (km)",
        digits=(10, 1),
        readonly=True,
        copy=False,
        help="From the rep's previous verified check-in of that day, by the distances that plans "
        "count with; 0 for the first one.",
    )

    def _close(self, vals, now, *, enforce=True):
        """A visit that is done is news for the routes of its customer."""
        result = super()._close(vals, now, enforce=enforce)
        self._tell_routes()
        return result

    def _tell_routes(self):
        """Bring the figures of the routes up to date that this visit is, or may be, a stop of.

        sudo: a rep's visit may be a stop of a colleague's route.
        """
        visit = self.sudo()
        if visit.type_id.code != "visit" or not visit.done_at:
            return
        routes = self.env["crm.route"].sudo()
        day = routes._get_local(visit.done_at, visit).date()
        # the rep's own route of the day too: one way more was driven on it
        own = Domain("user_id", "=", visit.user_id.id)
        if customer := visit.commercial_partner_id:
            own |= Domain("partner_id.commercial_partner_id", "=", customer.id)
        own = (own & Domain("date", "=", day)) | Domain("action_id", "=", visit.id)
        stops = self.env["crm.route.stop"].sudo()
        found = stops.search(
            Domain("in_force", "=", True) & Domain("company_id", "=", visit.company_id.id) & own
        )
        found.route_id._refresh_outcome()

    # -- the way between check-ins ---------------------------------------------------------------

    @api.model
    def _refresh_driven(self, users, company, first, last, patience=PATIENCE):
        """Work out the ways between the check-ins of these people between two instants (UTC).

        Positions have rights of their own and are deleted some day; what stays is a distance
        between customers that were visited. Written by SQL: nobody has changed the visit.

        :param patience: seconds that the route server may take for all of them; what it has not
            told by then is estimated
        """
        ways, until = {}, time.monotonic() + patience
        for check_ins in self._read_check_ins(users, company, first, last).values():
            keys, places = zip(*check_ins, strict=True)
            left = until - time.monotonic()
            if left > 0:
                # by the company's own distances, as plans are; where somebody was is not kept
                matrix = company._get_distances(
                    places, patience=left, complete=True, passing=range(len(places))
                )
            else:
                matrix = geometry.estimate(places)
            ways.update(outcome.driven(keys, matrix))
        self._write_driven({key: round(metres / 1000, 1) for key, metres in ways.items()})

    @api.model
    def _read_check_ins(self, users, company, first, last):
        """Verified check-ins by person and day in their order: (action id, (latitude, longitude)).

        sudo: positions of colleagues; nothing but the ways between them is kept.
        """
        positions = (
            self.env["crm.action.geo"]
            .sudo()
            .search(
                Domain("user_id", "in", users.ids)
                & Domain("company_id", "=", company.id)
                & Domain("kind", "=", "in")
                & Domain("verdict", "=", geo.VERIFIED)
                & Domain("taken_at", ">=", first)
                & Domain("taken_at", "<", last),
                order="taken_at, id",
            )
        )
        found = {}
        for fix in positions:
            day = self.env["crm.route"]._get_local(fix.taken_at, fix).date()
            place = (fix.latitude, fix.longitude)
            found.setdefault((fix.user_id.id, day), []).append((fix.action_id.id, place))
        return found

    @api.model
    def _write_driven(self, ways):
        """:param ways: kilometres by id of the action"""
        if not ways:
            return
        self.flush_model(["driven_km"])
        rows = json.dumps([{"id": key, "km": km} for key, km in sorted(ways.items())])
        self.env.cr.execute(
            SQL(
                """UPDATE crm_action action SET driven_km = way.km
                     FROM jsonb_to_recordset(%s::jsonb) AS way(id integer, km numeric)
                    WHERE action.id = way.id AND action.driven_km IS DISTINCT FROM way.km""",
                rows,
            )
        )
        self.invalidate_model(["driven_km"])
