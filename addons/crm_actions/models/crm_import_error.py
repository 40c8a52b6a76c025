from odoo import api, fields, models


class CrmImportError(models.Model):
    """What is wrong with a cell, a line or the header of an imported file."""

    _name = "crm.import.error"
    _description = "Import Error"
    _order = "line, place, id"
    _rec_name = "message"

    run_id = fields.Many2one(
        "crm.import.run",
        string="Import",
        required=True,
        index=True,
        ondelete="cascade",
        readonly=True,
    )
    company_id = fields.Many2one(related="run_id.company_id", store=True)
    line = fields.Integer(readonly=True, aggregator=False)
    place = fields.Integer(readonly=True, aggregator=False, export_string_translation=False)
    name = fields.Char(readonly=True, export_string_translation=False)
    code = fields.Char(required=True, readonly=True, export_string_translation=False)
    value = fields.Char(string="What it says", readonly=True)
    args = fields.Json(readonly=True, export_string_translation=False)
    column = fields.Char(compute="_compute_words")
    message = fields.Char(string="What is wrong", compute="_compute_words")

    @api.depends("name", "code", "value", "args", "run_id.places")
    @api.depends_context("lang")
    def _compute_words(self):
        for run, errors in self.grouped("run_id").items():
            template = run._get_template()
            for error in errors:
                args = {**(error.args or {}), "column": error.name}
                error.column = template._word_column(error.name, run.places)
                error.message = template._word_problem(error.code, error.value, args)
