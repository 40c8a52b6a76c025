from datetime import datetime

from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.tests import new_test_user, tagged

from .common import ActionCase

ALL_LEADS = "sales_team.group_sale_salesman_all_leads"
VERBS = ("read", "write", "create", "unlink")

# Whose documents each role reads, writes, creates and deletes, in this order.
MATRIX = {
    #              rep               leader            all documents   manager
    "crm.action": ("own own own own", "team team team -", "all all all -", "all all all all"),
    "crm.call": ("own own own own", "team team team team", "all all all all", "all all all all"),
    "crm.lead": ("own own own -", "team team team -", "all all all -", "all all all all"),
    "sale.order": ("own own own -", "team team team -", "all all all -", "all all all all"),
    "sale.order.line": (
        "own own own own", "team team team team", "all all all all", "all all all all",
    ),
    "crm.portfolio.assignment": (
        "own - - -", "team team team team", "all - - -", "all all all all",
    ),
    "account.move": ("own - - -", "team - - -", "all - - -", "all - - -"),
    "account.move.line": ("own - - -", "team - - -", "all - - -", "all - - -"),
    "account.invoice.report": ("- - - -", "team - - -", "all - - -", "all - - -"),
    "sale.report": ("own - - -", "team - - -", "all - - -", "all - - -"),
    "crm.activity.report": ("own - - -", "team - - -", "all - - -", "all - - -"),
}  # fmt: skip


class RollBackError(Exception):
    """Ends a savepoint that is not to be kept."""


@tagged("-at_install", "post_install")
class TestSecurityOfLeaders(ActionCase):
    """Every cell of role, model and verb; Nora and Nils are Lea's team, Sara is Lou's."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.ann = cls._user("ann", ALL_LEADS)
        cls.reps = cls.nora | cls.nils | cls.sara
        cls.product = cls.env["product.product"].create({"name": "Cider", "list_price": 10})
        cls._set_up_accounting()
        cls.documents = {name: {} for name in MATRIX}
        for rep in cls.reps:
            for name, document in cls._make_documents(rep).items():
                cls.documents[name][rep] = document
        cls.env.flush_all()

    @classmethod
    def _set_up_accounting(cls):
        accounts = cls.env["account.account"]
        income = accounts.create({"name": "T", "code": "TINC", "account_type": "income"})
        receivable = accounts.create(
            {
                "name": "T",
                "code": "TREC",
                "account_type": "asset_receivable",
                "reconcile": True,
            }
        )
        cls.customer.property_account_receivable_id = receivable
        cls.journal = cls.env["account.journal"].create(
            {"name": "T", "code": "TSJ", "type": "sale", "default_account_id": income.id}
        )

    @classmethod
    def _make_documents(cls, rep):
        lead = cls.env["crm.lead"].create(cls._values("crm.lead", rep))
        activity = lead.activity_schedule("mail.mail_activity_data_call", user_id=rep.id)
        activity.action_feedback("Done")
        order = cls.env["sale.order"].create(cls._values("sale.order", rep))
        invoice = cls._invoice(rep)
        invoice.action_post()
        customer = cls.env["res.partner"].create({"name": f"Bar of {rep.name}"})
        cls.env.flush_all()
        return {
            "crm.action": cls._plan(rep),
            "crm.call": cls.env["crm.call"].create(cls._values("crm.call", rep)),
            "crm.lead": lead,
            "crm.activity.report": cls.env["crm.activity.report"].search(
                [("lead_id", "=", lead.id)], limit=1
            ),
            "sale.order": order,
            "sale.order.line": order.order_line,
            "sale.report": cls.env["sale.report"].search(
                [("order_reference", "=", f"sale.order,{order.id}")], limit=1
            ),
            "account.move": invoice,
            "account.move.line": invoice.invoice_line_ids,
            "account.invoice.report": cls.env["account.invoice.report"].search(
                [("move_id", "=", invoice.id)]
            ),
            "crm.portfolio.assignment": cls.env["crm.portfolio.assignment"].create(
                {"partner_id": customer.id, "user_id": rep.id}
            ),
        }

    @classmethod
    def _invoice(cls, rep):
        return cls.env["account.move"].create(
            {
                "move_type": "out_invoice",
                "partner_id": cls.customer.id,
                "journal_id": cls.journal.id,
                "invoice_user_id": rep.id,
                "team_id": rep.sale_team_id.id,
                "invoice_line_ids": [
                    Command.create({"name": "Cider", "price_unit": 10, "tax_ids": []})
                ],
            }
        )

    @classmethod
    def _values(cls, name, rep):
        team = {"user_id": rep.id, "team_id": rep.sale_team_id.id}
        customer = {"partner_id": cls.customer.id}
        if name == "crm.lead":
            return {"name": "Breakfasts", "type": "opportunity", **team, **customer}
        if name == "sale.order":
            line = Command.create({"product_id": cls.product.id, "tax_ids": []})
            return {**team, **customer, "order_line": [line]}
        if name == "sale.order.line":
            order = cls.documents["sale.order"][rep]
            return {"order_id": order.id, "product_id": cls.product.id}
        if name == "crm.action":
            return {
                **customer,
                "user_id": rep.id,
                "type_id": cls.visit_type.id,
                "start": datetime(2026, 10, 20, 9),
            }
        if name == "crm.call":
            return {"user_id": rep.id, "number": "101"}
        if name == "crm.portfolio.assignment":
            fresh = cls.env["res.partner"].create({"name": "Fresh"})
            return {"partner_id": fresh.id, "user_id": rep.id}
        if name == "account.move.line":
            return {"move_id": cls.documents["account.move"][rep].id, "name": "More"}
        return {}

    def _may(self, user, name, verb, rep):
        """Whether the user really does it; nothing of it is kept."""
        model = self.env[name].with_user(user)
        document = model.browse(self.documents[name][rep].id)
        values = self._values(name, rep) if verb == "create" else {}
        attempts = {
            "read": lambda: document.read(["display_name"]),
            "write": lambda: document.write(self._get_harmless_change(name)),
            "create": lambda: model.create(values),
            "unlink": document.unlink,
        }
        try:
            with self.env.cr.savepoint():
                attempts[verb]()
                self.env.flush_all()
                raise RollBackError
        except RollBackError:
            return True
        except (AccessError, UserError):
            return False
        finally:
            self.env.invalidate_all()

    @staticmethod
    def _get_harmless_change(name):
        return {
            "crm.action": {"summary": "Changed"},
            "crm.call": {"notes": "Changed"},
            "crm.lead": {"priority": "1"},
            "sale.order": {"client_order_ref": "Changed"},
            "sale.order.line": {"name": "Changed"},
            "crm.portfolio.assignment": {"date_to": "2090-01-01"},
            "account.move": {"narration": "Changed"},
            "account.move.line": {"name": "Changed"},
        }.get(name, {"create_date": False})

    def test_each_cell(self):
        roles = (
            (self.nora, 0, {"own": self.nora, "all": self.reps}),
            (self.lea, 1, {"team": self.nora | self.nils, "all": self.reps}),
            (self.lou, 1, {"team": self.sara, "all": self.reps}),
            (self.ann, 2, {"all": self.reps}),
            (self.max, 3, {"all": self.reps}),
        )
        for name, columns in MATRIX.items():
            for user, column, scopes in roles:
                for verb, scope in zip(VERBS, columns[column].split(), strict=True):
                    expected = scopes.get(scope, self.env["res.users"])
                    for rep in self.reps:
                        with self.subTest(model=name, user=user.login, verb=verb, whose=rep.login):
                            self.assertEqual(self._may(user, name, verb, rep), rep in expected)

    def test_strangers_reach_nothing(self):
        strangers = (
            new_test_user(self.env, "otto", "base.group_user"),
            new_test_user(self.env, "pia", "base.group_portal"),
        )
        for name in MATRIX:
            for user in strangers:
                for verb in VERBS:
                    with self.subTest(model=name, user=user.login, verb=verb):
                        self.assertFalse(self._may(user, name, verb, self.nora))

    def test_a_search_finds_what_may_be_read(self):
        for name, documents in self.documents.items():
            ids = [document.id for document in documents.values()]
            for user, expected in ((self.lea, self.nora | self.nils), (self.lou, self.sara)):
                found = self.env[name].with_user(user).search([("id", "in", ids)])
                with self.subTest(model=name, user=user.login):
                    self.assertEqual(set(found.ids), {documents[rep].id for rep in expected})

    def test_a_draft_invoice_of_the_team_is_not_the_leaders_business(self):
        draft = self._invoice(self.nils)
        for user, expected in ((self.lea, 0), (self.nils, 1), (self.ann, 1)):
            found = self.env["account.move"].with_user(user).search([("id", "=", draft.id)])
            self.assertEqual(len(found), expected, user.login)

    def test_a_leader_opens_the_analysis_of_the_teams_invoices(self):
        # given invoices of 10.00 each of Nora, Nils and Sara; when Lea opens what the menu opens
        menu = self.env.ref("crm_actions.menu_invoice_report")
        report = self.env["account.invoice.report"].with_user(self.lea)
        views = [(False, view) for view in menu.action.view_mode.split(",")]
        described = report.get_views([*views, (menu.action.search_view_id.id, "search")])
        self.assertIn("price_subtotal", described["models"][report._name]["fields"])
        for field in ("invoice_user_id", "product_id", "journal_id", "account_id", "team_id"):
            groups = report.formatted_read_group(
                [("journal_id", "=", self.journal.id)], [field], ["price_subtotal:sum"]
            )
            # then it adds up Nora's and Nils's
            self.assertEqual(sum(group["price_subtotal:sum"] for group in groups), 20, field)
        seen = {
            user: menu.id in self.env["ir.ui.menu"].with_user(user)._visible_menu_ids()
            for user in (self.nora, self.lea, self.ann, self.max)
        }
        self.assertEqual(seen, {self.nora: False, self.lea: True, self.ann: True, self.max: True})

    def test_a_leader_never_sees_vendor_bills(self):
        bill = self.documents["account.move"][self.nils]
        moves = self.env["account.move"].with_user(self.lea)
        self.assertTrue(moves.search([("id", "=", bill.id)]))
        self.env.cr.execute(
            "UPDATE account_move SET move_type = 'in_invoice' WHERE id = %s", [bill.id]
        )
        self.env.invalidate_all()
        self.assertFalse(moves.search([("id", "=", bill.id)]))

    def test_what_belongs_to_nobody_stays_visible_to_every_rep_as_in_core(self):
        lead = self.env["crm.lead"].create({"name": "Web", "user_id": False, "team_id": False})
        for user in (self.nora, self.lea, self.lou):
            self.assertTrue(self.env["crm.lead"].with_user(user).search([("id", "=", lead.id)]))

    def test_the_companies_stay_apart_for_a_leader_too(self):
        other = self.env["res.company"].create({"name": "Portugal"})
        self.lea.company_ids += other
        team = self.env["crm.team"].create(
            {"name": "Porto", "user_id": self.lea.id, "company_id": other.id}
        )
        lead = self.env["crm.lead"].create(
            {"name": "Far", "company_id": other.id, "team_id": team.id, "user_id": False}
        )
        leads = self.env["crm.lead"].with_user(self.lea)
        for company, expected in ((self.env.company, 0), (other, 1)):
            found = leads.with_context(allowed_company_ids=company.ids)
            self.assertEqual(found.search_count([("id", "=", lead.id)]), expected)
