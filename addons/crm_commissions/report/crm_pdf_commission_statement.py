from decimal import Decimal
from functools import partial
from operator import attrgetter

from odoo import api, models
from odoo.tools import groupby

from odoo.addons.crm_actions.engine.pdf.parts import Column, Muted, Signature, Strong, Total

from ..engine.statements import rounded_parts

_ROWS = 150  # of a table: longer ones are many times slower


class CrmPdfCommissionStatement(models.AbstractModel):
    """A statement on paper: what is paid, how it comes about, and all it consists of."""

    _name = "crm.pdf.commission.statement"
    _inherit = ["crm.pdf.document"]
    _description = "Commission Statement (PDF)"
    _pdf_models = ("crm.commission.statement",)
    _pdf_code = "statement"

    @api.model
    def _get_title(self, record):
        return self.env._("Commission statement")

    @api.model
    def _get_file_title(self, record):
        # sudo: the name of who is paid, of a statement that may be read
        payee = record.sudo().payee_id
        return f"{self._get_title(record)} {record.date_from:%Y-%m} {payee.name}"

    @api.model
    def _get_reader(self, record):
        return record.sudo().payee_id  # sudo: see `_get_file_title`

    @api.model
    def _in_language(self, record):
        """On the clock of the company too: the file is the same for whoever opens it."""
        tz = self._get_company(record.sudo())._crm_tz()  # sudo: an agent reads no companies
        document, record = super()._in_language(record)
        return document.with_context(tz=tz), record.with_context(tz=tz)

    @api.model
    def _render(self, record):
        """sudo: who may read a statement, which was asked, may read what it consists of."""
        return super()._render(record.sudo())

    @api.model
    def _compose(self, kit, record):
        money = partial(self._format_money, currency=record.currency_id)
        kit.title(
            self._get_title(record), record._get_month()[:1].upper() + record._get_month()[1:]
        )
        kit.recipient(self._get_address(record.payee_id), self.env._("Payee"))
        kit.information(self._get_facts(record))
        kit.totals(self._get_totals(record, money))
        for plan in record._get_drill_plans():
            self._compose_plan(kit, plan, money)
        self._compose_lines(kit, record, money)
        self._compose_sales(kit, record, money)
        self._compose_acknowledgement(kit, record)

    @api.model
    def _get_address(self, partner):
        lines = (partner._display_address() or "").splitlines()
        name = partner.name or ""
        return [name, *(line for line in lines if line.strip() and line.strip() != name)]

    @api.model
    def _get_facts(self, record):
        states = dict(record._fields["state"]._description_selection(self.env))
        return [
            (self.env._("Status"), states[record.state]),
            (self.env._("Due"), self._format_day(record.due_date, "long")),
            (self.env._("Tax ID"), record.payee_id.vat or ""),
            (self.env._("Sent on"), self._format_day(record.sent_at, "long")),
            (self.env._("Acknowledged on"), self._format_day(record.acknowledged_at, "long")),
            (self.env._("Approved on"), self._format_day(record.approved_at, "long")),
        ]

    @api.model
    def _get_totals(self, record, money):
        figures = [
            Total(figure["label"], money(figure["amount"]))
            for figure in record._get_drill_figures()
        ]
        total = money(record.amount_payable)
        return [*figures, Total(self.env._("To pay"), total, "total")]

    # -- how it comes about ----------------------------------------------------------------------

    @api.model
    def _compose_plan(self, kit, plan, money):
        columns = [
            Column(self.env._("What"), 3.2),
            Column(self.env._("How it comes about"), 3.4),
            Column(self.env._("Amount"), 1.4, "right"),
        ]
        rows = [[group["title"], group["note"], money(group["amount"])] for group in plan["groups"]]
        rows.append([Strong(self.env._("Total")), "", Strong(money(plan["amount"]))])
        kit.table(columns, rows, plan["title"])

    # -- line by line ----------------------------------------------------------------------------

    @api.model
    def _compose_lines(self, kit, record, money):
        """All entries; what is shown adds up to the total of the entries."""
        lines = list(record._iter_lines())
        shown = rounded_parts(
            [line.amount for line in lines],
            Decimal(str(record.amount_gross)),
            record.currency_id.decimal_places,
        )
        columns = [
            Column(self.env._("Date"), 1.3),
            Column(self.env._("Document"), 1.75),
            Column(self.env._("Customer"), 2),
            Column(self.env._("Product"), 2),
            Column(self.env._("Base"), 1.45, "right"),
            Column(self.env._("Rate"), 0.85, "right"),
            Column(self.env._("Amount"), 1.35, "right"),
        ]
        rows = [
            self._get_row(line, amount, money) for line, amount in zip(lines, shown, strict=True)
        ]
        self._compose_long(kit, columns, rows, self.env._("Line by line"))

    @api.model
    def _get_row(self, line, amount, money):
        # of what is no sale it is said what it is, and how it comes about if no rate says so
        about = [line.partner, Muted(line.product)]
        if not line.is_sale:
            about = [line.title, Muted("" if line.rate else line.words)]
        if line.origin:
            about[0] = [about[0], Muted(self.env._("of %s", line.origin))]
        return [
            self._format_date(line.date),
            line.document,
            *about,
            money(float(line.base)) if line.base and line.rate.endswith("%") else "",
            line.rate,
            money(float(amount)),
        ]

    @api.model
    def _compose_sales(self, kit, record, money):
        columns = [
            Column(self.env._("Date"), 1.3),
            Column(self.env._("Document"), 1.75),
            Column(self.env._("Customer"), 2.6),
            Column(self.env._("Product"), 2.6),
            Column(self.env._("Counts"), 1.45, "right"),
        ]
        for (plan, window), sales in groupby(record._iter_sales(), attrgetter("plan", "window")):
            rows = [
                [
                    self._format_date(sale.date),
                    sale.document,
                    sale.partner,
                    Muted(sale.product),
                    money(float(sale.base)),
                ]
                for sale in sales
            ]
            title = self.env._(
                "Sales that fill the tiers of %(plan)s, %(window)s", plan=plan, window=window
            )
            self._compose_long(kit, columns, rows, title)

    @api.model
    def _compose_long(self, kit, columns, rows, heading):
        for start in range(0, len(rows), _ROWS):
            kit.table(columns, rows[start : start + _ROWS], "" if start else heading)

    @api.model
    def _format_money(self, amount, currency):
        return super()._format_money(amount, currency).replace("-", "\N{MINUS SIGN}")

    @api.model
    def _format_date(self, day):
        return self._format_day(day, False)

    # -- the end ---------------------------------------------------------------------------------

    @api.model
    def _compose_acknowledgement(self, kit, record):
        if not record.acknowledged_by_id:
            kit.signatures([Signature(self.env._("Seen and agreed to"), record.payee_id.name)])
            return
        kit.paragraph(
            self.env._(
                "Acknowledged by %(person)s on %(day)s at %(hour)s.",
                person=record.acknowledged_by_id.name,
                day=self._format_day(record.acknowledged_at, "long"),
                hour=self._format_hour(record.acknowledged_at),
            )
        )
        kit.paragraph(self.env._("Fingerprint of the entries: %s", record.fingerprint), "muted")
