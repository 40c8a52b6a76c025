import logging
from dataclasses import dataclass

from dateutil.relativedelta import relativedelta
from psycopg2 import OperationalError

from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools import SQL

from odoo.addons.crm_actions.engine import days

from ..engine import segmentation
from ..origins import BY_RULE

_logger = logging.getLogger(__name__)

INVOICES = SQL("('out_invoice', 'out_refund', 'out_receipt')")


@dataclass
class Judgement:
    """A customer with what it bought, the segment it is in and the one it belongs to."""

    partner_id: int
    former_id: int | None
    segment_id: int
    value: float
    ahead: float

    @property
    def changes(self):
        return self.former_id != self.segment_id


class CrmSegmentation(models.Model):
    """What customers buy, read by one query, and the segments that follow from it."""

    # one file for each purpose
    _inherit = "crm.segmentation"  # pylint: disable=consider-merging-classes-inherited

    def _compute_segments(self):
        """Set the segments of the customers of this company; running it again changes nothing.

        sudo: a segment follows from the rule, whoever may write each of the customers.

        :return: how many customers are in another segment than before
        """
        self.ensure_one()
        rule = self.sudo()
        rule.computed_on = rule.company_id._crm_today()
        changes = [each for each in rule._judge() if each.changes]
        rule._apply(changes)
        return len(changes)

    def _apply(self, changes):
        by_segment = {}
        for each in changes:
            by_segment.setdefault(each.segment_id, []).append(each.partner_id)
        for segment_id, ids in by_segment.items():
            # the history has each change with its figures: no message for each of thousands
            partners = (
                self.env["res.partner"]
                .browse(ids)
                .with_context(crm_segment_origin=BY_RULE, tracking_disable=True)
            )
            partners.write({"crm_segment_id": segment_id})
        self.env["crm.segment.history"].create([self._prepare_history(each) for each in changes])

    def _prepare_history(self, judgement):
        return {
            "partner_id": judgement.partner_id,
            "former_id": judgement.former_id,
            "segment_id": judgement.segment_id,
            "date": self.computed_on,
            "origin": "computed",
            "segmentation_id": self.id,
            "company_id": self.company_id.id,
            "value": judgement.value,
            "ahead": judgement.ahead,
        }

    def _judge(self):
        """Where each customer belongs that is not set by hand: list of :class:`Judgement`.

        Who never bought and is in none of these segments is no customer yet and stays so.
        """
        self.ensure_one()
        lines = self._get_ranked()
        places = {line.segment_id.id: place for place, line in enumerate(lines)}
        rows = self._read_sales(list(places))
        verdicts = segmentation.judge(
            {partner_id: float(value) for partner_id, value, _segment, _locked in rows},
            lines[:-1].mapped("limit"),
            self.limits_by,
            self.band,
            {row[0]: places[row[2]] for row in rows if row[2] in places},
        )
        ranked = lines.segment_id.ids
        return [
            Judgement(
                partner_id,
                segment_id,
                ranked[verdicts[partner_id].place],
                verdicts[partner_id].value,
                verdicts[partner_id].ahead,
            )
            for partner_id, _value, segment_id, locked in rows
            if not locked
        ]

    # -- sales -----------------------------------------------------------------------------------

    def _read_sales(self, segment_ids):
        """Rows (customer, sales, segment, set by hand) of all whom the rule is about."""
        for model in ("res.partner", "account.move", "account.move.line", "sale.order"):
            self.env[model].flush_model()
        self.env["product.product"].flush_model()
        shared = SQL("partner.company_id IS NULL OR") if self.shared_customers else SQL()
        return self.env.execute_query(
            SQL(
                """
                SELECT partner.id, COALESCE(sales.amount, 0), partner.crm_segment_id,
                       COALESCE(partner.segment_locked, FALSE)
                  FROM res_partner partner
             LEFT JOIN (%(sales)s) sales ON sales.partner_id = partner.id
                 WHERE partner.active
                   AND partner.commercial_partner_id = partner.id
                   AND (%(shared)s partner.company_id = %(company)s)
                   AND partner.id NOT IN (SELECT partner_id FROM res_company)
                   AND (sales.partner_id IS NOT NULL OR partner.crm_segment_id = ANY(%(segments)s))
              ORDER BY partner.id
                """,
                sales=getattr(self, f"_get_sql_{self.counted_by}")(*self._get_window()),
                shared=shared,
                company=self.company_id.id,
                segments=segment_ids,
            )
        )

    def _get_window(self):
        """First and last date that count."""
        last = self.company_id._crm_today()
        return last - relativedelta(months=self.window_months) + relativedelta(days=1), last

    def _get_sql_invoiced(self, first, last):
        return SQL(
            """
            SELECT move.commercial_partner_id AS partner_id,
                   SUM(move.amount_untaxed_signed) AS amount
              FROM account_move move
             WHERE move.state = 'posted' AND move.move_type IN %s
               AND move.company_id = %s AND move.invoice_date BETWEEN %s AND %s
          GROUP BY move.commercial_partner_id
            """,
            INVOICES,
            self.company_id.id,
            first,
            last,
        )

    def _get_sql_ordered(self, first, last):
        """The rate of an order is that of its currency against its company's."""
        tz = self.company_id._crm_tz()
        return SQL(
            """
            SELECT customer.commercial_partner_id AS partner_id,
                   SUM(sale.amount_untaxed / COALESCE(NULLIF(sale.currency_rate, 0), 1)) AS amount
              FROM sale_order sale
              JOIN res_partner customer ON customer.id = sale.partner_id
             WHERE sale.state = 'sale' AND sale.company_id = %s
               AND sale.date_order >= %s AND sale.date_order < %s
          GROUP BY customer.commercial_partner_id
            """,
            self.company_id.id,
            days.day_span(first, tz)[0],
            days.day_span(last, tz)[1],
        )

    def _get_sql_margin(self, first, last):
        """As core's analysis of invoices has it: less today's cost of the quantity sold."""
        return SQL(
            """
            SELECT move.commercial_partner_id AS partner_id,
                   SUM(-line.balance - CASE WHEN move.move_type = 'out_refund' THEN -1 ELSE 1 END
                       * line.quantity * COALESCE(sold.factor, 1)
                       / NULLIF(COALESCE(kept.factor, 1), 0)
                       * COALESCE((product.standard_price ->> %(key)s)::float, 0)) AS amount
              FROM account_move_line line
              JOIN account_move move ON move.id = line.move_id
         LEFT JOIN product_product product ON product.id = line.product_id
         LEFT JOIN product_template template ON template.id = product.product_tmpl_id
         LEFT JOIN uom_uom sold ON sold.id = line.product_uom_id
         LEFT JOIN uom_uom kept ON kept.id = template.uom_id
             WHERE move.state = 'posted' AND move.move_type IN %(types)s
               AND line.display_type = 'product'
               AND move.company_id = %(company)s
               AND move.invoice_date BETWEEN %(first)s AND %(last)s
          GROUP BY move.commercial_partner_id
            """,
            key=str(self.company_id.id),
            types=INVOICES,
            company=self.company_id.id,
            first=first,
            last=last,
        )

    # -- every month -----------------------------------------------------------------------------

    @api.model
    def _cron_compute(self):
        """Compute what has not been computed in this month of its company; daily, a rule each.

        A job that dies goes on with the rule where it was: each is one transaction.
        """
        due = self._get_due()
        cron = self.env["ir.cron"]
        cron._commit_progress(remaining=len(due))
        for rule in due:
            if not rule.try_lock_for_update(allow_referencing=True):
                continue
            try:
                rule._compute_segments()
            except OperationalError as error:
                self.env.cr.rollback()
                _logger.info("The segments of %s are left to the next run: %s", rule.id, error)
            if not cron._commit_progress(1):
                break

    @api.model
    def _get_due(self):
        due = self.browse()
        for company in self.env["res.company"].search(Domain.TRUE):
            month = fields.Date.start_of(company._crm_today(), "month")
            due += self.search(
                Domain("company_id", "=", company.id)
                & Domain("is_monthly", "=", True)
                & (Domain("computed_on", "=", False) | Domain("computed_on", "<", month))
            )
        return due
