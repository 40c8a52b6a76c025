import base64

from odoo import api, fields, models
from odoo.exceptions import UserError

from .. import payroll_file


class CrmCommissionPayrollWizard(models.TransientModel):
    """Hands the commissions of a month to payroll: a file, and then the word that it was taken."""

    _name = "crm.commission.payroll.wizard"
    _description = "Commissions for Payroll"

    period_id = fields.Many2one(
        "crm.commission.period", required=True, readonly=True, ondelete="cascade"
    )
    statement_ids = fields.Many2many(
        "crm.commission.statement", string="Statements", compute="_compute_statement_ids"
    )
    statement_count = fields.Integer(string="Employees", compute="_compute_statement_ids")
    currency_id = fields.Many2one(related="period_id.company_id.currency_id")
    amount = fields.Monetary(string="To pay", compute="_compute_statement_ids")
    reference = fields.Char(
        string="Payroll reference", help="Under which payroll keeps it, like Payroll 2026-10."
    )
    file = fields.Binary(readonly=True, attachment=False)
    file_name = fields.Char(readonly=True)

    @api.depends("period_id")
    def _compute_statement_ids(self):
        for wizard in self:
            statements = self.env["crm.commission.statement"].search(
                [
                    ("period_id", "=", wizard.period_id.id),
                    ("settlement_type", "=", "payroll"),
                    ("state", "=", "approved"),
                ],
                order="payee_id, id",
            )
            wizard.statement_ids = statements
            wizard.statement_count = len(statements)
            wizard.amount = sum(statements.mapped("amount_payable"))

    def action_xlsx(self):
        """The file as a spreadsheet."""
        return self._make_file("xlsx", payroll_file.write_xlsx)

    def action_csv(self):
        """The file as text."""
        return self._make_file("csv", payroll_file.write_csv)

    def _make_file(self, extension, write):
        self.ensure_one()
        header, rows = self.statement_ids._get_payroll_rows()
        if not rows:
            raise UserError(
                self.env._(
                    "No approved statement of %s is settled by payroll.", self.period_id.name
                )
            )
        self.file = base64.b64encode(write(header, rows))
        self.file_name = self.env._(
            "commissions-%(month)s.%(extension)s", month=self.period_id.name, extension=extension
        )
        return {
            "type": "ir.actions.act_url",
            "url": f"/web/content/{self._name}/{self.id}/file/{self.file_name}?download=true",
            "target": "download",
        }

    def action_take_over(self):
        """Payroll has taken the statements over: they are paid, under its reference."""
        self.ensure_one()
        return self.statement_ids._settle_by_payroll(self.reference)
