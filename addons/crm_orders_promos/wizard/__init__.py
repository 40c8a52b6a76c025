from . import crm_order_sign_wizard, crm_order_sign_wizard_clause
