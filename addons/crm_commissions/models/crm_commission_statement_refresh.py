from decimal import Decimal

from odoo import api, models
from odoo.tools import SQL

from ..engine.money import round_half_up
from ..engine.statements import Carried, due_date, settle
from .crm_commission_statement import LIVE
from .crm_commission_statement_sums import Sums


class CrmCommissionStatement(models.Model):
    """How statements follow the ledger: with a fixed number of queries, and no write if nothing
    has changed."""

    # one file for each purpose
    _inherit = "crm.commission.statement"  # pylint: disable=consider-merging-classes-inherited

    @api.model
    def _refresh(self, company, periods=None):
        """Put new entries on statements and renew the figures of those not approved yet.

        An entry goes on the payee's statement of its period, or the next one if that one has been
        approved or its period is closed. Called by the run, and idempotent.

        :param company: one company
        :param periods: those that got entries; figures of later ones follow from theirs, so all
            that are not approved yet are renewed whatever is given
        """
        self.env.flush_all()
        statements = self._by_flow().with_context(tracking_disable=True)
        statements._assign_entries(company)
        statements._renew_figures(company)

    # -- figures ---------------------------------------------------------------------------------

    @api.model
    def _renew_figures(self, company):
        live = self.search([("company_id", "=", company.id), ("state", "in", LIVE)])
        if not live:
            return
        sums = self._read_sums(live.ids)
        stored = self._read_stored(live.ids)
        last = self._find_last_approved(company)
        changes = {}
        for statement in live.sorted(lambda row: (row.date_from, row.id)):
            key = statement.payee_id.id, statement.currency_id.id
            before, carried = last.get(key, (None, Carried()))
            said = sums.get(statement.id, Sums())
            due = self._get_due_figures(said, carried, statement)
            fingerprint = self._get_fingerprint(said.digest, due)
            figures = {**due, **statement._get_links(said, before), "fingerprint": fingerprint}
            if any(value != stored[statement.id][name] for name, value in figures.items()):
                changes[statement] = figures
            last[key] = statement.id, Carried(due["rounding_out"], due["carry_out"])
        self._write_figures(changes)
        for statement, figures in changes.items():
            statement._take_back(figures, stored[statement.id])

    @api.model
    def _get_due_figures(self, said, carried, statement):
        digits = statement.currency_id.decimal_places
        settled = settle(said.total, carried, refund=said.refund, digits=digits)
        draw, late = round_half_up(said.draw, digits), round_half_up(said.late, digits)
        return {
            "amount_earned": settled.gross - draw - late,
            "amount_late": late,
            "draw_amount": draw,
            "amount_gross": settled.gross,
            "carry_in": carried.balance,
            "carry_out": settled.carry_out,
            "amount_payable": settled.payable,
            "rounding_in": carried.rounding,
            "rounding_out": settled.rounding_out,
        }

    def _get_links(self, said, before):
        """What else the entries say: how, to whom and by when it is paid."""
        payee_type = "external" if said.external else "employee"
        return {
            "previous_id": before,
            "entry_count": said.count,
            "payee_type": payee_type,
            "settlement_type": said.settlement_type or ("bill" if said.external else "entry"),
            "user_id": said.user_id,
            "due_date": due_date(self.period_id.date_to, payee_type),
        }

    def _take_back(self, figures, stored):
        """What has changed after the payee had seen it is a draft again, and he is told."""
        if self.state in ("sent", "acknowledged") and (
            figures["fingerprint"] != stored["fingerprint"]
        ):
            self.write(self._get_draft_values())
            self._tell_change(stored["amount_payable"], figures["amount_payable"])

    def _tell_change(self, before, after):
        """A message to whoever was sent it, in the own language: runs come in nobody's."""
        partners = self._get_told_partners()
        language = partners[:1].lang or self.company_id.partner_id.lang or self.env.lang
        told = self.with_context(lang=language)
        told.message_post(
            body=told.env._(
                "Your commission statement of %(month)s has changed after it was sent: %(before)s "
                "to pay were shown, now it is %(after)s. It is a draft again and will be sent "
                "anew.",
                month=told._get_month(),
                before=told.currency_id.format(float(before)),
                after=told.currency_id.format(float(after)),
            ),
            partner_ids=partners.ids,
        )

    @api.model
    def _find_last_approved(self, company):
        """Of each payee and currency the approved statement on which none other goes on.

        :return: dict of (payee id, currency id): (statement id, Carried)
        """
        query = SQL(
            """
            SELECT DISTINCT ON (own.payee_id, own.currency_id)
                   own.payee_id, own.currency_id, own.id,
                   own.rounding_out::text, own.carry_out::text
              FROM crm_commission_statement AS own
             WHERE own.company_id = %(company)s
               AND own.state NOT IN %(open)s
               AND NOT EXISTS (SELECT FROM crm_commission_statement AS next
                                WHERE next.previous_id = own.id AND next.state NOT IN %(open)s)
             ORDER BY own.payee_id, own.currency_id, own.date_from DESC
            """,
            company=company.id,
            open=(*LIVE, "cancelled"),
        )
        return {
            (payee, currency): (
                statement,
                Carried(Decimal(rounding or 0), Decimal(balance or 0)),
            )
            for payee, currency, statement, rounding, balance in self.env.execute_query(query)
        }
