from dateutil.relativedelta import relativedelta

from odoo import models
from odoo.fields import Domain
from odoo.tools import SQL

from ..rows import RowQuery
from .crm_360_mixin import ROWS
from .res_partner_figures import OWED, overdue

INVOICES = ("out_invoice", "out_refund", "out_receipt")
_NEW_DAYS = 90
_SEEN_TWICE = 2
_CHANGES = 3
_PAYMENT_TONES = {"paid": "success", "in_payment": "success", "reversed": "neutral"}


class ResPartner(models.Model):
    """Opportunities, invoices and products on a customer's page."""

    # one file for each purpose
    _inherit = "res.partner"  # pylint: disable=consider-merging-classes-inherited

    # -- opportunities ---------------------------------------------------------------------

    def _crm360_load_opportunities(self):
        """Open opportunities, the one most at risk first, with the reason."""
        leads = self.env["crm.lead"]
        domain = self._crm360_scope("crm.lead") & leads._get_open_domain()
        query = RowQuery(
            leads, domain, order=SQL("followup_score NULLS LAST, crm_lead.id"), limit=ROWS
        )
        query.add(
            id="id", title="name", score="followup_score", state="followup_state",
            reasons="followup_reason_data", stage="stage_id.name", amount="expected_revenue",
            currency_id="company_id.currency_id",
        )  # fmt: skip
        query.add_sql(revenues=self._crm360_sum_leads(domain))
        rows = query.add_total().fetch()
        return self._crm360_list(
            rows,
            [self._crm360_show_lead(row) for row in rows],
            empty=self.env._("No open opportunity."),
            action=self._crm360_open_list(
                self.env._("Opportunities"),
                "crm.lead",
                domain,
                default_partner_id=self._crm360_customer().id,
                default_type="opportunity",
            ),
            # amounts of companies with different currencies do not add up as they stand
            amount=sum(
                self._crm_to_currency(amount, int(company_id) or self.env.company.id)
                for company_id, amount in (rows[0]["revenues"] if rows else {}).items()
            ),
            currency_id=self.env.company.currency_id.id,
        )

    def _crm360_sum_leads(self, domain):
        """Expression of all expected revenues by company, ``{company_id: amount}``, 0 for none."""
        leads = RowQuery(self.env["crm.lead"], domain)
        company = SQL("COALESCE(%s, 0)", leads.sql("company_id"))
        leads.query.groupby = company
        return SQL(
            "(SELECT json_object_agg(company, amount) FROM (%s) by_company)",
            leads.query.select(
                SQL("%s AS company", company),
                SQL("COALESCE(SUM(crm_lead.expected_revenue), 0) AS amount"),
            ),
        )

    def _crm360_show_lead(self, row):
        leads = self.env["crm.lead"]
        reasons = [leads._word_reason(reason) for reason in row["reasons"] or []]
        return {
            "id": row["id"],
            "model": "crm.lead",
            "res_id": row["id"],
            "title": row["title"],
            "text": " · ".join(filter(None, (row["stage"], *reasons[:1]))),
            "amount": float(row["amount"] or 0),
            "currency_id": row["currency_id"] or False,
            "health": {"state": row["state"], "score": row["score"]},
        }

    # -- invoices --------------------------------------------------------------------------

    def _crm360_invoice_query(self, domain, **options):
        """Posted invoices of this page: number, day, state and amount, and no more."""
        domain &= Domain("move_type", "in", INVOICES) & Domain("state", "=", "posted")
        domain &= Domain("company_id", "in", self.env.companies.ids)
        moves = self.env["account.move"]
        query = RowQuery(moves, domain, everything=self._crm360_sees_all(), **options)
        query.add(
            id="id", name="name", date="invoice_date", state="payment_state",
            type="move_type", amount="amount_total", residual="amount_residual",
            currency_id="currency_id",
        )  # fmt: skip
        return self._crm360_add_owed(query.add_readable())

    def _crm360_load_invoices(self):
        """The invoices, those that are overdue first, then the newest; and the last payment.

        Whoever looks after the customer sees also what former reps have sold, with all rights:
        number, day, state and amount, without a link.
        """
        today = self.env.company._crm_today()
        scope = self._crm360_scope("account.move")
        query = self._crm360_invoice_query(
            scope,
            order=SQL(
                """COALESCE(owed.overdue, 0) > 0 DESC,
                   account_move.invoice_date DESC, account_move.id DESC"""
            ),
            limit=ROWS,
        )
        query.add_sql(late_count=SQL("COUNT(*) FILTER (WHERE owed.overdue > 0) OVER ()"))
        if self._crm360_sees_all():
            query.add_sql(payment=self._crm360_last_payment())
        rows = query.add_total().fetch()
        return self._crm360_list(
            rows,
            [self._crm360_show_invoice(row, today) for row in rows],
            empty=self.env._("No invoices yet."),
            action=self._crm360_open_list(
                self.env._("Invoices"),
                "account.move",
                scope & Domain("move_type", "in", INVOICES) & Domain("state", "=", "posted"),
            ),
            late_count=rows[0]["late_count"] if rows else 0,
            payment=(rows and rows[0].get("payment")) or False,
        )

    def _crm360_add_owed(self, query):
        """Add what is overdue of each invoice, since when, and which day comes next.

        By what is owed, as the head of the page: an invoice may be overdue in one instalment.
        """
        self.env["account.move.line"].flush_model()
        owed = SQL(
            """LATERAL (
                   SELECT SUM(document.amount_residual_currency) FILTER (WHERE %(late)s) AS overdue,
                          MIN(document.date_maturity) AS due
                     FROM account_move_line document
                     JOIN account_account account ON account.id = document.account_id
                    WHERE document.move_id = account_move.id AND document.amount_residual > 0
                      AND account_move.amount_residual > 0 AND %(owed)s)""",
            late=overdue(self.env.company._crm_today()),
            owed=OWED,
        )
        query.query.add_join("LEFT JOIN", "owed", owed, SQL("TRUE"))
        return query.add_sql(overdue=SQL("owed.overdue"), due=SQL("owed.due"))

    def _crm360_show_invoice(self, row, today):
        sign = -1 if row["type"] == "out_refund" else 1
        return {
            "id": row["id"],
            "title": row["name"],
            "text": self.env._("Credit note") if sign < 0 else "",
            "date": str(row["date"]),
            "amount": sign * float(row["amount"] or 0),
            "residual": sign * float(row["residual"] or 0),
            "overdue": float(row["overdue"] or 0),
            "due": str(row["due"]) if row["due"] else False,
            "currency_id": row["currency_id"],
            "badge": self._crm360_badge_invoice(row, today),
            **self._crm360_link("account.move", row),
        }

    def _crm360_badge_invoice(self, row, today):
        if row["overdue"]:
            days = (today - row["due"]).days
            label = self.env._("Overdue by one day")
            if days > 1:
                label = self.env._("Overdue by %(days)s days", days=days)
            return {"label": label, "tone": "danger"}
        return {
            "label": self._crm360_label("account.move", "payment_state", row["state"]),
            "tone": _PAYMENT_TONES.get(row["state"], "info"),
        }

    def _crm360_payment_query(self, domain, **options):
        """What the customer has paid: day and amount, for whoever sees its history."""
        domain &= self._crm360_scope("account.move.line") & Domain(
            [
                ("account_id.account_type", "=", "asset_receivable"),
                ("parent_state", "=", "posted"),
                ("journal_id.type", "in", ("bank", "cash", "credit")),
                ("balance", "<", 0),
                ("company_id", "in", self.env.companies.ids),
            ]
        )
        # sudo: what core keeps for accountants; only day and amount are read
        query = RowQuery(self.env["account.move.line"].sudo(), domain, **options)
        return query.add(id="id", date="date", amount="amount_currency", currency_id="currency_id")

    def _crm360_last_payment(self):
        """Expression of the last payment, ``{'date', 'amount', 'currency_id'}``, null if none."""
        lines = self._crm360_payment_query(
            Domain.TRUE,
            order=SQL("account_move_line.date DESC, account_move_line.id DESC"),
            limit=1,
        )
        columns = [lines.sql(name) for name in ("date", "amount_currency", "currency_id")]
        return lines.query.subselect(
            SQL("json_build_object('date', %s, 'amount', -%s, 'currency_id', %s)", *columns)
        )

    # -- products --------------------------------------------------------------------------

    def _crm360_load_products(self):
        """What the customer buys, by invoiced amount: most, newly, and no longer.

        New is what was first invoiced in the last 90 days; no longer bought is what came on two
        invoices or more in the two years before, and on none since.

        :return: a list with ``top``, ``new`` and ``stopped`` rows
        """
        products = self._crm360_read_products()
        border = self.env.company._crm_today() - relativedelta(days=_NEW_DAYS)
        top = sorted(products, key=lambda row: (-row["amount"], row["id"]))
        bought = [row for row in top if row["amount"] > 0]
        new = [row for row in bought if row["first"] > border]
        stopped = [
            row for row in products if row["last"] <= border and row["invoices"] >= _SEEN_TWICE
        ]
        stopped.sort(key=lambda row: (-(row["amount"] + row["before"]), row["id"]))
        return {
            "rows": [self._crm360_show_product(row) for row in bought[:ROWS]],
            "new": [self._crm360_show_product(row) for row in new[:_CHANGES]],
            "stopped": [self._crm360_show_product(row) for row in stopped[:_CHANGES]],
            "total": len(bought),
            "empty": self.env._("Nothing invoiced in the last twelve months."),
            "action": False,
        }

    def _crm360_read_products(self):
        """Invoiced products of two years: amounts of this one and the one before, and days."""
        today = self.env.company._crm_today()
        year_ago = today - relativedelta(years=1)
        domain = self._crm360_scope("account.move.line") & Domain(
            [
                ("display_type", "=", "product"),
                ("product_id", "!=", False),
                ("parent_state", "=", "posted"),
                ("move_type", "in", INVOICES),
                ("company_id", "in", self.env.companies.ids),
                ("invoice_date", ">", today - relativedelta(years=2)),
                ("invoice_date", "<=", today),
            ]
        )
        query = RowQuery(self.env["account.move.line"], domain, everything=self._crm360_sees_all())
        product, name = query.sql("product_id"), query.sql("product_id.product_tmpl_id.name")
        code, day = query.sql("product_id.default_code"), query.sql("invoice_date")
        company = query.sql("company_id")
        query.query.groupby = SQL("%s, %s, %s, %s", product, name, code, company)
        # a credit note takes off the amount, but it is no purchase
        sold = SQL("account_move_line.balance < 0")
        query.add_sql(
            id=product, name=name, code=code, company=company,
            amount=SQL("-SUM(account_move_line.balance) FILTER (WHERE %s > %s)", day, year_ago),
            before=SQL("-SUM(account_move_line.balance) FILTER (WHERE %s <= %s)", day, year_ago),
            first=SQL("MIN(%s) FILTER (WHERE %s)", day, sold),
            last=SQL("MAX(%s) FILTER (WHERE %s)", day, sold),
            invoices=SQL("COUNT(DISTINCT account_move_line.move_id) FILTER (WHERE %s)", sold),
        )  # fmt: skip
        return self._crm360_add_companies(query.fetch())

    def _crm360_add_companies(self, rows):
        """One row a product, in the currency of the current company."""
        products = {}
        for row in rows:
            if not row["first"]:
                continue  # nothing but credit notes
            for name in ("amount", "before"):
                row[name] = self._crm_to_currency(row[name], row["company"])
            known = products.setdefault(row["id"], row)
            if known is not row:
                for name in ("amount", "before", "invoices"):
                    known[name] += row[name]
                known["first"] = min(known["first"], row["first"])
                known["last"] = max(known["last"], row["last"])
        return list(products.values())

    def _crm360_show_product(self, row):
        before = row["before"]
        change = round(100 * (row["amount"] - before) / before) if before > 0 else False
        return {
            "id": row["id"],
            "title": row["name"],
            "text": row["code"] or "",
            "amount": row["amount"],
            "change": change,
            "date": str(row["last"]),
        }
