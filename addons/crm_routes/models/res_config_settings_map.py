from odoo import api, fields, models
from odoo.exceptions import ValidationError

TILES, RIGHTS = "leaflet.tile_url", "leaflet.copyright"
NONE = "False"
"""How the package of the map writes that there is no tile server."""


class ResConfigSettings(models.TransientModel):
    """The server of the pictures behind the map."""

    # one file for each purpose
    _inherit = "res.config.settings"  # pylint: disable=consider-merging-classes-inherited

    crm_map_tiles = fields.Char(
        string="Tile server",
        help="Where the pictures behind the map come from, for example "
        "https://tiles.example.com/{z}/{x}/{y}.png. Empty: the map has a plain background.",
    )
    crm_map_rights = fields.Char(
        string="Whose map it is", help="Shown in the corner of the map, as its owner asks for."
    )

    @api.model
    def get_values(self):
        # sudo: as core's own settings do
        params = self.env["ir.config_parameter"].sudo()
        tiles = params.get_param(TILES)
        return {
            **super().get_values(),
            "crm_map_tiles": tiles if tiles != NONE else False,
            "crm_map_rights": (params.get_param(RIGHTS) or "").strip(),
        }

    def set_values(self):
        result = super().set_values()
        tiles = (self.crm_map_tiles or "").strip()
        if tiles and not self._is_tile_url(tiles):
            raise ValidationError(
                self.env._(
                    "The address of a tile server begins with https:// and has {z}, {x} and {y} "
                    "in it."
                )
            )
        # sudo: as above; who may save settings is asked by super()
        params = self.env["ir.config_parameter"].sudo()
        params.set_param(TILES, tiles or NONE)
        params.set_param(RIGHTS, (self.crm_map_rights or "").strip() or " ")
        return result

    @api.model
    def _is_tile_url(self, text):
        begins = text.startswith(("https://", "http://", "/"))
        return begins and all(part in text for part in ("{z}", "{x}", "{y}"))
