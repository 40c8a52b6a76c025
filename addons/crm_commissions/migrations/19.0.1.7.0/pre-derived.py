"""What follows from another column is no longer kept beside it: each row checked it once more.

The company of an entry is that of its period; company and first revision of a credit are those of
its plan; plan and company of a fact are those of its credit.
"""

from odoo.tools import SQL

_COLUMNS = (
    ("crm_commission_entry", "company_id"),
    ("crm_commission_credit", "company_id"),
    ("crm_commission_credit", "plan_root_id"),
    ("crm_commission_fact", "company_id"),
    ("crm_commission_fact", "plan_id"),
)


def migrate(cr, version):
    for table, column in _COLUMNS:
        # the index over it and its foreign key go along
        cr.execute(
            SQL(
                "ALTER TABLE %s DROP COLUMN IF EXISTS %s",
                SQL.identifier(table),
                SQL.identifier(column),
            )
        )
