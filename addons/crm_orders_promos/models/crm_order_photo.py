import base64
import hashlib

from odoo import api, fields, models
from odoo.exceptions import AccessError, ValidationError

from ..engine import photos

# Made of the picture; what is signed is the fingerprint.
_MADE = {"image_1024", "sha256"}


class CrmOrderPhoto(models.Model):
    """A picture that belongs to an order or to one of its lines."""

    _name = "crm.order.photo"
    _inherit = ["crm.content.mixin"]
    _description = "Order photo"
    _order = "order_id, sequence, id"

    order_id = fields.Many2one("sale.order", required=True, ondelete="cascade", index=True)
    line_id = fields.Many2one(
        "sale.order.line",
        ondelete="cascade",
        index="btree_not_null",
        domain="[('order_id', '=', order_id), ('display_type', '=', False)]",
        help="Without a line the picture is about the order as a whole.",
    )
    image = fields.Image(required=True, attachment=True)
    image_1024 = fields.Image(
        "Small picture", related="image", max_width=1024, max_height=1024, store=True
    )
    caption = fields.Char(size=200)
    taken_on = fields.Datetime(default=fields.Datetime.now, readonly=True)
    user_id = fields.Many2one("res.users", default=lambda self: self.env.user, readonly=True)
    sequence = fields.Integer(default=10)
    visibility = fields.Selection(
        [("customer", "Customer"), ("internal", "Internal")],
        required=True,
        default="customer",
        help="Internal pictures are never on a document or on the portal.",
    )
    client_uuid = fields.Char(readonly=True, copy=False, help="Sent twice, kept once.")
    sha256 = fields.Char("Fingerprint", readonly=True, copy=False)
    company_id = fields.Many2one(related="order_id.company_id", store=True, index=True)

    _once = models.UniqueIndex(
        "(order_id, client_uuid) WHERE client_uuid IS NOT NULL", "This picture was sent already."
    )

    @api.constrains("line_id", "order_id")
    def _check_line(self):
        for photo in self:
            if photo.line_id and photo.line_id.order_id != photo.order_id:
                raise ValidationError(
                    self.env._("The line of a picture has to be one of its own order.")
                )

    @api.model_create_multi
    def create(self, vals_list):
        for vals in vals_list:
            self._check_not_made(vals)
            if not vals.get("image"):
                raise ValidationError(self.env._("There is no picture in it. Take it again."))
        fresh = [self._with_clean_image(vals) for vals in vals_list if not self._find_sent(vals)]
        made = iter(super().create(fresh))
        found = [self._find_sent(vals) or next(made) for vals in vals_list]
        return self.browse(photo.id for photo in found)

    def write(self, vals):
        self._check_not_made(vals)
        return super().write(self._with_clean_image(vals) if "image" in vals else vals)

    @api.model
    def _check_not_made(self, vals):
        if _MADE & vals.keys() and not self.env.su:
            raise AccessError(self.env._("The small picture and the fingerprint are made here."))

    @api.model
    def _find_sent(self, vals):
        """The picture that a phone has sent already and sends again, not having got an answer."""
        if not vals.get("client_uuid"):
            return self.browse()
        return self.search(
            [("order_id", "=", vals.get("order_id")), ("client_uuid", "=", vals["client_uuid"])],
            limit=1,
        )

    @api.model
    def _with_clean_image(self, vals):
        """The values with the picture painted anew. Raises ValidationError for what is none."""
        if not vals.get("image"):
            return vals
        try:
            content = photos.clean(base64.b64decode(vals["image"]))
        except photos.PhotoError as error:
            reasons = {
                "unreadable": self.env._("This file is not a picture that can be read."),
                "large": self.env._("This picture has more than 60 million pixels."),
            }
            raise ValidationError(reasons[error.code]) from error
        except ValueError as error:
            raise ValidationError(self.env._("The picture did not arrive whole.")) from error
        return {
            **vals,
            "image": base64.b64encode(content),
            "sha256": hashlib.sha256(content).hexdigest(),
        }
