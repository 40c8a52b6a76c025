from odoo.exceptions import AccessError
from odoo.tests import new_test_user, tagged

from .common_c360 import Customer360Case


@tagged("-at_install", "post_install")
class TestCustomer360Rights(Customer360Case):
    """Who sees what of a customer that Nora has inherited from Sara.

    =====================  =======  =================  ==============  =========
    reader                 figures  orders, invoices   of them opens   actions
    =====================  =======  =================  ==============  =========
    nora, owner            yes      both reps'         own             own
    nils, same team        no       own                own             own
    sara, former owner     no       own                own             own
    lea, leads nora        yes      both reps'         team's          team's
    lou, leads sara        no       team's             team's          team's
    max, manager           yes      all                all             all
    =====================  =======  =================  ==============  =========
    """

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        for rep, amount in ((cls.sara, 100), (cls.nora, 7)):
            cls._order(amount, rep=rep, confirm=True)
            cls._invoice(amount, "2026-10-01", rep=rep)
            cls._plan(rep, summary=rep.name)
            cls._opportunity(rep, name=rep.name)
        cls.env.flush_all()

    def _amounts(self, user, part):
        rows = self._load(user, part)[part]["data"]["rows"]
        return {row["amount"]: bool(row.get("res_id")) for row in rows}

    def test_every_cell(self):
        both = {100: False, 7: True}
        for user, figures, documents, actions in (
            (self.nora, True, both, {"Nora"}),
            (self.nils, False, {}, set()),
            (self.sara, False, {100: True}, {"Sara"}),
            (self.lea, True, both, {"Nora"}),
            (self.lou, False, {100: True}, {"Sara"}),
            (self.max, True, {100: True, 7: True}, {"Nora", "Sara"}),
        ):
            with self.subTest(user=user.login):
                sections = self._load(user)
                self.assertNotIn(None, [part.get("data") for key, part in sections.items()
                                        if part["open"]])  # fmt: skip
                self.assertEqual(bool(sections["header"]["data"]["figures"]), figures)
                self.assertEqual(self._amounts(user, "sales"), documents)
                self.assertEqual(self._amounts(user, "invoices"), documents)
                bought = sections["products"]["data"]["rows"]
                self.assertEqual(sum(row["amount"] for row in bought), sum(documents))
                for part in ("actions", "opportunities"):
                    rows = sections[part]["data"]["rows"]
                    self.assertEqual({row["title"] for row in rows}, actions, part)

    def test_timeline_has_the_same_rights(self):
        for user, amounts in (
            (self.nora, {100: False, 7: True}),
            (self.nils, {}),
            (self.sara, {100: True}),
            (self.lou, {100: True}),
            (self.max, {100: True, 7: True}),
        ):
            items = self._as(user).crm360_timeline()["items"]
            for key in ("order", "invoice"):
                found = {
                    item["amount"]: bool(item.get("res_id")) for item in items if item["key"] == key
                }
                self.assertEqual(found, amounts, (user.login, key))

    def test_what_is_linked_can_be_opened(self):
        for user in (self.nora, self.nils, self.sara, self.lea, self.lou, self.max):
            for section in self._load(user).values():
                for row in section.get("data", {}).get("rows", ()):
                    if row.get("res_id"):
                        self.env[row["model"]].with_user(user).browse(row["res_id"]).check_access(
                            "read"
                        )

    def test_a_history_without_a_link_names_no_contents(self):
        [row] = [
            row
            for row in self._load(self.nora, "sales")["sales"]["data"]["rows"]
            if not row.get("res_id")
        ]
        self.assertEqual(
            set(row), {"id", "title", "text", "date", "amount", "currency_id", "badge"}
        )

    def test_a_customer_without_an_owner_is_open_to_every_rep(self):
        self.customer.user_id = False
        self.assertTrue(self._load(self.nils, "header")["header"]["data"]["figures"])

    def test_files_follow_their_document(self):
        order = self.env["sale.order"].search([("user_id", "=", self.sara.id)], limit=1)
        self.env["ir.attachment"].create(
            {"name": "offer.pdf", "raw": b"x", "res_model": "sale.order", "res_id": order.id}
        )
        for user, total in ((self.sara, 1), (self.nora, 0), (self.max, 1)):
            part = self._load(user, "documents")["documents"]["data"]
            self.assertEqual(part["total"], total, user.login)

    def test_a_customer_of_another_company_is_refused(self):
        other = self.env["res.company"].create({"name": "Other"})
        theirs = self.env["res.partner"].create({"name": "Theirs", "company_id": other.id})
        with self.assertRaises(AccessError):
            self._as(self.nora, theirs).crm360_load()
        with self.assertRaises(AccessError):
            self._as(self.nora, theirs).crm360_timeline()

    def test_documents_of_allowed_companies_alone(self):
        other = self.env["res.company"].create({"name": "Other"})
        self.max.company_ids += other
        journal = self._set_up_accounting(other)
        self._invoice(1000, "2026-10-02", rep=self.max, journal=journal)
        self._order(1000, rep=self.max, company_id=other.id, confirm=True, team_id=False)
        self.env["crm.action"].create(
            {
                "type_id": self.visit_type.id,
                "partner_id": self.customer.id,
                "company_id": other.id,
                "user_id": self.max.id,
                "start": "2026-10-15 09:00:00",
            }
        )

        def seen(companies):
            customer = self.customer.with_context(allowed_company_ids=companies.ids)
            sections = self._load(self.max, partner=customer)
            parts = {key: part["data"] for key, part in sections.items() if "data" in part}
            totals = [parts[key]["total"] for key in ("sales", "invoices", "actions")]
            return [*totals, parts["header"]["figures"]["sales"]]

        self.assertEqual(seen(self.company), [2, 2, 2, 107])
        self.assertEqual(seen(other), [1, 1, 1, 1000])
        self.assertEqual(seen(self.company | other), [3, 3, 3, 1107])

    def test_accounts_see_the_figures(self):
        clerk = new_test_user(
            self.env, "accounts", groups="base.group_user,account.group_account_invoice"
        )
        self.assertEqual(self._load(clerk, "header")["header"]["data"]["figures"]["open"], 107)
        self.assertEqual(self._load(clerk, "invoices")["invoices"]["data"]["total"], 2)
