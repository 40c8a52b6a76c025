from odoo import api, fields, models


class CrmPrivacyLog(models.Model):
    """That a request of a person was answered, when and by whom; without personal data."""

    _name = "crm.privacy.log"
    _description = "Privacy Log"
    _order = "id desc"

    kind = fields.Selection(
        [("access", "Access request"), ("erasure", "Erasure")], required=True, readonly=True
    )
    contact_number = fields.Integer(
        string="Contact",
        required=True,
        readonly=True,
        index=True,
        aggregator=False,
        help="The number of the contact; who it was stands nowhere after an erasure.",
    )
    user_id = fields.Many2one("res.users", string="Done by", required=True, readonly=True)
    counts = fields.Json(readonly=True)
    details = fields.Char(compute="_compute_details")

    @api.depends("counts")
    @api.depends_context("lang")
    def _compute_details(self):
        labels = self.env["res.partner"]._crm_get_erasure_labels()
        for log in self:
            parts = [
                f"{number} {labels.get(code, code)}"
                for code, number in (log.counts or {}).items()
                if number
            ]
            log.details = ", ".join(parts)

    @api.depends("kind", "contact_number")
    def _compute_display_name(self):
        kinds = dict(self._fields["kind"]._description_selection(self.env))
        for log in self:
            log.display_name = f"{kinds[log.kind]} {log.contact_number}"

    @api.model
    def _log(self, kind, partners, counts):
        """Note that a request was answered.

        sudo: nobody writes this log, not even who answers the request.
        """
        return self.sudo().create(
            [
                {
                    "kind": kind,
                    "contact_number": partner.id,
                    "user_id": self.env.uid,
                    "counts": dict(counts),
                }
                for partner in partners
            ]
        )
