from odoo import api, fields, models
from odoo.exceptions import AccessError

from .crm_content_mixin import SIGNING, without_defaults

_TEXT = {"version", "title", "body_html", "must_accept", "asks_acceptance"}
_KEPT = _TEXT | {"accepted"}


class CrmOrderClause(models.Model):
    """A clause on a quotation: a copy of its text in the language of the customer."""

    _name = "crm.order.clause"
    _inherit = ["crm.content.mixin"]
    _description = "Clause of a quotation"
    _order = "order_id, sequence, id"

    order_id = fields.Many2one("sale.order", required=True, ondelete="cascade", index=True)
    clause_id = fields.Many2one(
        "crm.sale.clause",
        required=True,
        ondelete="restrict",
        index=True,
        domain="[('company_id', 'in', [company_id, False])]",
    )
    sequence = fields.Integer(default=10)
    version = fields.Integer(compute="_compute_text", store=True, precompute=True)
    title = fields.Char(compute="_compute_text", store=True, precompute=True)
    body_html = fields.Html("Text", compute="_compute_text", store=True, precompute=True)
    must_accept = fields.Boolean(compute="_compute_text", store=True, precompute=True)
    asks_acceptance = fields.Boolean(compute="_compute_text", store=True, precompute=True)
    accepted = fields.Boolean(
        readonly=True, copy=False, help="Ticked by the customer who signed the quotation."
    )
    company_id = fields.Many2one(related="order_id.company_id", store=True, index=True)

    _once = models.Constraint(
        "UNIQUE (order_id, clause_id)", "This clause is on the quotation already."
    )

    @api.depends("clause_id", "order_id.partner_id")
    def _compute_text(self):
        for row in self:
            clause = row.clause_id.with_context(lang=row.order_id._get_lang())
            row.version = clause.version
            row.title = clause.name
            row.body_html = clause.body_html
            row.must_accept = clause.must_accept
            row.asks_acceptance = clause.asks_acceptance or clause.must_accept

    @api.model_create_multi
    def create(self, vals_list):
        for vals in vals_list:
            self._check_kept(vals)
        return super(CrmOrderClause, without_defaults(self, _KEPT)).create(vals_list)

    def write(self, vals):
        self._check_kept(vals)
        return super().write(vals)

    @api.model
    def _check_kept(self, vals):
        """The text is the library's, and only a customer who signs ticks a clause."""
        signing = self.env.context.get("crm_signing") is SIGNING
        if _KEPT & vals.keys() and not (self.env.su or signing):
            raise AccessError(
                self.env._("A clause stands on a quotation as it is in the library, word by word.")
            )

    def _translate_again(self):
        """In another language, where nobody has signed or confirmed it yet."""
        open_rows = self.filtered(
            lambda row: row.order_id.state in ("draft", "sent") and not row.order_id.signature
        )
        for name in _TEXT:
            self.env.add_to_compute(self._fields[name], open_rows)
