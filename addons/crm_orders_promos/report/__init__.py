from . import crm_pdf_order
