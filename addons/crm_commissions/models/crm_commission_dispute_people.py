from odoo import models

_TEXTS = ("document", "note", "resolution")


class CrmCommissionDispute(models.Model):
    """Payees that turn out to be one, and those who ask to be forgotten."""

    # one file for each purpose
    _inherit = "crm.commission.dispute"  # pylint: disable=consider-merging-classes-inherited

    def _find_statements(self, payees):
        """Put disputes whose statement is gone, since its payee was merged, on the one there is.

        Called with all rights.
        """
        lost = self.search([("payee_id", "in", payees.ids), ("statement_id", "=", False)])
        Statement = self.env["crm.commission.statement"]._by_flow()
        for company, disputes in lost.grouped("company_id").items():
            groups = {
                (each.payee_id.id, each.currency_id.id, each.period_id.id): each
                for each in disputes
            }
            goals = Statement._find_goals(company, groups)
            for each in disputes:
                goal = goals[each.payee_id.id, each.currency_id.id, each.period_id.id]
                each._by_flow().write({"statement_id": goal.id, "period_id": goal.period_id.id})
            Statement._refresh(company)

    def _forget(self):
        """Empty what was written by people.

        Called with all rights.

        :return: how many had something
        """
        told = self.filtered(lambda each: any(each[name] for name in _TEXTS))
        told._by_flow().with_context(tracking_disable=True).write(dict.fromkeys(_TEXTS, False))
        return len(told)
