"""What has to happen when the addon goes."""

from odoo.tools import SQL

# In an order in which none is left that another one holds.
_TABLES = (
    "crm_helpdesk_survey_answer",
    "crm_helpdesk_survey_request",
    "crm_helpdesk_survey_campaign",
    "crm_helpdesk_intake_append",
    "crm_helpdesk_intake",
    "crm_helpdesk_capa",
    "crm_helpdesk_nonconformity_why",
    "crm_helpdesk_nonconformity_proposal",
    "crm_helpdesk_nonconformity",
    "crm_helpdesk_escalation",
    "crm_helpdesk_ticket_line",
    "crm_helpdesk_transfer",
    "crm_helpdesk_sla_target",
    "crm_helpdesk_sla_event",
    "crm_helpdesk_ticket",
    "crm_helpdesk_sla_policy",
    "crm_helpdesk_timetable",
)


def uninstall_hook(env):
    """Take along the rows, whose tables go anyway, and what is prepared for requests alone.

    Rows that are kept for good would keep stages, departments, calendars and people that go too,
    and activities the types that are ours.
    """
    env.flush_all()
    env.cr.execute(SQL("DELETE FROM mail_activity WHERE res_model LIKE 'crm.helpdesk.%%'"))
    for name in ("parent_id", "origin_ticket_id", "merged_into_id"):
        column = SQL.identifier(name)
        env.cr.execute(SQL("UPDATE crm_helpdesk_ticket SET %s = NULL", column))
    for table in _TABLES:
        env.cr.execute(SQL("DELETE FROM %s", SQL.identifier(table)))
    env.invalidate_all()
    env["mail.template"].search([("model", "=", "crm.helpdesk.ticket")]).unlink()
    # Odoo leaves the names that it gave to choices which our models have from its own
    env["ir.model.data"].search(
        [
            ("module", "in", ("mail", "portal")),
            ("model", "=", "ir.model.fields.selection"),
            ("name", "=like", r"selection\_\_crm\_helpdesk\_%"),
        ]
    ).unlink()
