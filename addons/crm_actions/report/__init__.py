from . import (
    crm_abstract_report,
    crm_action_report,
    crm_action_report_sql,
    crm_coverage_report,
    crm_followup_report,
    crm_pdf_action_day,
    crm_pdf_action_visit,
)
