from .common_commissions import LedgerCase


class TargetCase(LedgerCase):
    """It is Monday 15 June 2026: 11 of the month's 22 working days are over, today included."""

    @classmethod
    def metric(cls, code):
        return cls.env["crm.sales.metric"].search([("code", "=", code)])

    @classmethod
    def target(cls, **values):
        """What Nora is to invoice in June: 10,000.00."""
        return cls.env["crm.sales.target"].create(
            {
                "company_id": cls.company.id,
                "metric_id": cls.metric("sales_invoiced").id,
                "user_id": cls.nora.id,
                "date_from": "2026-06-01",
                "amount": 10000,
                **values,
            }
        )
