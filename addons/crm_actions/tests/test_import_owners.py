from datetime import date

from freezegun import freeze_time

from odoo.tests import tagged

from .common_imports import ImportCase

OWNER = "crm.import.owner"


@tagged("-at_install", "post_install")
@freeze_time("2026-10-15 07:00:00")
class TestImportOwners(ImportCase):
    """The owners with which a company arrives."""

    def _owners(self, partner):
        rows = self.env["crm.portfolio.assignment"].search(
            [("partner_id", "=", partner.id)], order="date_from"
        )
        return [(row.user_id.login, row.date_from, row.date_to) for row in rows]

    def test_a_good_file(self):
        run = self._import(
            OWNER,
            "External key;Customer;Salesperson;From;Until\n"
            "1;H-1;nora;01/01/2026;30/06/2026\n"
            "2;H-1;nils@example.com;01/07/2026;\n"
            "3;Bar Ñandú;SARA;2026-10-15;\n",
        )
        self.assertEqual((run.state, self._counts(run)), ("done", (3, 0, 0, 0)))
        self.assertEqual(
            self._owners(self.customer),
            [
                ("nora", date(2026, 1, 1), date(2026, 6, 30)),
                ("nils", date(2026, 7, 1), False),
            ],
        )
        self.assertEqual(self.customer.user_id, self.nils)
        self.assertEqual(self.bar.user_id, self.sara)

    def test_the_same_file_twice_makes_nothing(self):
        rows = (
            "key,partner_id,user_id,date_from,date_to\n"
            "1,H-1,nora,2026-01-01,\n"  # an open end gives way to the next line
            "2,H-1,nils,2026-07-01,\n"
            ",bar@example.com,sara,2026-10-15,\n"  # without a key: customer and first day
        )
        self.assertEqual(self._counts(self._import(OWNER, rows)), (3, 0, 0, 0))
        before = self._owners(self.customer)
        self.assertEqual(before[0], ("nora", date(2026, 1, 1), date(2026, 6, 30)))
        again = self._import(OWNER, rows)
        self.assertEqual((again.state, self._counts(again)), ("done", (0, 0, 3, 0)))
        self.assertEqual(self._owners(self.customer), before)

    def test_a_correction_changes_the_same_owner(self):
        header = "key,partner_id,user_id,date_from,date_to\n"
        self._import(OWNER, header + "1,H-1,nora,2026-01-01,\n")
        run = self._import(OWNER, header + "1,H-1,nils,2026-02-01,2026-12-31\n")
        self.assertEqual(self._counts(run), (0, 1, 0, 0))
        self.assertEqual(
            self._owners(self.customer), [("nils", date(2026, 2, 1), date(2026, 12, 31))]
        )
        self.assertEqual(self.customer.user_id, self.nils)
        # what it changes of days before today is told in the customer's history
        told = [body for body in self.customer.message_ids.mapped("body") if "before today" in body]
        self.assertEqual(len(told), 2)
        self.assertTrue("changed" in told[0] and "added" in told[1], told)

    def test_a_file_without_a_column_leaves_it_alone(self):
        header = "key,partner_id,user_id,date_from"
        self._import(OWNER, header + ",date_to\n1,H-1,nora,2026-01-01,2026-12-31\n")
        run = self._import(OWNER, header + "\n1,H-1,nora,2026-01-01\n")
        self.assertEqual(self._counts(run), (0, 0, 1, 0))

    def test_an_owner_made_by_hand_takes_the_key(self):
        self.env["crm.portfolio.assignment"].create(
            {"partner_id": self.customer.id, "user_id": self.nora.id, "date_from": "2026-01-01"}
        )
        rows = "key,partner_id,user_id,date_from\n7,H-1,nora,2026-01-01\n"
        self.assertEqual(self._counts(self._import(OWNER, rows)), (0, 0, 1, 0))
        moved = self._import(OWNER, rows.replace("01-01", "02-01"))
        self.assertEqual(self._counts(moved), (0, 1, 0, 0))

    def test_an_open_owner_gives_way_to_a_later_one(self):
        self.env["crm.portfolio.assignment"].create(
            {"partner_id": self.customer.id, "user_id": self.nora.id, "date_from": "2026-01-01"}
        )
        self._import(OWNER, "partner_id,user_id,date_from\nH-1,nils,2026-03-01\n")
        self.assertEqual(
            self._owners(self.customer),
            [("nora", date(2026, 1, 1), date(2026, 2, 28)), ("nils", date(2026, 3, 1), False)],
        )

    def test_every_error_is_told_by_line_and_column(self):
        self.env["res.partner"].create([{"name": "Double"}, {"name": "Double"}])
        self.env["res.partner"].create({"name": "Chef", "parent_id": self.customer.id})
        self.env["crm.portfolio.assignment"].create(
            {
                "partner_id": self.bar.id,
                "user_id": self.nora.id,
                "date_from": "2026-01-01",
                "date_to": "2026-12-31",
            }
        )
        run = self._run(
            OWNER,
            "Salesperson;Customer;From;Until;External key\n"
            "nora;Nobody;soon;;\n"
            ";Double;2026-01-01;;\n"
            "ghost;Chef;2026-01-01;;\n"
            "\n"
            "nora;H-1;2026-02-01;2026-01-01;\n"
            "nils;Bar Ñandú;2026-05-01;;\n"
            "nora;H-1;2026-03-01;2026-06-30;5\n"
            "nils;H-1;2026-06-01;;5\n"
            "nils;H-1;2026-06-30;;6\n",
        )
        run.action_check()
        self.assertEqual(
            self._errors(run),
            [
                (2, "C · From", "It is no date: write it as 2026-10-15 or 15/10/2026."),
                (3, "A · Salesperson", "It cannot be empty."),
                (4, "A · Salesperson", "No user has this login or e-mail."),
                (6, "D · Until", "It comes before the first day."),
                (
                    7,
                    "C · From",
                    "The customer already belongs to Nora from 01/01/2026 until 12/31/2026.",
                ),
                (9, "E · External key", "Line 8 says it already."),
                (10, "C · From", "Line 8 gives this customer to somebody on the same days."),
            ],
        )
        self.assertEqual((run.row_count, run.rejected_count), (8, 7))

    def test_references_that_mean_nobody_or_several(self):
        self.env["res.partner"].create([{"name": "Double"}, {"name": "Double"}])
        self.env["res.partner"].create({"name": "Chef", "parent_id": self.customer.id})
        run = self._run(
            OWNER,
            "Customer,Salesperson,From\n"
            "Nobody,nora,2026-01-01\nDouble,nora,2026-01-01\nChef,nora,2026-01-01\n",
        )
        run.action_check()
        self.assertEqual(
            self._errors(run),
            [
                (
                    2,
                    "A · Customer",
                    "No customer has this identifier, reference, tax number, e-mail or name.",
                ),
                (
                    3,
                    "A · Customer",
                    "2 customers are called so: write the reference or the tax number.",
                ),
                (
                    4,
                    "A · Customer",
                    "This is a contact of Hotel Ría Mansa: write the customer.",
                ),
            ],
        )

    def test_a_customer_is_found_by_whatever_names_it(self):
        self.bar.vat = "ESA12345674"
        self.env["res.partner"].create(
            {"name": "Cook", "parent_id": self.customer.id, "email": "hotel@example.com"}
        )
        self.env["ir.model.data"].create(
            {
                "module": "__import__",
                "name": "erp_9",
                "model": "res.partner",
                "res_id": self.customer.id,
            }
        )
        found = self.env[OWNER].with_user(self.max)._look_up_customers(
            {
                "erp_9", "__import__.erp_9", "H-1", "ES A-12345674", "HOTEL@example.com",
                "Bar Ñandú",
            }
        )  # fmt: skip
        hotel, bar = self.customer.id, self.bar.id
        self.assertEqual(
            found,
            {
                "erp_9": hotel, "__import__.erp_9": hotel, "H-1": hotel,
                "ES A-12345674": bar, "HOTEL@example.com": hotel, "Bar Ñandú": bar,
            },
        )  # fmt: skip
