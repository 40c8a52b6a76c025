from odoo import api, fields, models
from odoo.tools.misc import human_size


class CrmModuleOffWizardLine(models.TransientModel):
    """One kind of thing that is lost with a module."""

    _name = "crm.module.off.wizard.line"
    _description = "What Is Lost with a Module"
    _order = "kind_order, total desc, id"

    wizard_id = fields.Many2one(
        "crm.module.off.wizard", required=True, readonly=True, ondelete="cascade", index=True
    )
    kind = fields.Selection(
        [
            ("record", "Records"),
            ("value", "Values on records that stay"),
            ("message", "Messages"),
            ("file", "Files"),
        ],
        required=True,
        readonly=True,
    )
    kind_order = fields.Integer(string="Order", compute="_compute_kind_order", store=True)
    model = fields.Char(string="Technical name", required=True, readonly=True)
    field = fields.Char(readonly=True)
    name = fields.Char(string="What", compute="_compute_name")
    total = fields.Integer(string="Is lost", readonly=True)
    readable = fields.Integer(string="In the copy", readonly=True)
    size = fields.Float(readonly=True)  # of many files more bytes than an integer holds

    @api.depends("kind")
    def _compute_kind_order(self):
        kinds = [kind for kind, _label in self._fields["kind"].selection]
        for line in self:
            line.kind_order = kinds.index(line.kind)

    @api.depends("kind", "model", "field", "size")
    @api.depends_context("lang")
    def _compute_name(self):
        kinds = dict(self._fields["kind"]._description_selection(self.env))
        for line in self:
            label = self.env["ir.model"]._get(line.model).name or line.model
            if line.kind == "record":
                line.name = label
            elif line.kind == "value":
                field = self.env["ir.model.fields"]._get(line.model, line.field)
                line.name = f"{label}: {field.field_description or line.field}"
            else:
                size = human_size(line.size)
                line.name = f"{kinds[line.kind]} ({size})" if size else kinds[line.kind]
