from odoo import api, fields, models
from odoo.exceptions import AccessError

from ..engine import revisions


class CrmOrderRevision(models.Model):
    """A quotation as it was put before the customer. Never written again, never deleted."""

    _name = "crm.order.revision"
    _description = "Revision of a quotation"
    _order = "order_id, number desc"

    order_id = fields.Many2one(
        "sale.order", required=True, ondelete="cascade", index=True, readonly=True
    )
    number = fields.Integer(required=True, readonly=True)
    content = fields.Json(required=True, readonly=True)
    content_sha256 = fields.Char("Fingerprint", required=True, readonly=True)
    amount_total = fields.Monetary(readonly=True)
    currency_id = fields.Many2one("res.currency", required=True, readonly=True)
    promo_date = fields.Datetime(
        "Prices of",
        readonly=True,
        help="The instant whose promotions the customer was offered; they hold when the quotation "
        "is signed in time.",
    )
    state = fields.Selection(
        [("current", "Current"), ("superseded", "Superseded")],
        required=True,
        default="current",
        readonly=True,
    )
    company_id = fields.Many2one(related="order_id.company_id", store=True, index=True)

    _one_number = models.Constraint(
        "UNIQUE (order_id, number)", "There is a revision with this number already."
    )
    _one_current = models.UniqueIndex(
        "(order_id) WHERE state = 'current'", "A quotation has one current revision."
    )

    @api.depends("number", "order_id.name")
    def _compute_display_name(self):
        for revision in self:
            revision.display_name = self.env._(
                "%(order)s, revision %(number)s",
                order=revision.order_id.name,
                number=revision.number,
            )

    def _is_intact(self):
        """Whether the content is still the one that its fingerprint was taken of."""
        self.ensure_one()
        return revisions.digest(self.content) == self.content_sha256

    def _supersede(self):
        """sudo: what a revision says is never changed, only that another one followed it."""
        self.sudo().write({"state": "superseded"})
        self.flush_recordset(["state"])  # before the next one becomes current

    def write(self, vals):
        if not self.env.su or vals.keys() - {"state"}:
            raise AccessError(self.env._("A revision is kept as it was put before the customer."))
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_never(self):
        raise AccessError(self.env._("A revision is kept as it was put before the customer."))
