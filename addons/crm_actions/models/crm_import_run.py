from base64 import b64decode

from odoo import api, fields, models
from odoo.exceptions import UserError

from ..engine.import_file import UnreadableFileError
from ..engine.import_rows import Problem

PERSONS = {"template", "file", "file_name", "company_id"}
"""What a person writes; everything else is written by the import itself."""
AT_ONCE = 500
"""Lines up to which a file is imported while the person waits."""
MANY_PROBLEMS = 5000
"""Beyond these only the first problem of each line is kept."""


class CrmImportRun(models.Model):
    """One file on its way in: chosen, checked, imported, and what came of it.

    What the columns mean is said by a template (``crm_import_template.py``); the writing is in
    ``crm_import_run_write.py``.
    """

    _name = "crm.import.run"
    _description = "Import"
    _order = "id desc"

    template = fields.Selection(
        lambda self: self.env["crm.import.template"]._get_template_selection(),
        string="What to import",
        required=True,
    )
    file = fields.Binary(attachment=True, copy=False)
    file_name = fields.Char(copy=False)
    company_id = fields.Many2one(
        "res.company", required=True, index=True, default=lambda self: self.env.company
    )
    user_id = fields.Many2one(
        "res.users",
        string="By",
        required=True,
        readonly=True,
        index=True,
        copy=False,
        ondelete="restrict",
        default=lambda self: self.env.user,
    )
    state = fields.Selection(
        [
            ("draft", "To check"),
            ("checked", "Checked"),
            ("queued", "Waiting"),
            ("running", "Importing"),
            ("done", "Imported"),
            ("failed", "Failed"),
        ],
        required=True,
        readonly=True,
        default="draft",
        copy=False,
    )
    good_only = fields.Boolean(readonly=True, copy=False, export_string_translation=False)
    places = fields.Json(readonly=True, copy=False, export_string_translation=False)
    position = fields.Integer(readonly=True, copy=False, export_string_translation=False)
    failure = fields.Json(readonly=True, copy=False, export_string_translation=False)
    row_count = fields.Integer(string="Lines", readonly=True, copy=False)
    created_count = fields.Integer(string="New", readonly=True, copy=False)
    updated_count = fields.Integer(string="Changed", readonly=True, copy=False)
    unchanged_count = fields.Integer(string="As they were", readonly=True, copy=False)
    rejected_count = fields.Integer(string="With errors", readonly=True, copy=False)
    good_count = fields.Integer(compute="_compute_good_count", export_string_translation=False)
    progress = fields.Float(compute="_compute_good_count")
    finished_at = fields.Datetime(string="Imported on", readonly=True, copy=False)
    error_ids = fields.One2many("crm.import.error", "run_id", string="Errors", readonly=True)

    @api.depends("row_count", "rejected_count", "position")
    def _compute_good_count(self):
        for run in self:
            run.good_count = run.row_count - run.rejected_count
            run.progress = 100 * run.position / run.row_count if run.row_count else 0

    # -- records ---------------------------------------------------------------------------------

    @api.model_create_multi
    def create(self, vals_list):
        for vals in vals_list:
            self._check_written(vals)
        if not self.env.su:
            # defaults of a context would say what the import alone may say
            context = {
                key: value
                for key, value in self.env.context.items()
                if not key.startswith("default_") or key.removeprefix("default_") in PERSONS
            }
            self = self.with_context(context)  # noqa: PLW0642 pylint: disable=context-overridden
        return super().create(vals_list)

    def write(self, vals):
        """Another file or template is another check."""
        self._check_written(vals)
        if {"template", "file", "company_id"} & vals.keys() and not self.env.su:
            self._check_not_begun()
            self._note_unchecked()
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_except_at_work(self):
        for run in self:
            if run.state in ("queued", "running"):
                raise UserError(self.env._("Wait until this import has ended."))

    @api.model
    def _check_written(self, vals):
        """State and figures say what happened: nobody writes them from outside."""
        if not self.env.su and not vals.keys() <= PERSONS:
            raise UserError(self.env._("State and figures of an import come from the import."))

    def _check_not_begun(self):
        for run in self:
            if run.state not in ("draft", "checked", "failed"):
                raise UserError(
                    self.env._("This file has been imported: make a new import for another one.")
                )

    def _note(self, vals):
        """Write down how far the import is.

        sudo: state and figures are written by the import alone, see :meth:`_check_written`.
        """
        self.sudo().write(vals)

    def _note_unchecked(self):
        self.sudo().error_ids.unlink()  # sudo: see _note
        self._note(
            {
                "state": "draft",
                "places": False,
                "position": 0,
                "failure": False,
                "row_count": 0,
                "rejected_count": 0,
                "created_count": 0,
                "updated_count": 0,
                "unchanged_count": 0,
            }
        )

    # -- reading ---------------------------------------------------------------------------------

    def _get_template(self):
        """The template in the company of this run.

        :raise UserError: the addon of the template is not installed any more
        """
        self.ensure_one()
        names = [template._name for template in self.env["crm.import.template"]._get_templates()]
        if self.template and self.template not in names:
            raise UserError(self.env._("Files of this kind can no longer be imported."))
        # with the rights of the user, and what only one company has to do with
        company = self.company_id or self.env.company
        template = self.env[self.template or "crm.import.template"]
        return template.with_context(allowed_company_ids=company.ids)

    def _get_content(self):
        """The bytes of the file.

        :raise UserError: there is none, or not any more
        """
        self.ensure_one()
        content = self.with_context(bin_size=False).file
        if not content:
            raise UserError(self.env._("Choose a file first."))
        return b64decode(content)

    # -- check -----------------------------------------------------------------------------------

    def action_check(self):
        """Find everything that is wrong with the file, and say what it would change."""
        self.ensure_one()
        self.check_access("write")
        self._check_not_begun()
        self._lock()
        self._check_file()
        return True

    def _check_file(self):
        """:return: (work, changes), both None if the file cannot be read"""
        self._note_unchecked()
        template = self._get_template()
        # a check tells what is in the database: only for those who may write it
        template._get_target().check_access(template._get_needed_right())
        try:
            table, work = template._read_work(self._get_content())
        except UnreadableFileError as error:
            failure = Problem(0, None, error.code, "", error.args_)
            self._note({"state": "checked", "failure": {"code": error.code, "args": error.args_}})
            self._note_problems([failure])
            return None, None
        changes = template._compare(work)
        self._note_problems(work.problems, table.places)
        bad = {problem.line for problem in work.problems if problem.line in set(table.lines)}
        self._note(
            {
                "state": "checked",
                "places": dict(table.places),
                "row_count": len(table.lines),
                "rejected_count": len(bad) if table.rows or bad else len(table.lines),
                **self._count_lines(changes),
            }
        )
        return work, changes

    @api.model
    def _count_lines(self, changes):
        """How many lines of the file make, change and leave what they say: figures by field."""
        counts = dict.fromkeys(("created_count", "updated_count", "unchanged_count"), 0)
        for change in changes:
            kept = "updated_count" if change.values else "unchanged_count"
            counts[kept if change.record else "created_count"] += len(change.lines)
        return counts

    def _note_problems(self, problems, places=None):
        """Keep what is wrong; of very many the first of each line."""
        if len(problems) > MANY_PROBLEMS:
            firsts = {}
            for problem in problems:
                firsts.setdefault(problem.line, problem)
            problems = firsts.values()
        # sudo: see _note
        self.env["crm.import.error"].sudo().create(
            [
                {
                    "run_id": self.id,
                    "line": problem.line,
                    "place": (places or self.places or {}).get(problem.column, -1),
                    "name": problem.column,
                    "code": problem.code,
                    "value": problem.value,
                    "args": dict(problem.args),
                }
                for problem in problems
            ]
        )
