from datetime import date, datetime

from freezegun import freeze_time
from psycopg2.errors import CheckViolation

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import Form, new_test_user, tagged
from odoo.tools import mute_logger

from .common import ActionCase
from .common_queries import QueryBudgetMixin

OCT_1, OCT_14, OCT_15, OCT_31, NOV_1 = (
    date(2026, 10, 1), date(2026, 10, 14), date(2026, 10, 15), date(2026, 10, 31),
    date(2026, 11, 1),
)  # fmt: skip


@freeze_time("2026-10-15 10:00:00")
class PortfolioCase(ActionCase):
    """Thursday 15 October 2026. The hotel has been Nora's since 1 September."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.assignments = cls.env["crm.portfolio.assignment"]
        cls.customer.user_id = cls.nora
        cls.env.flush_all()
        cls._created_on(cls.customer, "2026-09-01 08:00:00")

    @classmethod
    def _created_on(cls, partners, moment):
        cls.env.cr.execute(
            "UPDATE res_partner SET create_date = %s WHERE id = ANY(%s)", [moment, partners.ids]
        )
        cls.env.cr.execute(
            "DELETE FROM crm_portfolio_assignment WHERE partner_id = ANY(%s)", [partners.ids]
        )
        cls.env.invalidate_all()

    def _rows(self, partner=None):
        rows = self.assignments.search(
            [("partner_id", "=", (partner or self.customer).id)], order="date_from"
        )
        return [(row.user_id, row.date_from, row.date_to) for row in rows]

    def _assign(self, user, first, last=False, **values):
        return self.assignments.create(
            {
                "partner_id": self.customer.id,
                "user_id": user.id,
                "date_from": first,
                "date_to": last,
                **values,
            }
        )


@tagged("-at_install", "post_install")
@freeze_time("2026-10-15 10:00:00")
class TestOwner(PortfolioCase):
    """Who had the customer on which day."""

    def test_nothing_written_the_salesperson_of_the_form_answers_for_every_day(self):
        self.assertFalse(self._rows())
        for day in (date(2020, 1, 1), OCT_15, date(2030, 1, 1)):
            self.assertEqual(self.customer._crm_owner_at(day), self.nora)

    def test_a_new_salesperson_in_the_form_does_not_rewrite_the_past(self):
        # given a hotel that is Nora's; when a manager gives it to Nils in the form
        with Form(self.customer.with_user(self.max)) as form:
            form.user_id = self.nils
        # then it was Nora's until yesterday, which nobody had written down
        self.assertEqual(
            self._rows(), [(self.nora, date(2026, 9, 1), OCT_14), (self.nils, OCT_15, False)]
        )
        self.assertEqual(self.customer._crm_owner_at(OCT_14), self.nora)
        self.assertEqual(self.customer._crm_owner_at(OCT_15), self.nils)

    def test_the_salesperson_cleared_and_given_again(self):
        self.customer.user_id = False
        self.assertEqual(self._rows(), [(self.nora, date(2026, 9, 1), OCT_14)])
        with freeze_time("2026-10-31 10:00:00"):
            self.customer.user_id = self.sara
        self.assertEqual(
            self._rows(), [(self.nora, date(2026, 9, 1), OCT_14), (self.sara, OCT_31, False)]
        )

    def test_a_second_change_on_a_day_replaces_the_first_and_its_undoing_leaves_no_trace(self):
        self.customer.user_id = self.nils
        self.customer.user_id = self.sara
        self.assertEqual(
            self._rows(), [(self.nora, date(2026, 9, 1), OCT_14), (self.sara, OCT_15, False)]
        )
        self.customer.user_id = self.nora
        self.assertEqual(self._rows(), [(self.nora, date(2026, 9, 1), False)])

    def test_writing_the_same_salesperson_changes_nothing(self):
        self.customer.write({"user_id": self.nora.id, "phone": "1"})
        self.assertFalse(self._rows())

    def test_a_contact_answers_with_its_company_and_keeps_no_history(self):
        contact = self.env["res.partner"].create({"name": "Eva", "parent_id": self.customer.id})
        contact.user_id = self.sara
        self.assertFalse(self._rows(contact))
        self.assertEqual(contact._crm_owner_at(OCT_15), self.nora)
        with self.assertRaisesRegex(ValidationError, "Eva belongs to Hotel Ría Mansa"):
            self.assignments.create({"partner_id": contact.id, "user_id": self.sara.id})

    def test_the_day_is_the_companys_not_the_servers(self):
        # 00:30 on 16 October in Madrid is 22:30 UTC on the 15th
        self.env.company.resource_calendar_id.tz = "Europe/Madrid"
        with freeze_time("2026-10-15 22:30:00"):
            self.customer.user_id = self.nils
        self.assertEqual(
            self._rows(),
            [(self.nora, date(2026, 9, 1), OCT_15), (self.nils, date(2026, 10, 16), False)],
        )

    def test_owners_of_many_by_one_query(self):
        partners = self.env["res.partner"].create(
            [{"name": f"Bar {n}", "user_id": self.nora.id} for n in range(60)]
        )
        partners[:20].user_id = self.nils
        self.env.flush_all()
        with self.assertQueryCount(1):
            owners = partners._crm_owners_at(OCT_15)
        self.assertEqual(
            [owners[partner] for partner in partners], [self.nils] * 20 + [self.nora] * 40
        )


@tagged("-at_install", "post_install")
@freeze_time("2026-10-15 10:00:00")
class TestAssignment(PortfolioCase):
    """Owners arranged by date."""

    def test_an_assignment_from_today_makes_the_salesperson(self):
        self._assign(self.nils, OCT_15)
        self.assertEqual(self.customer.user_id, self.nils)
        self.assertEqual(
            self._rows(), [(self.nora, date(2026, 9, 1), OCT_14), (self.nils, OCT_15, False)]
        )

    def test_an_owner_to_come_becomes_true_on_its_day_and_the_night_may_come_twice(self):
        # given the hotel is Nora's, and Nils's from 1 November on
        self._assign(self.nils, NOV_1)
        self.assertEqual(self.customer.user_id, self.nora)
        self.assertEqual(
            self._rows(), [(self.nora, date(2026, 9, 1), OCT_31), (self.nils, NOV_1, False)]
        )
        # when the night of the 31st comes, nothing happens before it
        cron = self.env.ref("crm_actions.ir_cron_sync_salespeople")
        for moment, expected in (
            ("2026-10-31 12:00:00", self.nora),
            ("2026-11-01 00:10:00", self.nils),
            ("2026-11-01 01:10:00", self.nils),
        ):
            with freeze_time(moment), self.enter_registry_test_mode():
                cron.method_direct_trigger()
            self.assertEqual(self.customer.user_id, expected, moment)
        self.assertEqual(len(self._rows()), 2)

    def test_an_owner_whose_time_is_over_leaves_the_customer_to_nobody(self):
        self._assign(self.nils, OCT_1, OCT_15)
        self.assertEqual(self.customer.user_id, self.nils)
        with freeze_time("2026-10-16 03:00:00"):
            self.assignments._write_salespeople(self.assignments._find_differing())
            self.assertFalse(self.customer.user_id)
            self.assertFalse(self.assignments._find_differing())

    def test_a_change_by_hand_before_an_arranged_one_ends_where_that_begins(self):
        self._assign(self.sara, NOV_1)
        self.customer.user_id = self.nils
        self.assertEqual(
            self._rows(),
            [
                (self.nora, date(2026, 9, 1), OCT_14),
                (self.nils, OCT_15, OCT_31),
                (self.sara, NOV_1, False),
            ],
        )

    def test_editing_and_deleting_what_is_in_force(self):
        row = self._assign(self.nils, OCT_15)
        row.user_id = self.sara
        self.assertEqual((self.customer.user_id, row.team_id), (self.sara, self.south))
        row.date_from = NOV_1
        self.assertFalse(self.customer.user_id)
        row.date_from = OCT_15
        self.assertEqual(self.customer.user_id, self.sara)
        row.unlink()
        self.assertFalse(self.customer.user_id)

    def test_two_owners_on_a_day_are_refused_with_names_and_days(self):
        self._assign(self.nils, OCT_1, OCT_15)
        for first, last in ((OCT_15, OCT_31), (OCT_1, OCT_1), (OCT_14, False)):
            with (
                self.assertRaisesRegex(ValidationError, "Nils from 01/10/2026 until 15/10/2026"),
                self.env.cr.savepoint(),
            ):
                self._assign(self.sara, first, last)
        row = self._assign(self.sara, date(2026, 10, 16))
        with (
            self.assertRaisesRegex(ValidationError, "One customer, one owner a day"),
            self.env.cr.savepoint(),
        ):
            row.date_from = OCT_15

    def test_dates_in_disorder_are_refused(self):
        with self.assertRaisesRegex(CheckViolation, "dates_in_order"), mute_logger("odoo.sql_db"):
            self._assign(self.nils, OCT_15, OCT_14)

    def test_companies_apart(self):
        other = self.env["res.company"].create({"name": "Portugal"})
        tiago = new_test_user(
            self.env, "tiago", "base.group_user,sales_team.group_sale_manager",
            company_id=other.id, company_ids=[(6, 0, other.ids)],
        )  # fmt: skip
        bar = self.env["res.partner"].create({"name": "Bar", "company_id": self.env.company.id})
        bar.user_id = self.nora
        row = self.assignments.search([("partner_id", "=", bar.id)])
        self.assertEqual(row.company_id, self.env.company)
        self.assertFalse(self.assignments.with_user(tiago).search([("id", "=", row.id)]))
        with self.assertRaises(UserError):
            self.assignments.create({"partner_id": bar.id, "user_id": tiago.id})


@tagged("-at_install", "post_install")
@freeze_time("2026-10-15 10:00:00")
class TestPortfolioRights(PortfolioCase):
    """Reps read their own, leaders arrange their team's, managers all."""

    def test_each_reads_what_is_his(self):
        self.customer.user_id = self.nils
        bar = self.env["res.partner"].create({"name": "Bar"})
        self._assign(self.sara, OCT_1, partner_id=bar.id)
        everything = self.assignments.search([("partner_id", "in", (self.customer | bar).ids)])
        for user, expected in (
            (self.nora, self.nora),
            (self.nils, self.nils),
            (self.lea, self.nora | self.nils),
            (self.lou, self.sara),
            (self.max, self.nora | self.nils | self.sara),
        ):
            seen = self.assignments.with_user(user).search([("id", "in", everything.ids)])
            self.assertEqual(seen.sudo().user_id, expected, user.login)

    def test_a_rep_arranges_nothing_here(self):
        self.customer.user_id = self.nils
        own = self.assignments.search([("user_id", "=", self.nils.id)]).with_user(self.nils)
        for call in (
            lambda: own.write({"date_to": OCT_31}),
            own.unlink,
            lambda: own.create({"partner_id": self.customer.id, "user_id": self.nils.id}),
        ):
            with self.assertRaises(AccessError), self.env.cr.savepoint():
                call()

    def test_a_leader_arranges_within_the_team(self):
        assignments = self.assignments.with_user(self.lea)
        row = assignments.create(
            {"partner_id": self.customer.id, "user_id": self.nils.id, "date_from": NOV_1}
        )
        self.assertEqual(row.team_id, self.north)
        row.date_from = date(2026, 11, 2)
        for call in (
            lambda: row.write({"user_id": self.sara.id}),
            lambda: assignments.create(
                {"partner_id": self.customer.id, "user_id": self.sara.id, "date_from": "2027-01-01"}
            ),
        ):
            with self.assertRaises(AccessError), self.env.cr.savepoint():
                call()
        with self.assertRaises(UserError), self.env.cr.savepoint():
            row.team_id = self.south
        row.unlink()

    def test_a_leader_does_not_take_a_customer_from_another_team(self):
        self._assign(self.sara, OCT_1)
        with self.assertRaises(UserError), self.env.cr.savepoint():
            self.assignments.with_user(self.lea).create(
                {"partner_id": self.customer.id, "user_id": self.nils.id, "date_from": OCT_15}
            )


@tagged("-at_install", "post_install")
@freeze_time("2026-10-15 10:00:00")
class TestPortfolioInBulk(QueryBudgetMixin, PortfolioCase):
    """A batch costs what its size costs the database, not a query for each customer."""

    def _customers(self, number):
        partners = (
            self.env["res.partner"]
            .with_context(tracking_disable=True)
            .create([{"name": f"Bar {n}", "user_id": self.nora.id} for n in range(number)])
        )
        self._created_on(partners, "2026-09-01 08:00:00")
        return partners.with_env(self.env)

    def test_a_new_salesperson_for_many(self):
        def queries(number):
            partners = self._customers(number)
            with self.count_queries() as counter:
                partners.write({"user_id": self.nils.id, "comment": "Moved"})
                self.env.cr.flush()  # core writes the lines of the chatter when it commits
            counts = [counter.count]
            for user in (self.sara, self.nora):  # replaced, and given back, on the same day
                with self.count_queries() as counter:
                    partners.write({"user_id": user.id})
                counts.append(counter.count)
            return counts

        queries(3)  # fills the caches of the registry
        # the ORM inserts by the hundred, two rows a customer
        for few, many in zip(queries(101), queries(500), strict=True):
            self.assertLessEqual(many, few + 20, f"{few} for 101, {many} for 500")

    def test_a_few_customers_have_their_line_in_the_chatter(self):
        partners = self._customers(2)
        self.env.cr.flush()
        partners.write({"user_id": self.nils.id})
        self.env.cr.flush()
        for partner in partners:
            values = partner.message_ids.sudo().tracking_value_ids
            self.assertEqual(values.mapped("new_value_char"), ["Nils"])

    def test_one_customer_is_announced_and_a_portfolio_is_not(self):
        partners = self._customers(3)
        told = [("res_partner_id", "=", self.nils.partner_id.id)]
        partners[0].with_user(self.max).user_id = self.nils
        self.assertEqual(self.env["mail.notification"].search_count(told), 1)
        partners[1:].with_user(self.max).user_id = self.nils
        self.assertEqual(self.env["mail.notification"].search_count(told), 1)

    def test_customers_made_by_import_write_no_rows(self):
        partners = self.env["res.partner"].create(
            [{"name": f"Bar {n}", "user_id": self.nora.id} for n in range(5)]
        )
        self.assertFalse(self.assignments.search([("partner_id", "in", partners.ids)]))

    def test_rows_say_what_the_batch_did(self):
        partners = self._customers(3)
        partners.write({"user_id": self.nils.id})
        for partner in partners:
            self.assertEqual(
                self._rows(partner),
                [(self.nora, date(2026, 9, 1), OCT_14), (self.nils, OCT_15, False)],
            )
        self.assertEqual(partners[0]._crm_since(), datetime(2026, 9, 1).date())
