from . import crm_pdf_commission_statement
