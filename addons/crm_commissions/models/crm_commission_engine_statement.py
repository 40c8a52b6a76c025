from odoo import api, models


class CrmCommissionEngine(models.AbstractModel):
    """What is booked goes on statements at once, so that they are always up to date."""

    # one file for each purpose
    _inherit = "crm.commission.engine"  # pylint: disable=consider-merging-classes-inherited

    @api.model
    def _after_run(self, company):
        result = super()._after_run(company)
        self.env["crm.commission.statement"]._refresh(company)
        return result

    def _put_on_statements(self, company, plan, rows):
        """Say on which statement each entry goes before it is booked: to write on entries later
        costs as much again as booking them.

        :param rows: values of entries, as `_insert` takes them
        :return: the same, each with its ``statement_id``
        """
        people = self.env["crm.commission.participant"].browse(
            {row["participant_id"] for row in rows}
        )
        payees = {each.id: each.payee_id.id for each in people}
        currency = plan.currency_id.id
        keys = [(payees[row["participant_id"]], currency, row["period_id"]) for row in rows]
        statements = self.env["crm.commission.statement"]._get_statements(company, set(keys))
        ids = {key: statement.id for key, statement in statements.items()}
        return [{**row, "statement_id": ids[key]} for row, key in zip(rows, keys, strict=True)]
