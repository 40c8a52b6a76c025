from odoo import api, fields, models
from odoo.tools import SQL


class CrmSalesAttainment(models.Model):
    """How far a target had come on a day. Today's row changes during the day, older ones stay.

    After the end of a period its last day's row takes what is still booked into it.
    """

    _name = "crm.sales.attainment"
    _description = "Attainment of a Sales Target"
    _log_access = False
    _order = "day desc, target_id, id"
    _rec_name = "day"

    target_id = fields.Many2one(
        "crm.sales.target", required=True, readonly=True, ondelete="cascade"
    )
    company_id = fields.Many2one("res.company", required=True, readonly=True, index=True)
    metric_id = fields.Many2one(related="target_id.metric_id")
    user_id = fields.Many2one(related="target_id.user_id")
    team_id = fields.Many2one(related="target_id.team_id")
    day = fields.Date(required=True, readonly=True)
    value = fields.Float(string="Achieved", digits=(16, 2), readonly=True)
    amount = fields.Float(string="To reach", digits=(16, 2), readonly=True)
    percent = fields.Float(string="Attainment (%)", digits=(16, 1), readonly=True, aggregator="avg")
    estimate = fields.Float(digits=(16, 2), readonly=True)

    _day_unique = models.UniqueIndex("(target_id, day)")

    @api.model
    def _record(self, rows):
        """Write today's rows, those that have changed.

        :param rows: ``{target: values as text}``
        :return: how many were written
        """
        begun = [(target, row) for target, row in rows.items() if row["figures_on"]]
        if not begun:
            return 0
        columns = [
            (target.id, target.company_id.id)
            + tuple(row[name] for name in ("figures_on", "value", "amount", "percent", "estimate"))
            for target, row in begun
        ]
        arrays = [list(column) for column in zip(*columns, strict=True)]
        written = self.env.execute_query(
            SQL(
                """
                INSERT INTO crm_sales_attainment AS known
                       (target_id, company_id, day, value, amount, percent, estimate)
                SELECT * FROM unnest(%s::int[], %s::int[], %s::date[], %s::numeric[],
                                     %s::numeric[], %s::numeric[], %s::numeric[])
           ON CONFLICT (target_id, day)
             DO UPDATE SET value = EXCLUDED.value, amount = EXCLUDED.amount,
                       percent = EXCLUDED.percent, estimate = EXCLUDED.estimate
                 WHERE (known.value, known.amount, known.percent, known.estimate)
                       IS DISTINCT FROM
                       (EXCLUDED.value, EXCLUDED.amount, EXCLUDED.percent, EXCLUDED.estimate)
             RETURNING id
                """,
                *arrays,
            )
        )
        if written:
            self.invalidate_model()
            self.env["crm.sales.target"].invalidate_model(["attainment_ids"])
        return len(written)
