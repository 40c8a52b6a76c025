from . import crm_commission_reopen_wizard
