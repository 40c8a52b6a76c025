from . import (
    crm_commission_match_wizard,
    crm_commission_payroll_wizard,
    crm_commission_reopen_wizard,
)
