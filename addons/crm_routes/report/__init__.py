from . import (
    crm_pdf_route_sheet,
    crm_route_report,
    crm_route_report_sql,
    crm_visit_policy_report,
)
