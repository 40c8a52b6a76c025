from . import (
    crm_commission_control,
    crm_commission_control_checks,
    crm_commission_control_debit,
    crm_commission_control_debits,
    crm_commission_control_line,
    crm_commission_control_row,
    crm_commission_control_settlement,
    crm_commission_dispute_wizard,
    crm_commission_match_wizard,
    crm_commission_payroll_wizard,
    crm_commission_reopen_wizard,
    crm_commission_return_wizard,
)
