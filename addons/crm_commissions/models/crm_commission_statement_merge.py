from odoo import api, models
from odoo.exceptions import UserError

from .crm_commission_statement import LIVE


class CrmCommissionStatement(models.Model):
    """Payees that turn out to be one have one statement a period."""

    # one file for each purpose
    _inherit = "crm.commission.statement"  # pylint: disable=consider-merging-classes-inherited

    @api.model
    def _fold(self, gone, destination):
        """Take the entries off statements that would be two, before contacts become one.

        Called with all rights. What is approved stays as it is; the rest is made anew afterwards.

        :param gone: the contacts that go; :param destination: the one that stays
        :raise UserError: two of them have an approved statement of the same period
        """
        rows = self.search([("payee_id", "in", (gone | destination).ids)])
        loose = self.browse()
        for same in rows.grouped(self._get_merge_key).values():
            standing = same.filtered(lambda row: row.state not in LIVE)
            if len(standing) > 1:
                raise UserError(
                    self.env._(
                        "%(one)s and %(other)s are both approved: these contacts stay two.",
                        one=standing[0].display_name,
                        other=standing[1].display_name,
                    )
                )
            if standing or len(same) > 1:
                loose |= same - standing
        loose |= rows.filtered(lambda row: row.payee_id in gone and row.state in LIVE)
        loose._dissolve(rows)

    @api.model
    def _get_merge_key(self, row):
        return row.company_id, row.period_id, row.currency_id

    def _dissolve(self, among):
        """Delete these statements; their entries wait for the next refresh.

        :param among: statements that may carry on from these
        """
        flow = self._by_flow()
        among._by_flow().filtered(lambda row: row.previous_id in self).previous_id = False
        flow.entry_ids._by_flow().statement_id = False
        self.env.flush_all()
        flow.unlink()
