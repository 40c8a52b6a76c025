import io
from base64 import b64encode

import openpyxl

from .common import ActionCase


class ImportCase(ActionCase):
    """Files that Max, the manager, imports into the small sales force."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env["res.lang"]._activate_lang("en_US")
        cls.env["res.lang"]._activate_lang("es_ES")
        cls.customer.ref = "H-1"
        cls.bar = cls.env["res.partner"].create(
            {"name": "Bar Ñandú", "is_company": True, "email": "Bar@Example.com"}
        )
        cls.gold = cls.env["crm.segment"].create({"name": "Gold", "code": "GOLD", "cycle_days": 14})
        cls.coast = cls.env["crm.zone"].create({"name": "Coast", "code": "COAST"})

    @classmethod
    def _run(cls, template, rows, user=None, **values):
        """A run of a file with these rows, which are text of a CSV file or lists for XLSX."""
        content = rows.encode() if isinstance(rows, str) else rows
        if isinstance(content, list):
            content = cls._xlsx(content)
        return (
            cls.env["crm.import.run"]
            .with_user(user or cls.max)
            .with_context(lang="en_US")
            .create(
                {
                    "template": template,
                    "file": b64encode(content),
                    "file_name": "file.csv",
                    **values,
                }
            )
        )

    @classmethod
    def _import(cls, template, rows, user=None):
        run = cls._run(template, rows, user)
        run.action_import()
        return run

    @staticmethod
    def _xlsx(rows):
        book = openpyxl.Workbook()
        for row in rows:
            book.active.append(row)
        for cell in (each for row in book.active for each in row if each.data_type == "f"):
            cell.data_type = "s"
        file = io.BytesIO()
        book.save(file)
        return file.getvalue()

    @staticmethod
    def _counts(run):
        """New, changed, as they were, with errors."""
        return (run.created_count, run.updated_count, run.unchanged_count, run.rejected_count)

    @staticmethod
    def _errors(run):
        """What is wrong, as people read it: line, column and sentence."""
        run.invalidate_recordset()
        return [(each.line, each.column, each.message) for each in run.error_ids]

    def _run_job(self):
        with self.enter_registry_test_mode():
            self.env.ref("crm_actions.ir_cron_import").method_direct_trigger()
        self.env.invalidate_all()
