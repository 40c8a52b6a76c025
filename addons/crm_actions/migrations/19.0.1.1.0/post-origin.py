"""Actions that were only written down after they had happened were kept as planned by hand."""

from odoo.tools import SQL


def migrate(cr, version):
    cr.execute(
        SQL(
            """
            UPDATE crm_action SET origin = 'logged'
             WHERE origin = 'manual' AND state = 'done' AND create_date >= done_at
            """
        )
    )
