from datetime import timedelta

from odoo import api, fields, models

from ..engine import import_file, import_rows
from ..engine.import_cells import normal
from ..tools.workbook import HelpLine, write_rejected, write_template

KEPT_DAYS = 90
"""A file of customers is personal data: it goes when nobody needs it any more."""
SHORT = 3
"""A name of so few letters is part of other words."""


class CrmImportRun(models.Model):
    """The files that go back to the person, and how long those that came are kept."""

    # one file for each purpose
    _inherit = "crm.import.run"  # pylint: disable=consider-merging-classes-inherited

    def action_download_template(self):
        """Download an empty file with the columns of the chosen template."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_url",
            "url": f"/crm/import/template/{self._get_template()._name}",
            "target": "download",
        }

    def action_download_rejected(self):
        """Download the lines with errors, with what is wrong beside each."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_url",
            "url": f"/crm/import/rejected/{self.id}",
            "target": "download",
        }

    def _make_rejected_file(self):
        """The lines with errors as an XLSX file, ready to be corrected and imported again.

        :return: bytes
        :raise UserError: the file is no longer kept
        """
        self.ensure_one()
        rows = import_file.read(self._get_content())
        words = {}
        for error in self.error_ids:
            told = f"{error.column}: {error.message}" if error.column else error.message
            words.setdefault(error.line, []).append(told)
        template = self._get_template()
        header = import_rows.find_header(rows)
        lines = [
            (rows[line - 1], "\n".join(told))
            for line, told in sorted(words.items())
            if line > header + 1
        ]
        return write_rejected(rows[header], lines, template._get_error_header())

    @api.model
    def _make_template_file(self, template):
        """An empty file of that template with an example and a page of help.

        :param template: a ``crm.import.template``
        :return: bytes
        """
        titles = HelpLine(
            self.env._("Column"),
            self.env._("Needed"),
            self.env._("What it accepts"),
            self.env._("What it means"),
        )
        columns = template._get_columns()
        lines = [self._explain_column(column) for column in columns]
        return write_template(columns, template._get_title(), self.env._("Help"), titles, lines)

    @api.model
    def _explain_column(self, column):
        """What the page of help says of a column: :class:`HelpLine`."""
        kinds = {
            "date": self.env._("Date, such as 2026-10-15 or 15/10/2026"),
            "integer": self.env._("Whole number"),
            "decimal": self.env._("Number, such as 8.40"),
            "hour": self.env._("Hour, such as 10:30"),
            "boolean": self.env._("Yes or no"),
        }
        choices = ", ".join(words[0] for words in column.choices.values())
        return HelpLine(
            column.words[0],
            self.env._("Yes") if column.required else "",
            choices or kinds.get(column.kind, self.env._("Text")),
            column.help,
        )

    @api.autovacuum
    def _gc_files(self):
        """Old files go, and what stood in their cells; the figures stay."""
        limit = fields.Datetime.now() - timedelta(days=KEPT_DAYS)
        old = self.search(
            [("write_date", "<", limit), ("file", "!=", False),
             ("state", "not in", ("queued", "running"))], limit=1000,
        )  # fmt: skip
        old._forget_file()

    def _forget_file(self):
        """Delete the files of these runs and what was quoted from them.

        sudo: it concerns files of everybody, and errors that nobody may delete.
        """
        runs = self.sudo()
        runs.error_ids.unlink()
        runs.write({"file": False, "file_name": False})

    def _names_one_of(self, names):
        """Whether a cell of the file, its title or a quotation from it says one of these.

        :param names: set of texts as ``engine.import_cells.normal`` makes them
        """
        self.ensure_one()
        try:
            rows = import_file.read(self._get_content())
        except import_file.UnreadableFileError:
            return False
        texts = [self.file_name or "", *(import_file.show(cell) for row in rows for cell in row)]
        texts += [str(error.args or "") for error in self.error_ids]
        long = [name for name in names if len(name) > SHORT]
        plain = set(map(normal, texts))
        # rather one file too many than the person's name in one
        return bool(plain & names) or any(name in text for text in plain for name in long)
