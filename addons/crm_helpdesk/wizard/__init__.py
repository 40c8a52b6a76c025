from . import crm_helpdesk_phone
