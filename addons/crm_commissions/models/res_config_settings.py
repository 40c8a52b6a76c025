from odoo import fields, models


class ResConfigSettings(models.TransientModel):
    """With which journals and accounts commissions are settled."""

    _inherit = "res.config.settings"

    commission_product_id = fields.Many2one(
        related="company_id.commission_product_id", readonly=False
    )
    commission_bill_journal_id = fields.Many2one(
        related="company_id.commission_bill_journal_id", readonly=False
    )
    commission_bill_account_id = fields.Many2one(
        related="company_id.commission_bill_account_id", readonly=False
    )
    commission_entry_journal_id = fields.Many2one(
        related="company_id.commission_entry_journal_id", readonly=False
    )
    commission_salary_account_id = fields.Many2one(
        related="company_id.commission_salary_account_id", readonly=False
    )
    commission_salary_payable_account_id = fields.Many2one(
        related="company_id.commission_salary_payable_account_id", readonly=False
    )
    commission_accrual = fields.Boolean(related="company_id.commission_accrual", readonly=False)
    commission_accrual_account_id = fields.Many2one(
        related="company_id.commission_accrual_account_id", readonly=False
    )

    def action_fill_commission_accounts(self):
        """Take the journals and accounts of the Spanish chart where nothing was chosen."""
        self.ensure_one()
        self.company_id._fill_from_spanish_chart()
        return {"type": "ir.actions.client", "tag": "soft_reload"}
