from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain

from ..engine import geo

ADDRESS_FIELDS = ("street", "zip", "city", "state_id", "country_id")
POSITION_FIELDS = ("partner_latitude", "partner_longitude")


class ResPartner(models.Model):
    _name = "res.partner"
    _inherit = ["res.partner", "crm.action.mixin"]

    crm_action_ids = fields.One2many(
        "crm.action",
        "partner_id",
        string="Commercial actions",
        groups="sales_team.group_sale_salesman",
    )
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
        help="Only if this customer needs another than the company's: a large site, a fairground.",
    )
    geo_proposed_latitude = fields.Float(
        string="Proposed latitude", digits=(10, 7), readonly=True, copy=False
    )
    geo_proposed_longitude = fields.Float(
        string="Proposed longitude", digits=(10, 7), readonly=True, copy=False
    )
    geo_proposed_by_id = fields.Many2one(
        "res.users", string="Position proposed by", readonly=True, copy=False
    )

    _crm_geo_radius_positive = models.Constraint(
        "CHECK (crm_geo_radius_m IS NULL OR crm_geo_radius_m >= 0)",
        "A visit radius cannot be negative.",
    )

    def _get_action_domain(self):
        return [("partner_id", "child_of", self.ids)]

    def _read_action_groups(self, domain, aggregate):
        """A company's actions include those with its addresses and contacts."""
        companies = self.filtered(lambda partner: partner.commercial_partner_id == partner)
        groups = {}
        for field, partners in (
            ("commercial_partner_id", companies),
            ("partner_id", self - companies),
        ):
            if partners:
                own = Domain(field, "in", partners.ids)
                groups.update(
                    self.env["crm.action"]._read_group(own & Domain(domain), [field], [aggregate])
                )
        return groups

    def _get_touch_defaults(self):
        return {"partner_id": self.id}

    @api.model_create_multi
    def create(self, vals_list):
        for vals in vals_list:
            if any(vals.get(name) for name in POSITION_FIELDS):
                vals.setdefault("geo_precision", "manual")
        return super().create(vals_list)

    def write(self, vals):
        """Keep the precision true: a new address unlocates, typed coordinates are manual."""
        if "geo_precision" not in vals:
            if any(name in vals for name in POSITION_FIELDS):
                located = any(vals.get(name) for name in POSITION_FIELDS)
                vals = {
                    **vals,
                    "geo_precision": self._get_found_precision() if located else "none",
                }
            elif any(name in vals for name in ADDRESS_FIELDS):
                # core resets the coordinates on any write of the address, even of the same one
                vals = self._drop_unchanged_address(vals)
                if any(name in vals for name in ADDRESS_FIELDS):
                    vals = {**vals, "geo_precision": "none"}
        return super().write(vals)

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

    def geo_localize(self):
        """Core does not say whether it found the address or only its city: note it."""
        return super(ResPartner, self.with_context(crm_geo_attempts=[])).geo_localize()

    @api.model
    def _geo_localize(self, street="", zip="", city="", state="", country=""):
        attempts = self.env.context.get("crm_geo_attempts")
        if attempts is not None:
            attempts.clear()
        return super()._geo_localize(street, zip, city, state, country)

    def _get_found_precision(self):
        """Precision of coordinates that are being written: typed, or found by the geocoder.

        The geocoder asks for the address first and for the city if that finds nothing.
        """
        attempts = self.env.context.get("crm_geo_attempts")
        if attempts is None:
            return "manual"
        return "address" if len(attempts) == 1 and all(self.mapped("street")) else "city"

    def _set_or_propose_location(self, latitude, longitude):
        """Move the customer to a place taken on site.

        Applied at once if nobody knew better or it barely moves the customer; else a manager
        confirms it.

        :return: True if applied, False if proposed
        """
        self.ensure_one()
        place = geo.Point(latitude, longitude)
        current = geo.Point(self.partner_latitude, self.partner_longitude)
        known = geo.is_set(current) and self.geo_precision in geo.LOCATED_PRECISIONS
        radius = self.crm_geo_radius_m or self.env.company.crm_geo_radius_m
        if not known or geo.distance_m(place, current) <= radius:
            self._apply_location(latitude, longitude)
            return True
        self.write(
            {
                "geo_proposed_latitude": latitude,
                "geo_proposed_longitude": longitude,
                "geo_proposed_by_id": self.env.uid,
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
                "geo_proposed_latitude": False,
                "geo_proposed_longitude": False,
                "geo_proposed_by_id": False,
            }
        )

    def action_accept_proposed_location(self):
        self._check_may_decide_location()
        for partner in self.filtered("geo_proposed_by_id"):
            partner._apply_location(partner.geo_proposed_latitude, partner.geo_proposed_longitude)

    def action_reject_proposed_location(self):
        self._check_may_decide_location()
        self.write(
            {
                "geo_proposed_latitude": False,
                "geo_proposed_longitude": False,
                "geo_proposed_by_id": False,
            }
        )

    def _check_may_decide_location(self):
        if not self.env.user.has_group("sales_team.group_sale_manager"):
            raise UserError(self.env._("A sales manager decides on the proposed position."))
