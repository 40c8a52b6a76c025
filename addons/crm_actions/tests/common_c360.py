from datetime import date

from odoo import Command
from odoo.tests import freeze_time

from .common import ActionCase


class Customer360Case(ActionCase):
    """Nora looks after the hotel since the day before yesterday; before her Sara did.

    Today is Thursday 15 October 2026.
    """

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env["res.lang"]._activate_lang("en_US")
        cls.env = cls.env(context=dict(cls.env.context, lang="en_US"))
        cls.startClassPatcher(freeze_time("2026-10-15 10:00:00"))
        cls.company = cls.env.company
        cls.company.resource_calendar_id.tz = "Europe/Madrid"
        cls.customer.user_id = cls.nora
        cls.shop = cls.env["res.partner"].create(
            {"name": "Beach bar", "parent_id": cls.customer.id, "type": "delivery"}
        )
        cls.product = cls.env["product.product"].create({"name": "Cider", "list_price": 10})
        cls.journal = cls._set_up_accounting(cls.company)

    @classmethod
    def _set_up_accounting(cls, company):
        """A sales journal, and the accounts that an invoice of that company needs."""
        accounts = cls.env["account.account"].with_company(company)
        values = {"company_ids": [Command.set(company.ids)]}
        income = accounts.create(
            {"name": "Income", "code": "TINC", "account_type": "income", **values}
        )
        receivable = accounts.create(
            {
                "name": "Debt",
                "code": "TREC",
                "account_type": "asset_receivable",
                "reconcile": True,
                **values,
            }
        )
        cls.customer.with_company(company).property_account_receivable_id = receivable
        return cls.env["account.journal"].create(
            {
                "name": "Sales",
                "code": "TSJ",
                "type": "sale",
                "default_account_id": income.id,
                "company_id": company.id,
            }
        )

    @classmethod
    def _invoice(cls, amount, day, *, rep=None, partner=None, due=None, journal=None, **values):
        """A posted invoice of one line; due at once unless said otherwise."""
        rep = rep or cls.nora
        journal = journal or cls.journal
        invoice = (
            cls.env["account.move"]
            .with_company(journal.company_id)
            .create(
                {
                    "move_type": "out_invoice",
                    "partner_id": (partner or cls.customer).id,
                    "journal_id": journal.id,
                    "invoice_user_id": rep.id,
                    "team_id": rep.sale_team_id.id,
                    "invoice_date": date.fromisoformat(day),
                    "invoice_date_due": date.fromisoformat(due or day),
                    "invoice_payment_term_id": False,
                    "invoice_line_ids": [
                        Command.create(
                            {
                                "product_id": cls.product.id,
                                "price_unit": amount,
                                "account_id": journal.default_account_id.id,
                                "tax_ids": [],
                            }
                        )
                    ],
                    **values,
                }
            )
        )
        invoice.action_post()
        return invoice

    @classmethod
    def _order(cls, amount, *, rep=None, partner=None, confirm=False, **values):
        """A quote of one line, or an order."""
        rep = rep or cls.nora
        order = cls.env["sale.order"].create(
            {
                "partner_id": (partner or cls.customer).id,
                "user_id": rep.id,
                "team_id": rep.sale_team_id.id,
                "order_line": [
                    Command.create(
                        {"product_id": cls.product.id, "price_unit": amount, "tax_ids": []}
                    )
                ],
                **values,
            }
        )
        if confirm:
            order.action_confirm()
        return order

    @classmethod
    def _as(cls, user, partner=None):
        """The customer, as that user sees it."""
        return (partner or cls.customer).with_user(user).with_context(lang="en_US", tz=user.tz)

    @classmethod
    def _load(cls, user, *keys, partner=None, **options):
        """Sections by key, as that user gets them."""
        page = cls._as(user, partner).crm360_load(list(keys) or None, **options)
        return {section["key"]: section for section in page["sections"]}
