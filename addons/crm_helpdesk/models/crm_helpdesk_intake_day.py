from odoo import api, fields, models
from odoo.tools import SQL


class CrmHelpdeskIntakeDay(models.Model):
    """How many entries came in, counted where they come in and not by the rows of the ledger.

    Rows are only ever added, since a counter that all write on would make them wait for each
    other; those of past days are folded into one a day, company and channel.
    """

    _name = "crm.helpdesk.intake.day"
    _description = "Count of Entries"
    _order = "day desc, id"
    _rec_name = "day"

    day = fields.Date(required=True, readonly=True, help="Where the company works.")
    company_id = fields.Many2one("res.company", required=True, readonly=True)
    channel = fields.Char(required=True, readonly=True)
    received = fields.Integer(required=True, readonly=True)

    _by_day = models.Index("(company_id, day)")

    @api.model
    def _count(self, channel, company, number):
        """So many more of a channel today."""
        self.env.cr.execute(
            SQL(
                """
                INSERT INTO crm_helpdesk_intake_day (day, company_id, channel, received)
                     VALUES (%s, %s, %s, %s)
                """,
                company._crm_today(),
                company.id,
                channel,
                number,
            )
        )

    @api.model
    def _get_received(self, company, first, last):
        """How many came in from a date to a date, both included."""
        rows = self.env.execute_query(
            SQL(
                """
                SELECT COALESCE(SUM(received), 0) FROM crm_helpdesk_intake_day
                 WHERE company_id = %s AND day BETWEEN %s AND %s
                """,
                company.id,
                first,
                last,
            )
        )
        return int(rows[0][0])

    @api.autovacuum
    def _fold(self):
        """One row a day, company and channel for what is over; sums stay what they are."""
        self.env.cr.execute(
            SQL(
                """
                WITH gone AS (
                    DELETE FROM crm_helpdesk_intake_day WHERE day < %s RETURNING *
                )
                INSERT INTO crm_helpdesk_intake_day (day, company_id, channel, received)
                     SELECT day, company_id, channel, SUM(received) FROM gone GROUP BY 1, 2, 3
                """,
                fields.Date.subtract(fields.Date.today(), days=2),
            )
        )
