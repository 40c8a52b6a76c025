from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError

from ..engine.root_cause import MOST

WRITABLE = ("draft", "containment", "analysis")


class CrmHelpdeskNonconformityWhy(models.Model):
    """An answer to "why?"; the last one is the root cause. Those of earlier cycles stay."""

    _name = "crm.helpdesk.nonconformity.why"
    _description = "Why of a Nonconformity"
    _order = "cycle, sequence, id"

    nonconformity_id = fields.Many2one(
        "crm.helpdesk.nonconformity", required=True, index=True, ondelete="cascade"
    )
    company_id = fields.Many2one(related="nonconformity_id.company_id", store=True)
    cycle = fields.Integer(readonly=True, required=True, default=1)
    sequence = fields.Integer(default=10)
    name = fields.Char(string="Because", required=True)

    @api.constrains("nonconformity_id", "cycle")
    def _check_count(self):
        groups = self._read_group(
            [("nonconformity_id", "in", self.nonconformity_id.ids)],
            ["nonconformity_id", "cycle"],
            ["__count"],
        )
        for nonconformity, _cycle, count in groups:
            if count > MOST:
                raise ValidationError(
                    self.env._(
                        "%(number)s: five whys are enough. Begin with the one that matters.",
                        number=nonconformity.number,
                    )
                )

    @api.model_create_multi
    def create(self, vals_list):
        parents = self.env["crm.helpdesk.nonconformity"]
        for vals in vals_list:
            vals["cycle"] = parents.browse(vals.get("nonconformity_id")).cycle or 1
        whys = super().create(vals_list)
        whys._check_open()
        return whys

    def write(self, vals):
        if {"nonconformity_id", "cycle"} & set(vals):
            raise UserError(self.env._("An answer stays where it was given: write another one."))
        self._check_open()
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_if_open(self):
        self._check_open()

    def _check_open(self):
        """What an action was built on is not rewritten afterwards."""
        if self.env.su:
            return
        for why in self:
            parent = why.nonconformity_id
            if parent.state not in WRITABLE or why.cycle != parent.cycle:
                raise UserError(
                    self.env._(
                        "%(number)s: actions stand on these answers. Use Analyse to change them.",
                        number=parent.number,
                    )
                )
