from . import (
    crm_helpdesk_answer_wizard,
    crm_helpdesk_assign_wizard,
    crm_helpdesk_cancel_wizard,
    crm_helpdesk_intake_append,
    crm_helpdesk_intake_balance,
    crm_helpdesk_merge_wizard,
    crm_helpdesk_nonconformity_wizard,
    crm_helpdesk_part_wizard,
    crm_helpdesk_proposal_wizard,
    crm_helpdesk_resolve_wizard,
    crm_helpdesk_transfer_wizard,
    crm_helpdesk_wait_wizard,
)
