from . import (
    base_partner_merge,
    crm_action_cancel_wizard,
    crm_action_close_wizard,
    crm_day_sheet_wizard,
    crm_handover_wizard,
    crm_handover_wizard_line,
    crm_module_off_wizard,
    crm_module_off_wizard_line,
    crm_privacy_wizard,
)
