from odoo import api, fields, models
from odoo.exceptions import ValidationError

from ..engine import areas, polygon


class CrmZone(models.Model):
    """What a zone is made of: postal codes, towns, an outline; ``crm_zone_assign.py`` fills it."""

    _inherit = "crm.zone"

    country_id = fields.Many2one(
        "res.country",
        default=lambda self: self.env.company.country_id,
        help="Postal codes and towns are of this country.",
    )
    zip_ranges = fields.Char(
        string="Postal codes",
        help="With commas: 33000-33199, 24001. A short code is all codes that begin with it.",
    )
    towns = fields.Text(help="One a line, or with commas.")
    outline = fields.Text(
        string="Outline (GeoJSON)",
        help="A polygon as map tools export it. Customers whose position lies within are of the "
        "zone.",
    )
    has_area = fields.Boolean(
        string="Fills itself",
        compute="_compute_has_area",
        store=True,
        export_string_translation=False,
    )
    rep_ids = fields.Many2many(
        "crm.route.rep",
        "crm_route_rep_zone_rel",
        "zone_id",
        "rep_id",
        string="Reps",
        groups="sales_team.group_sale_salesman",
        help="Whose territory the zone is: they visit its customers that have no salesperson.",
    )

    @api.depends("zip_ranges", "towns", "outline")
    def _compute_has_area(self):
        for zone in self:
            texts = (zone.zip_ranges, zone.towns, zone.outline)
            zone.has_area = any(text and text.strip() for text in texts)

    @api.constrains("zip_ranges")
    def _check_zip_ranges(self):
        for zone in self.filtered("zip_ranges"):
            try:
                areas.parse_zips(zone.zip_ranges)
            except areas.ZipError as error:
                raise ValidationError(self._word_bad_range(error.args[0])) from error

    @api.model
    def _word_bad_range(self, text):
        return self.env._(
            "“%(range)s” is no range of postal codes. Write 33000-33199, both of one length and "
            "the smaller one first, or a code alone.",
            range=text,
        )

    @api.constrains("outline")
    def _check_outline(self):
        for zone in self.filtered(lambda each: (each.outline or "").strip()):
            try:
                polygon.parse(zone.outline)
            except polygon.PolygonError as error:
                raise ValidationError(
                    self.env._(
                        "The outline of %(zone)s cannot be read: %(problem)s",
                        zone=zone.name,
                        problem=self._word_outline(error),
                    )
                ) from error

    @api.model
    def _word_outline(self, error):
        words = {
            polygon.NOT_JSON: self.env._("it is not GeoJSON, which begins with { and ends with }."),
            polygon.NOT_GEOJSON: self.env._(
                "it has no coordinates as GeoJSON writes them: [longitude, latitude]."
            ),
            polygon.NO_POLYGON: self.env._("there is no polygon in it."),
            polygon.FEW_POINTS: self.env._("a polygon has at least three corners."),
            polygon.NOT_ON_EARTH: self.env._(
                "a corner is not on earth. Longitude comes first, then latitude."
            ),
            polygon.TOO_MANY_POINTS: self.env._(
                "it has %(count)s corners, and %(limit)s are allowed. Simplify it.", **error.args_
            )
            if error.code == polygon.TOO_MANY_POINTS
            else "",
        }
        return words[error.code]

    def _to_engine(self):
        """The zone as the engine takes it."""
        self.ensure_one()
        has_outline = (self.outline or "").strip()
        return areas.Zone(
            self.id,
            areas.parse_zips(self.zip_ranges or ""),
            areas.parse_towns(self.towns or ""),
            polygon.parse(self.outline) if has_outline else None,
            self.country_id.id or None,
        )
