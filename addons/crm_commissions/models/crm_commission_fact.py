from odoo import fields, models


class CrmCommissionFact(models.Model):
    """What happened to a credited line on a day: it was invoiced, a part was paid, it came back.

    Worked out from the documents as they are now and kept, so that what one invoice changes does
    not make a year of invoices be read again, and people can see the lines behind a tier.
    """

    _name = "crm.commission.fact"
    _description = "What Happened to a Credited Line"
    _log_access = False
    _order = "event_date desc, id desc"
    _rec_name = "credit_id"

    credit_id = fields.Many2one(
        "crm.commission.credit", required=True, readonly=True, ondelete="restrict"
    )
    plan_id = fields.Many2one(related="credit_id.plan_id")
    company_id = fields.Many2one(related="credit_id.company_id")
    # of the credit too, and kept because windows are looked up by it
    participant_id = fields.Many2one(
        "crm.commission.participant", required=True, readonly=True, ondelete="restrict"
    )
    origin_date = fields.Date(
        required=True,
        readonly=True,
        help="The day that tiers count it on: a refund's is the sale's.",
    )
    event_date = fields.Date(string="Date", required=True, readonly=True)
    base = fields.Float(digits=(16, 6), readonly=True, help="Of the whole line, before any share.")
    quantity = fields.Float(digits=(16, 6), readonly=True)
    margin_percent = fields.Float(digits=(16, 4), readonly=True, aggregator=False)
    customer_days = fields.Integer(readonly=True, aggregator=False)
    delay_days = fields.Integer(readonly=True, aggregator=False)
    run_id = fields.Integer(readonly=True, aggregator=False)

    # two instalments that are paid on a day are not late by the same days
    _day_unique = models.UniqueIndex(
        "(credit_id, event_date, origin_date, COALESCE(delay_days, 0))"
    )
    _of_window = models.Index("(participant_id, origin_date)")
