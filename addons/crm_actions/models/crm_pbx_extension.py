from odoo import api, fields, models


class CrmPbxExtension(models.Model):
    """Whose telephone an extension of a phone system is; a person may have several."""

    _name = "crm.pbx.extension"
    _description = "Extension of a Phone System"
    _order = "account_id, ext, id"
    _rec_name = "ext"
    _check_company_auto = True

    account_id = fields.Many2one(
        "crm.pbx.account", string="Phone system", required=True, index=True, ondelete="cascade"
    )
    company_id = fields.Many2one(related="account_id.company_id", store=True, index=True)
    ext = fields.Char(string="Extension", required=True)
    user_id = fields.Many2one(
        "res.users",
        string="Person",
        required=True,
        index=True,
        ondelete="cascade",
        check_company=True,
        domain="[('share', '=', False)]",
    )

    _ext_unique = models.Constraint(
        "UNIQUE (account_id, ext)",
        "This extension already belongs to somebody. An extension rings at one person.",
    )
    _ext_size = models.Constraint(
        "CHECK (char_length(ext) BETWEEN 1 AND 32)", "An extension has 1 to 32 characters."
    )

    @api.depends("ext", "user_id")
    def _compute_display_name(self):
        for extension in self:
            extension.display_name = f"{extension.ext} · {extension.user_id.name or ''}"

    @api.model_create_multi
    def create(self, vals_list):
        return super().create([self._strip_ext(vals) for vals in vals_list])

    def write(self, vals):
        return super().write(self._strip_ext(vals))

    @api.model
    def _strip_ext(self, vals):
        # a blank that nobody sees would keep the telephone from being found
        return {**vals, "ext": vals["ext"].strip()} if vals.get("ext") else vals
