from odoo import models


class ResPartner(models.Model):
    """Invoices and payments in the timeline of a customer."""

    # one file for each purpose
    _inherit = "res.partner"  # pylint: disable=consider-merging-classes-inherited

    def _crm360_timeline(self, before, limit):
        return [
            *super()._crm360_timeline(before, limit),
            *self._crm360_past_invoices(before, limit),
            *self._crm360_past_payments(before, limit),
        ]

    def _crm360_past_invoices(self, before, limit):
        if not self.env["account.move"].has_access("read"):
            return []
        today = self.env.company._crm_today()
        query = self._crm360_invoice_query(
            self._crm360_scope("account.move")
            & self._crm360_older("account.move", "invoice_date", "invoice", before),
            order=self._crm360_newest("account.move", "invoice_date"),
            limit=limit,
        )
        return [
            {
                **self._crm360_place(row, "invoice"),
                **{key: value for key, value in shown.items() if key != "date"},
                "kind": "payments",
                "icon": "invoice",
            }
            for row in query.fetch()
            for shown in (self._crm360_show_invoice(row, today),)
        ]

    def _crm360_past_payments(self, before, limit):
        if not self._crm360_sees_all():
            return []
        query = self._crm360_payment_query(
            self._crm360_older("account.move.line", "date", "payment", before),
            order=self._crm360_newest("account.move.line", "date"),
            limit=limit,
        )
        return [
            {
                **self._crm360_place(row, "payment"),
                "kind": "payments",
                "icon": "payment",
                "title": self.env._("Payment received"),
                "text": "",
                "amount": -float(row["amount"]),
                "currency_id": row["currency_id"],
            }
            for row in query.fetch()
        ]
