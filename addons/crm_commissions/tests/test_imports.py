from datetime import date

from freezegun import freeze_time

from odoo.tests import tagged

from odoo.addons.crm_actions.engine.import_cells import normal

from .common_import import PARTICIPANTS, PLANS, TARGETS, CommissionImportCase

WHO = "Plan;Payee;Role;Team;Share (%);Paid as;Settled by;From;Until\n"


@tagged("-at_install", "post_install")
@freeze_time("2026-10-15 10:00:00")
class TestImportsPeople(CommissionImportCase):
    """Who takes part in plans, and what is to be reached."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.plan = cls._plan_of(name="Reps of October")
        cls.agent = cls.env["res.partner"].create(
            {"name": "Agencia Cantábrica", "vat": "ESB12345674", "is_company": True}
        )

    def _participants(self):
        return self.env["crm.commission.participant"].search(
            [("plan_id", "=", self.plan.id)], order="date_from, id"
        )

    def test_people_by_login_mail_tax_number_and_name(self):
        rows = WHO + (
            "Reps of October;nora;;;;;;2026-10-01;\n"
            "Reps of October;NILS@example.com;;;40,5;;Payroll;2026-10-01;31/12/2026\n"
            "Reps of October;es-b12345674;;;;Agent from outside;Bill of the agent;2026-10-01;\n"
            "Reps of October;Lea;Sales of a team;North;10;;;2026-10-01;\n"
        )
        run = self._good(PARTICIPANTS, rows)
        self.assertEqual(self._counts(run), (4, 0, 0, 0))
        found = {
            each.payee_id.name: (
                each.user_id.login, each.role, each.team_id.name, each.share, each.payee_type,
                each.settlement_type, each.date_to,
            )
            for each in self._participants()
        }  # fmt: skip
        last = date(2026, 12, 31)
        self.assertEqual(
            found,
            {
                "Nora": ("nora", "direct", False, 100, "employee", "entry", False),
                "Nils": ("nils", "direct", False, 40.5, "employee", "payroll", last),
                "Agencia Cantábrica": (
                    False, "direct", False, 100, "external", "vendor_bill", False,
                ),
                "Lea": ("lea", "override", "North", 10, "employee", "entry", False),
            },
        )  # fmt: skip
        self.assertEqual(self._counts(self._good(PARTICIPANTS, rows)), (0, 0, 4, 0))
        again = rows.replace("40,5", "45")
        self.assertEqual(self._counts(self._good(PARTICIPANTS, again)), (0, 1, 3, 0))

    def test_a_plan_is_named_by_the_code_of_its_import(self):
        self._good(PLANS, "Plan code;Plan;Rate\nOCT;Imported;6\n")
        imported = self.env["crm.commission.plan"].search([("name", "=", "Imported")])
        imported.action_activate()
        imported._revise(date(2026, 11, 1)).name = "Imported and revised"
        self._good(PARTICIPANTS, WHO + "OCT;nora;;;;;;2026-10-01;\n")
        self._good(PARTICIPANTS, WHO + "Imported and revised;nils;;;;;;2026-10-01;\n")
        self.assertEqual(
            imported.participant_ids.payee_id, self.nora.partner_id | self.nils.partner_id
        )

    def test_one_span_ends_and_the_next_begins_in_one_file(self):
        self._take_part(self.plan, self.nora)
        rows = "Plan;Payee;Share (%);From;Until\n" + (
            "Reps of October;nora;50;2026-11-01;\nReps of October;nora;100;2026-09-01;2026-10-31\n"
        )
        self.assertEqual(self._counts(self._good(PARTICIPANTS, rows)), (1, 1, 0, 0))
        self.assertEqual(
            [(str(each.date_from), each.date_to and str(each.date_to), each.share)
             for each in self._participants()],
            [("2026-09-01", "2026-10-31", 100), ("2026-11-01", False, 50)],
        )  # fmt: skip

    def test_whose_sales_are_paid_to_another(self):
        rows = (
            "key;plan_id;payee_id;user_id;payee_type;date_from\n"
            "1;Reps of October;Agencia Cantábrica;{};external;2026-10-01\n"
        )
        self._good(PARTICIPANTS, rows.format(""))
        self._good(PARTICIPANTS, rows.format("sara"))
        participant = self._participants()
        self.assertEqual((participant.payee_id, participant.user_id), (self.agent, self.sara))
        # a file without that column leaves it alone
        short = "key;plan_id;payee_id;payee_type;date_from\n1;Reps of October;ESB12345674;external;"
        self._good(PARTICIPANTS, short + "2026-10-01\n")
        self.assertEqual(participant.user_id, self.sara)

    def test_participants_that_cannot_be(self):
        self._take_part(self.plan, self.nora, date_from="2026-12-01")
        rows = WHO + (
            "Nothing;nora;;;;;;2026-10-01;\n"
            "Reps of October;nobody;;;;;;2026-10-01;\n"
            "Reps of October;nils;;;0;;;2026-10-01;\n"
            "Reps of October;nils;Sales of a team;;;;;2026-10-01;\n"
            "Reps of October;nils;;;;Agent from outside;Payroll;2026-10-01;\n"
            "Reps of October;nils;;;;;;2026-10-01;2026-09-01\n"
            "Reps of October;nora;;;;;;2026-10-01;\n"
            "Reps of October;sara;;;;;;2026-10-01;\n"
            "Reps of October;sara;;;;;;2026-10-10;\n"
            "Reps of October;sara;;;;;;2026-10-01;\n"
        )
        run = self._import(PARTICIPANTS, rows)
        told = self._told(run)
        self.assertEqual(sorted(told), [2, 3, 4, 5, 6, 7, 8, 10, 11])
        for line, words in (
            (2, "No commission plan has this code or name"), (3, "No user has this login"),
            (4, "A share is above 0 %"), (5, "of which team"), (6, "settled by bills"),
            (7, "before the first day"), (8, "already, from 12/01/2026 on"),
            (10, "already, from 10/01/2026 on"), (11, "Line 9 says it already"),
        ):  # fmt: skip
            self.assertIn(words, told[line])
        self.assertEqual(len(self._participants()), 1)

    def test_targets_of_person_team_family_and_zone(self):
        rows = (
            "Metric;Person;Team;Product family;Zone;Period;From;Target;Weight\n"
            "sales_invoiced;nora;;;;;15/10/2026;12.500,50;2\n"
            "Sales invoiced;;North;;;Quarter;2026-11-20;90000;\n"
            "Ventas facturadas;;;Wine of October;COAST;Year;2026-05-05;400000;\n"
        )
        run = self._good(TARGETS, rows)
        self.assertEqual(self._counts(run), (3, 0, 0, 0))
        targets = self.env["crm.sales.target"].search(
            [("create_uid", "=", self.max.id)], order="id"
        )
        self.assertEqual(
            [(each.user_id.login, each.team_id.name, each.categ_id, each.zone_id.code,
              each.period_type, str(each.date_from), each.amount, each.weight)
             for each in targets],
            [("nora", False, self.wine.browse(), False, "month", "2026-10-01", 12500.5, 2),
             (False, "North", self.wine.browse(), False, "quarter", "2026-10-01", 90000, 1),
             (False, False, self.wine, "COAST", "year", "2026-01-01", 400000, 1)],
        )  # fmt: skip
        self.assertEqual(self._counts(self._good(TARGETS, rows)), (0, 0, 3, 0))
        # another day of the month is the same target, another amount changes it
        again = rows.replace("15/10/2026;12.500,50", "31/10/2026;13000")
        self.assertEqual(self._counts(self._good(TARGETS, again)), (0, 1, 2, 0))
        self.assertEqual(targets[0].amount, 13000)

    def test_targets_that_cannot_be(self):
        rows = (
            "Metric;Person;Team;Product family;From;Target\n"
            "nonsense;nora;;;2026-10-01;100\n"
            "sales_invoiced;nobody;;;2026-10-01;100\n"
            "sales_invoiced;;Nowhere;;2026-10-01;100\n"
            "sales_invoiced;;;Nothing;2026-10-01;100\n"
            "sales_invoiced;nora;;;2026-10-01;0\n"
            "sales_invoiced;nils;;;2026-10-01;100\n"
            "sales_invoiced;nils;;;2026-10-02;200\n"
        )
        run = self._import(TARGETS, rows)
        told = self._told(run)
        self.assertEqual(sorted(told), [2, 3, 4, 5, 6, 8])
        for line, words in (
            (2, "No sales metric"), (3, "No user"), (4, "No sales team"), (5, "No category"),
            (6, "A target is above 0"), (8, "Line 7 says it already"),
        ):  # fmt: skip
            self.assertIn(words, told[line])
        self.assertFalse(self.env["crm.sales.target"].search([("create_uid", "=", self.max.id)]))

    def test_three_hundred_lines_cost_few_queries_more_than_thirty(self):
        def people(count, share):
            return "Plan;Payee;Share (%);From;Until\n" + "".join(
                f"Reps of October;nora;{share};{2030 + n // 12}-{n % 12 + 1:02}-01;"
                f"{2030 + n // 12}-{n % 12 + 1:02}-20\n"
                for n in range(count)
            )

        def targets(count, amount):
            return "Metric;Person;From;Target\n" + "".join(
                f"sales_invoiced;nora;{2030 + n // 12}-{n % 12 + 1:02}-01;{amount + n}\n"
                for n in range(count)
            )

        for template, rows in ((PARTICIPANTS, people), (TARGETS, targets)):
            with self.subTest(template=template):
                few = self._count_queries(template, rows(30, 50))
                many = self._count_queries(template, rows(300, 50))
                # each amount is another one: a write a line, as the frame does it, and no more
                again = self._count_queries(template, rows(300, 60))
                self.assertLess(many, few + 30)
                self.assertLess(again, few + 330)

    def test_no_header_means_two_columns_in_any_language(self):
        for name in (PLANS, PARTICIPANTS, TARGETS, "crm.import.commission.split"):
            meant = {}
            for column in self.env[name].with_user(self.max)._get_known_columns():
                for word in map(normal, (*column.words, column.name)):
                    self.assertEqual(meant.setdefault(word, column.name), column.name, (name, word))
