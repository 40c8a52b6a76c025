from odoo import models


class CrmCommissionEntry(models.Model):
    """An entry by which a dispute was decided, in words."""

    # one file for each purpose
    _inherit = "crm.commission.entry"  # pylint: disable=consider-merging-classes-inherited

    def _explain_dispute(self):
        explain = self.explain
        # sudo: whoever may read the entry may know what it settles
        dispute = self.env["crm.commission.dispute"].sudo().browse(explain["dispute"]).exists()
        return self.env._(
            "Dispute about %(subject)s: %(due)s instead of %(booked)s, %(amount)s",
            subject=dispute.subject or "",
            due=self._format_money(explain["due"]),
            booked=self._format_money(explain["was"]),
            amount=self._format_money(self.amount),
        )

    def _get_document_name(self):
        """The invoice or order that it comes from; of a dispute what that was about."""
        self.ensure_one()
        credit = self.credit_id
        name = credit.move_id.name or credit.order_id.name
        if name or self.kind != "dispute":
            return name or ""
        dispute = self.env["crm.commission.dispute"].sudo()  # sudo: see `_explain_dispute`
        found = dispute.browse((self.explain or {}).get("dispute")).exists()
        return found.move_id.name or found.document or ""
