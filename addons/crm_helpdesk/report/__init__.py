from . import crm_pdf_nonconformity
