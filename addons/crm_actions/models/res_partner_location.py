from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import UserError

from ..engine import geo

ADDRESS_FIELDS = ("street", "zip", "city", "state_id", "country_id")
POSITION_FIELDS = ("partner_latitude", "partner_longitude")
DECIDERS = "sales_team.group_sale_manager,crm_actions.group_geo"


class GeocoderAttempts(list):
    """What the geocoder was asked for one customer.

    A class of its own, so that no context that comes over the network can pretend to be it.
    """


class ResPartner(models.Model):
    """Where a customer is, and how well that is known."""

    _inherit = "res.partner"

    geo_precision = fields.Selection(
        [
            ("manual", "Set by hand"),
            ("gps", "Taken at the customer's"),
            ("address", "Address"),
            ("city", "City centre"),
            ("none", "Not located"),
        ],
        string="Precision of the position",
        default="none",
        required=True,
        help="A city centre is not precise enough to verify a visit.",
    )
    crm_geo_radius_m = fields.Integer(
        string="Visit radius (m)",
        copy=False,  # who does not see it could not duplicate a contact
        groups="sales_team.group_sale_manager",
        help="Only if this customer needs another than the company's: a large site, a fairground.",
    )
    geo_previous_latitude = fields.Float(
        string="Previous latitude", digits=(10, 7), copy=False, groups=DECIDERS
    )
    geo_previous_longitude = fields.Float(
        string="Previous longitude", digits=(10, 7), copy=False, groups=DECIDERS
    )
    geo_proposed_latitude = fields.Float(
        string="Proposed latitude", digits=(10, 7), readonly=True, copy=False, groups=DECIDERS
    )
    geo_proposed_longitude = fields.Float(
        string="Proposed longitude", digits=(10, 7), readonly=True, copy=False, groups=DECIDERS
    )
    geo_proposed_by_id = fields.Many2one(
        "res.users", string="Position proposed by", readonly=True, copy=False, groups=DECIDERS
    )
    geo_proposed_on = fields.Date(
        string="Position proposed on", readonly=True, copy=False, groups=DECIDERS
    )

    _crm_geo_radius_range = models.Constraint(
        "CHECK (COALESCE(crm_geo_radius_m, 0) = 0 OR crm_geo_radius_m BETWEEN 10 AND 50000)",
        "The visit radius of a customer goes from 10 m to 50,000 m; 0 takes the company's.",
    )

    @api.model_create_multi
    def create(self, vals_list):
        for vals in vals_list:
            placed = any(vals.get(name) for name in POSITION_FIELDS)
            # a form sends the default along with the coordinates that were typed into it
            if placed and vals.get("geo_precision", "none") == "none":
                vals["geo_precision"] = "manual"
        return super().create(vals_list)

    def write(self, vals):
        """Keep the precision true: a new address unlocates, typed coordinates are manual."""
        self._check_may_locate(vals)
        if any(name in vals for name in POSITION_FIELDS):
            located = any(vals.get(name) for name in POSITION_FIELDS)
            precision = self._get_found_precision() if located else "none"
            vals = {"geo_precision": precision, **vals}
        elif any(name in vals for name in ADDRESS_FIELDS):
            # core resets the coordinates on any write of the address, even of the same one
            vals = self._drop_unchanged_address(vals)
        if not any(name in vals for name in ADDRESS_FIELDS):
            return super().write(vals)
        self._remember_places()
        result = super().write({"geo_precision": "none", **vals})
        self._update_mirrored_address()
        return result

    def _check_may_locate(self, vals):
        """A rep's check-ins are measured from the customer's place: he does not move it himself."""
        user = self.env.user
        placed = {*POSITION_FIELDS, "geo_precision"}.intersection(vals)
        if (
            not placed
            or self.env.su
            or self._is_geocoding()
            or not user.has_group("sales_team.group_sale_salesman")
            or user.has_group("sales_team.group_sale_manager")
        ):
            return
        for partner in self:
            # core's merge of contacts writes what is there
            moved = any(partner._is_change(name, vals[name]) for name in placed)
            if moved and partner._is_located():
                raise UserError(
                    self.env._(
                        "%(customer)s is already located. At the customer's, check in and press "
                        "“Set location here”; a sales manager confirms it.",
                        customer=partner.display_name,
                    )
                )

    def _is_located(self):
        point = geo.Point(self.partner_latitude, self.partner_longitude)
        return geo.is_set(point) and self.geo_precision in geo.LOCATED_PRECISIONS

    def _drop_unchanged_address(self, vals):
        """Values without the address fields that would be written as they are."""
        same = {
            name
            for name in ADDRESS_FIELDS
            if name in vals
            and all(
                partner._fields[name].convert_to_write(partner[name], partner)
                == (vals[name] or False)
                for partner in self
            )
        }
        return {name: value for name, value in vals.items() if name not in same}

    def _remember_places(self):
        """Keep where located customers were: a place taken on site is compared with it.

        sudo: whoever may change the address causes it, without seeing it.
        """
        for partner in self.sudo().filtered(lambda partner: partner._is_located()):
            partner.write(
                {
                    "geo_previous_latitude": partner.partner_latitude,
                    "geo_previous_longitude": partner.partner_longitude,
                }
            )

    def _update_mirrored_address(self):
        # sudo: the calendars of all reps who go there show the new address
        planned = (
            self.env["crm.action"]
            .sudo()
            .search([("partner_id", "in", self.ids), ("state", "=", "planned")])
        )
        planned._sync_calendar_events({"partner_id"})

    def _is_geocoding(self):
        return isinstance(self.env.context.get("crm_geo_attempts"), GeocoderAttempts)

    def geo_localize(self):
        """Core does not say whether it found the address or only its city: note it."""
        attempts = GeocoderAttempts()
        return super(ResPartner, self.with_context(crm_geo_attempts=attempts)).geo_localize()

    @api.model
    def _geo_localize(self, street="", zip="", city="", state="", country=""):
        if self._is_geocoding():
            self.env.context["crm_geo_attempts"].clear()
        return super()._geo_localize(street, zip, city, state, country)

    def _get_found_precision(self):
        """Precision of coordinates that are being written: typed, or found by the geocoder.

        The geocoder asks for the address first and for the city if that finds nothing.
        """
        if not self._is_geocoding():
            return "manual"
        attempts = self.env.context["crm_geo_attempts"]
        return "address" if len(attempts) == 1 and all(self.mapped("street")) else "city"

    def _set_or_propose_location(self, latitude, longitude):
        """Move the customer to a place taken on site.

        Applied at once if nobody knew better or it barely moves the customer; else a manager
        confirms it. sudo: a rep does not write these fields by hand.

        :return: True if applied, False if proposed
        """
        self.ensure_one()
        partner = self.sudo()
        known = geo.Point(partner.partner_latitude, partner.partner_longitude)
        if not partner._is_located():
            known = geo.Point(partner.geo_previous_latitude, partner.geo_previous_longitude)
        radius = partner.crm_geo_radius_m or self.env.company.crm_geo_radius_m
        place = geo.Point(latitude, longitude)
        if not geo.is_set(known) or geo.distance_m(place, known) <= radius:
            partner._apply_location(latitude, longitude)
            return True
        partner.write(
            {
                "geo_proposed_latitude": latitude,
                "geo_proposed_longitude": longitude,
                "geo_proposed_by_id": self.env.uid,
                "geo_proposed_on": fields.Date.context_today(self),
            }
        )
        return False

    def _apply_location(self, latitude, longitude):
        self.write(
            {
                "partner_latitude": latitude,
                "partner_longitude": longitude,
                "date_localization": fields.Date.context_today(self),
                "geo_precision": "gps",
                **self._get_no_proposal(),
            }
        )

    @api.model
    def _get_no_proposal(self):
        names = ("latitude", "longitude", "by_id", "on")
        return {f"geo_proposed_{name}": False for name in names}

    def action_accept_proposed_location(self):
        """Move the customers to the places that reps proposed."""
        self._check_may_decide_location()
        for partner in self.filtered("geo_proposed_by_id"):
            partner._apply_location(partner.geo_proposed_latitude, partner.geo_proposed_longitude)

    def action_reject_proposed_location(self):
        """Forget the places that reps proposed."""
        self._check_may_decide_location()
        self.write(self._get_no_proposal())

    def _check_may_decide_location(self):
        if not self.env.user.has_group("sales_team.group_sale_manager"):
            raise UserError(self.env._("A sales manager decides on the proposed position."))

    @api.model
    def _purge_proposed_locations(self):
        """A proposal says where a rep was: it is kept no longer than any other position."""
        companies = self.env["res.company"]
        [(longest,)] = companies._read_group([], aggregates=["crm_geo_retention_days:max"])
        limit = fields.Date.today() - timedelta(days=longest)
        self.search([("geo_proposed_on", "<=", limit)]).write(self._get_no_proposal())
