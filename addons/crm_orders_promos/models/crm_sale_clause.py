from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools.safe_eval import safe_eval

TEXT_FIELDS = ("code", "name", "body_html", "must_accept", "company_id")


class CrmSaleClause(models.Model):
    """A clause of the library. What stands on a quotation is never changed: it gets a version."""

    _name = "crm.sale.clause"
    _description = "Clause"
    _order = "sequence, code, version desc"
    _check_company_auto = True

    sequence = fields.Integer(default=10)
    code = fields.Char(required=True, index=True)
    name = fields.Char("Title", required=True, translate=True)
    body_html = fields.Html("Text", required=True, translate=True, sanitize_attributes=True)
    version = fields.Integer(default=1, readonly=True, copy=False)
    category = fields.Selection(
        [
            ("delivery", "Delivery"),
            ("payment", "Payment"),
            ("warranty", "Warranty"),
            ("privacy", "Privacy"),
            ("other", "Other"),
        ],
        required=True,
        default="other",
    )
    must_accept = fields.Boolean(
        "Has to be accepted", help="The customer cannot sign without ticking this clause."
    )
    asks_acceptance = fields.Boolean(
        "Asks for acceptance",
        default=True,
        help="The customer is shown a box to tick. Without it the clause is only read.",
    )
    automatic = fields.Boolean(
        help="Put on each new quotation that meets the condition; else it is chosen by hand."
    )
    domain = fields.Char("Condition", help="Which quotations it is put on.")
    company_id = fields.Many2one("res.company", default=lambda self: self.env.company, index=True)
    active = fields.Boolean(default=True)
    order_clause_ids = fields.One2many("crm.order.clause", "clause_id")
    in_use = fields.Boolean(compute="_compute_in_use")

    _one_version = models.Constraint(
        "UNIQUE NULLS NOT DISTINCT (company_id, code, version)",
        "There is this version of the clause already.",
    )

    @api.depends("code", "name", "version")
    def _compute_display_name(self):
        for clause in self:
            clause.display_name = f"{clause.code} · {clause.name} (v{clause.version})"

    @api.depends("order_clause_ids")
    def _compute_in_use(self):
        # sudo: a quotation of a colleague counts too
        used = (
            self.env["crm.order.clause"]
            .sudo()
            ._read_group([("clause_id", "in", self.ids)], ["clause_id"])
        )
        used_ids = {clause.id for [clause] in used}
        for clause in self:
            clause.in_use = clause.id in used_ids

    def write(self, vals):
        touched = [name for name in TEXT_FIELDS if name in vals]
        for clause in self.filtered("in_use") if touched else ():
            if any(clause._differs(name, vals[name]) for name in touched):
                raise UserError(
                    self.env._(
                        "%(clause)s stands on quotations. Make a new version of it instead; "
                        "those keep the old one.",
                        clause=clause.display_name,
                    )
                )
        return super().write(vals)

    def _differs(self, name, value):
        return self._fields[name].convert_to_write(self[name], self) != value

    def action_new_version(self):
        """The next version of the clause, to be edited; this one is archived."""
        self.ensure_one()
        same = [("code", "=", self.code), ("company_id", "=", self.company_id.id)]
        last = self.with_context(active_test=False).search(same, order="version desc", limit=1)
        fresh = self.copy({"version": last.version + 1})
        self.active = False
        return {
            "type": "ir.actions.act_window",
            "res_model": self._name,
            "res_id": fresh.id,
            "view_mode": "form",
        }

    @api.model
    def _get_automatic(self, order):
        """The clauses whose condition an order meets."""
        clauses = self.search(
            [("automatic", "=", True), ("company_id", "in", [order.company_id.id, False])]
        )
        return clauses.filtered(lambda clause: clause._is_met_by(order))

    def _is_met_by(self, order):
        self.ensure_one()
        domain = safe_eval(self.domain or "[]", {"uid": self.env.uid, "user": self.env.user})
        return bool(order.filtered_domain(domain))
