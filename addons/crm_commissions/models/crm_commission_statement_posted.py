from decimal import Decimal

from odoo import models
from odoo.tools import SQL

from ..reading import to_decimal
from ..settling import SETTLED


class CrmCommissionStatement(models.Model):
    """What was posted for statements."""

    # one file for each purpose
    _inherit = "crm.commission.statement"  # pylint: disable=consider-merging-classes-inherited

    def _get_wrong_in_accounts(self):
        """Those for which something else is posted than is to be paid, with a sentence.

        :return: dict of id: sentence
        """
        self.env.flush_all()
        posted = self._read_posted()
        found = {}
        for statement in self:
            live = statement.settlement_ids.filtered("is_live")
            in_accounts = live.kind in ("bill", "entry") and live.status in ("posted", "paid")
            due = to_decimal(statement.amount_payable) if in_accounts else Decimal(0)
            said = posted.get(statement.id, Decimal(0))
            if said != due:
                money = statement.currency_id.format
                found[statement.id] = self.env._(
                    "%(said)s are posted in the accounts, and it should be %(due)s.",
                    said=money(float(said)),
                    due=money(float(due)),
                )
        return found

    def _read_posted(self):
        """The sum of posted items of statements, without taxes, in their currency.

        In the company's currency the balance counts: it is what the accounts add up.
        """
        if not self:
            return {}
        query = SQL(
            """
            SELECT statement.id,
                   SUM(CASE WHEN statement.currency_id = company.currency_id THEN line.balance
                            WHEN statement.currency_id = line.currency_id
                            THEN line.amount_currency END)::text
              FROM account_move_line AS line
              JOIN crm_commission_statement AS statement
                   ON statement.id = line.commission_statement_id
              JOIN res_company AS company ON company.id = statement.company_id
             WHERE line.commission_statement_id IN %s
               AND line.parent_state = 'posted'
               AND line.tax_line_id IS NULL
             GROUP BY statement.id
            """,
            tuple(self.ids),
        )
        return {
            number: Decimal(amount or 0).quantize(Decimal("1e-6")).normalize()
            for number, amount in self.env.execute_query(query)
        }

    def _get_wrong_bills(self):
        """
        :return: dict of id: sentence
        """
        found = {}
        for statement in self:
            live = statement.settlement_ids.filtered("is_live")
            if live.status in ("posted", "paid") and live.move_id:
                problem = live._find_problem()
                if problem:
                    found[statement.id] = f"{live.move_id.name}: {problem}"
            if bool(live) != (statement.state in SETTLED):
                found[statement.id] = self.env._("its status is not that of its bill.")
        return found
