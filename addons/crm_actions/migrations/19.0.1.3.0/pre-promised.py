"""The day for which each action was first promised.

Every move by a person is in the history of the action, so the oldest one says from which day it
was moved; what nobody moved is where it was promised. The date of a plan would not do: a holiday
or a preferred weekday moves a visit before anybody promises it.
"""

from odoo.tools import SQL


def migrate(cr, version):
    cr.execute(SQL("ALTER TABLE crm_action ADD COLUMN IF NOT EXISTS promised_on date"))
    cr.execute(
        SQL(
            """
            WITH moved AS (
                SELECT DISTINCT ON (message.res_id)
                       message.res_id AS action_id, tracking.old_value_datetime AS start
                  FROM mail_tracking_value tracking
                  JOIN ir_model_fields field
                    ON field.id = tracking.field_id
                   AND field.model = 'crm.action' AND field.name = 'start'
                  JOIN mail_message message ON message.id = tracking.mail_message_id
                 WHERE message.model = 'crm.action' AND tracking.old_value_datetime IS NOT NULL
              ORDER BY message.res_id, tracking.id
            ), zone AS (
                SELECT company.id AS company_id, COALESCE(calendar.tz, address.tz, 'UTC') AS tz
                  FROM res_company company
                  JOIN res_partner address ON address.id = company.partner_id
             LEFT JOIN resource_calendar calendar ON calendar.id = company.resource_calendar_id
            ), first AS (
                SELECT action.id, action.allday, zone.tz,
                       COALESCE(moved.start, action.start) AS start
                  FROM crm_action action
                  JOIN zone ON zone.company_id = action.company_id
             LEFT JOIN moved ON moved.action_id = action.id
            )
            UPDATE crm_action action
               SET promised_on = CASE
                   WHEN first.allday THEN first.start::date
                   ELSE timezone(first.tz, timezone('UTC', first.start))::date END
              FROM first
             WHERE first.id = action.id
            """
        )
    )
