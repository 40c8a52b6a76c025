from . import (
    crm_order_sign_wizard,
    crm_order_sign_wizard_clause,
    crm_promotion_try_wizard,
    crm_warehouse_wizard,
    crm_warehouse_wizard_line,
)
