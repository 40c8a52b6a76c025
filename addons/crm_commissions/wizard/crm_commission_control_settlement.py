from odoo import models

from ..settling import SETTLED


class CrmCommissionControl(models.TransientModel):
    """The accounts say what the statements say: what was posted for each is what is to be paid."""

    # one file for each purpose
    _inherit = "crm.commission.control"  # pylint: disable=consider-merging-classes-inherited

    def _check_sums(self):
        """I1, up to the accounts: entries = total = to pay = posted."""
        statements = self._get_statements([("state", "!=", "cancelled")])
        return self._add_to_verdict(super()._check_sums(), statements._get_wrong_in_accounts())

    def _check_approved(self):
        """I9: no bill is posted that is not what was approved, nor settled what is not."""
        statements = self._get_statements([("state", "in", ("approved", *SETTLED))])
        return self._add_to_verdict(super()._check_approved(), statements._get_wrong_bills())

    def _add_to_verdict(self, verdict, wrong):
        if not wrong:
            return verdict
        statements = self.env["crm.commission.statement"].browse(wrong)
        own = self._judge_statements(statements, wrong, verdict.holds)
        return verdict._replace(
            problem=f"{verdict.problem} {own.problem}".strip(),
            statement_ids=tuple({*verdict.statement_ids, *wrong}),
        )
