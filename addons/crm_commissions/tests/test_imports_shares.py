from freezegun import freeze_time

from odoo.exceptions import AccessError
from odoo.tests import HttpCase, tagged
from odoo.tools import mute_logger

from .common import ACCOUNTANT, AUDITOR, MANAGER
from .common_import import PARTICIPANTS, PLANS, SHARES, TARGETS, CommissionImportCase

ALL = (PLANS, PARTICIPANTS, SHARES, TARGETS)


@tagged("-at_install", "post_install")
@freeze_time("2026-10-15 10:00:00")
class TestImportsShares(CommissionImportCase):
    """Who shares an order or an invoice."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.plan = cls._plan_of(cls.nora, cls.nils, name="Reps of October")
        cls.sale, cls.other = cls.env["sale.order"].create(
            [
                {"partner_id": cls.customer.id, "name": name, "user_id": cls.nora.id}
                for name in ("SHARED-1", "SHARED-2")
            ]
        )

    def _shares(self, order=None):
        rows = (order or self.sale).commission_split_ids.sorted("id")
        return [(each.payee_id.name, each.percent) for each in rows]

    def test_shares_come_and_change_places(self):
        rows = "Order;Payee;Share (%)\nSHARED-1;nora;60\nSHARED-1;Nils;{}\n"
        self._good(SHARES, rows.format("33,3333"))
        self.assertEqual(self._shares(), [("Nora", 60), ("Nils", 33.3333)])
        again = self._good(SHARES, rows.format("33,3333"))
        self.assertEqual(self._counts(again), (0, 0, 2, 0))
        # first the greater one: on the way there must not be more than all
        turned = "Order;Payee;Share (%)\nSHARED-1;nils;70\nSHARED-1;nora;30\n"
        self.assertEqual(self._counts(self._good(SHARES, turned)), (0, 2, 0, 0))
        self.assertEqual(self._shares(), [("Nora", 30), ("Nils", 70)])

    def test_an_invoice_by_its_number(self):
        invoice = self.env["account.move"].create(
            {
                "move_type": "out_invoice",
                "partner_id": self.customer.id,
                "invoice_date": "2026-10-10",
                "invoice_line_ids": [(0, 0, {"name": "Cider", "price_unit": 100})],
            }
        )
        invoice.action_post()
        self._good(SHARES, f"Invoice;Payee;Share (%)\n{invoice.name};nora;25\n")
        share = invoice.commission_split_ids
        self.assertEqual((share.payee_id, share.percent), (self.nora.partner_id, 25))

    def test_shares_that_cannot_be(self):
        self._good(SHARES, "Order;Payee;Share (%)\nSHARED-2;nora;60\n")
        rows = (
            "Order;Invoice;Payee;Share (%)\n"
            "NOTHING;;nora;10\n;NOTHING;nora;10\n;;nora;10\nSHARED-1;;sara;10\nSHARED-1;;nils;0\n"
            "SHARED-1;;nils;101\nSHARED-2;;nils;41\nSHARED-1;;nora;10\nSHARED-1;;nora;20\n"
        )
        run = self._import(SHARES, rows)
        told = self._told(run)
        self.assertEqual(sorted(told), [2, 3, 4, 5, 6, 7, 8, 10])
        for line, words in (
            (2, "No order"), (3, "No invoice"), (4, "of which order or of which invoice"),
            (5, "takes part in no commission plan"), (6, "above 0 %"), (7, "from 0 to 100"),
            (8, "make 101 %, more than there is to share"), (10, "Line 9 says it already"),
        ):  # fmt: skip
            self.assertIn(words, told[line])
        self.assertEqual((self._shares(), self._shares(self.other)), ([], [("Nora", 60)]))

    def test_a_hundred_shares_cost_few_queries_more_than_ten(self):
        def rows(count, first):
            orders = self.env["sale.order"].create(
                [{"partner_id": self.customer.id, "name": f"MANY-{first + n}"}
                 for n in range(count)]
            )  # fmt: skip
            lines = "".join(f"{order.name};nora;50\n{order.name};nils;50\n" for order in orders)
            return "Order;Payee;Share (%)\n" + lines

        self._count_queries(SHARES, rows(2, 0))
        few = self._count_queries(SHARES, rows(10, 100))
        self.assertLess(self._count_queries(SHARES, rows(100, 200)), few + 30)


@tagged("-at_install", "post_install")
class TestImportsRights(CommissionImportCase, HttpCase):
    """Who may write what a file says may import it, and nobody else."""

    def test_managers_of_commissions_import_what_they_may_write_and_see_their_own_files(self):
        boss = self._user("boss", MANAGER)
        self._good(PLANS, "Plan code;Plan;Rate\nBOSS;Plan of the boss;6\n", boss)
        self.assertTrue(self.env["crm.commission.plan"].search([("name", "=", "Plan of the boss")]))
        self._good(PARTICIPANTS, "Plan;Payee;From\nBOSS;nora;2026-10-01\n", boss)
        self._good(TARGETS, "Metric;Person;From;Target\nmargin;nora;2026-10-01;900\n", boss)
        runs = self.env["crm.import.run"].with_user(boss)
        offered = dict(runs.fields_get(["template"])["template"]["selection"])
        self.assertEqual(set(ALL) - offered.keys(), set())
        self.assertNotIn("crm.import.owner", offered)
        others = self._run("crm.import.segment", "code;name\nB;Blue\n")
        self.assertEqual(len(runs.search([])), 3)
        with self.assertRaises(AccessError):
            others.with_user(boss).action_check()

    def test_nobody_checks_a_file_that_he_may_not_write(self):
        boss = self._user("boss", MANAGER)
        run = self._run("crm.import.owner", "Customer;Salesperson;From\nX;Y;2026-01-01\n")
        run.sudo().user_id = boss
        with self.assertRaises(AccessError):
            run.with_user(boss).action_check()
        self.assertFalse(run.error_ids)

    def test_payees_auditors_and_accountants_import_nothing(self):
        users = self._user("adam", AUDITOR) | self._user("olga", ACCOUNTANT) | self.nora | self.lea
        for user in users:
            self.assertFalse(self.env["crm.import.run"].with_user(user).has_access("read"))
            for template in ALL:
                self.assertFalse(
                    self.env[template].with_user(user)._may_import()
                    and self.env["crm.import.run"].with_user(user).has_access("create")
                )

    def test_templates_are_for_those_who_may_import(self):
        self._user("boss", MANAGER)
        for login, template, status in (
            ("max", PLANS, 200), ("boss", PLANS, 200), ("boss", SHARES, 200),
            ("boss", "crm.import.owner", 404), ("nora", PLANS, 404), ("ana", TARGETS, 404),
        ):  # fmt: skip
            self.authenticate(login, login)
            with mute_logger("odoo.http"):
                answer = self.url_open(f"/crm/import/template/{template}")
            self.assertEqual(answer.status_code, status, (login, template))
