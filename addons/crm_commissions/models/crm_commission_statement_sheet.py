from decimal import Decimal
from operator import attrgetter
from tempfile import TemporaryFile

from odoo import models
from odoo.tools import get_lang

from ..engine import sheet


class CrmCommissionStatement(models.Model):
    """The statement as a file: on paper, and as a spreadsheet."""

    # one file for each purpose
    _inherit = "crm.commission.statement"  # pylint: disable=consider-merging-classes-inherited

    def action_print(self):
        """Open the statement as a PDF file."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_url",
            "url": f"/crm/pdf/{self._name}/{self.id}",
            "target": "new",
        }

    def action_download(self):
        """Fetch the statement as a spreadsheet."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_url",
            "url": f"/crm/commissions/xlsx/{self.id}",
            "target": "download",
        }

    def _write_workbook(self):
        """The workbook in a file of its own, at its beginning; whoever takes it closes it.

        :raise AccessError: the statement may not be read
        """
        self.ensure_one()
        self.check_access("read")
        lang = get_lang(self.env, self.env.user.lang).code
        # sudo: who may read a statement may read what it consists of
        own = self.sudo().with_context(lang=lang)
        output = TemporaryFile()  # noqa: SIM115 the web server closes it
        sheet.write(output, own._get_sheets(), own.currency_id.decimal_places)
        output.seek(0)
        return output

    def _get_sheets(self):
        sheets = [self._get_entry_sheet()]
        # sheets are written one after the other, and one without rows says nothing
        if any(True for _sale in self._iter_sales()):
            sheets.append(self._get_sales_sheet())
        return sheets

    def _get_entry_sheet(self):
        columns = [
            (self.env._("Date"), 12),
            (self.env._("Document"), 20),
            (self.env._("Customer"), 30),
            (self.env._("Product"), 30),
            (self.env._("Plan"), 20),
            (self.env._("What"), 30),
            (self.env._("Of"), 16),
            (self.env._("How it comes about"), 50),
            (self.env._("Base"), 16),
            (self.env._("Rate"), 26),
            (self.env._("Amount"), 18),
        ]
        names = ("date", "document", "partner", "product", "plan", "title", "origin", "words")
        read = attrgetter(*names, "base", "rate", "amount")
        rows = map(read, self._iter_lines())
        return sheet.Sheet(self.env._("Statement"), columns, rows, self._get_sheet_totals())

    def _get_sheet_totals(self):
        """From the exact sum of the rows to what is paid, step by step."""
        self.env.flush_all()
        said = self._read_sums(self.ids).get(self.id)
        stored = self._read_stored(self.ids)[self.id]
        steps = [
            (self.env._("Exact sum"), said.total if said else Decimal(0), True),
            (self.env._("Rounding carried in"), stored["rounding_in"], True),
            (self.env._("Rounding carried out"), -stored["rounding_out"], True),
            (self.env._("Total of the entries"), stored["amount_gross"], False),
            (self.env._("Carried from the statement before"), stored["carry_in"], False),
            (self.env._("Carried to the next one"), -stored["carry_out"], False),
        ]
        kept = [step for step in steps if step[1] or step[0] == steps[0][0]]
        return [*kept, (self.env._("To pay"), stored["amount_payable"], False)]

    def _get_sales_sheet(self):
        columns = [
            (self.env._("Date"), 12),
            (self.env._("Document"), 20),
            (self.env._("Customer"), 30),
            (self.env._("Product"), 30),
            (self.env._("Plan"), 20),
            (self.env._("Tiers of"), 20),
            (self.env._("Counts"), 18),
        ]
        read = attrgetter("date", "document", "partner", "product", "plan", "window", "base")
        rows = map(read, self._iter_sales())
        return sheet.Sheet(self.env._("Sales in tiers"), columns, rows)

    def _get_workbook_name(self):
        document = self.env["crm.pdf.commission.statement"]
        lang = get_lang(self.env, self.env.user.lang).code
        return document._get_filename(self.with_context(lang=lang)).removesuffix(".pdf") + ".xlsx"
