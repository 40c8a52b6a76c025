from base64 import b64encode

from freezegun import freeze_time

from odoo.exceptions import UserError
from odoo.tests import tagged

from ..engine import import_file
from .common_imports import ImportCase

GROUP = "crm.import.customer.group"
SEGMENT = "crm.import.segment"
OWNER = "crm.import.owner"
REFUSAL = "Not on Sundays"
UNKNOWN = "not in the template: mend its name or delete it."


@tagged("-at_install", "post_install")
@freeze_time("2026-10-15 07:00:00")
class TestImportRun(ImportCase):
    """From the choice of a file to its result."""

    def test_checking_writes_nothing_and_foretells_what_would_be_written(self):
        run = self._run(SEGMENT, "Code;Name;Visit cycle (days)\nGOLD;Gold;14\nB;Blue;30\n")
        self.assertEqual((run.state, run.failure_text, run.summary_text), ("draft", False, False))
        run.action_check()
        self.assertEqual((run.state, self._counts(run)), ("checked", (1, 0, 1, 0)))
        self.assertFalse(self.env["crm.segment"].search([("code", "=", "B")]))

    def test_with_an_error_nothing_is_imported(self):
        run = self._import(SEGMENT, "code;name;cycle_days\nB;Blue;30\nC;Cyan;often\n")
        self.assertEqual(run.state, "checked")
        self.assertEqual(
            self._errors(run),
            [(3, "C · Visit cycle (days)", "It has to be a whole number, such as 14.")],
        )
        self.assertFalse(self.env["crm.segment"].search([("code", "=", "B")]))

    def test_the_good_lines_alone_and_the_others_to_correct(self):
        run = self._run(SEGMENT, "Code;Name;Visit cycle (days)\nB;Blue;30\n=C;Cyan;often\n;Red;1\n")
        run.action_check()
        run.action_import_good()
        self.assertEqual((run.state, self._counts(run)), ("done", (1, 0, 0, 2)))
        # when the rejected lines are downloaded
        rows = import_file.read(run._make_rejected_file())
        self.assertEqual(rows[0], ["What to correct", "Code", "Name", "Visit cycle (days)"])
        self.assertEqual(
            rows[1],
            [
                "C · Visit cycle (days): It has to be a whole number, such as 14.",
                "=C",
                "Cyan",
                "often",
            ],
        )
        self.assertEqual(rows[2][1:], [None, "Red", "1"])
        # then, corrected, they come in as they are
        rows[1][3], rows[2][1] = "7", "R"
        again = self._import(SEGMENT, rows)
        self.assertEqual((again.state, self._counts(again)), ("done", (2, 0, 0, 0)))

    def test_a_wrong_header_is_told_and_no_line_counts_as_good(self):
        run = self._import(SEGMENT, "Code;Price;code\nB;30;B\n")
        self.assertEqual(
            self._errors(run),
            [
                (1, False, f"Column B, “Price”, is {UNKNOWN}"),
                (1, False, "Column C, “code”, says the same as column A: delete one."),
                (1, False, "The column “Name” is missing."),
            ],
        )  # fmt: skip
        self.assertEqual((run.good_count, run.rejected_count), (0, 1))

    def test_files_that_are_no_tables_get_a_sentence(self):
        for content, sentence in (
            (b"\n\n", "The file is empty."),
            (b"PK\x03\x04 torn", "This is no table that can be read"),
            (b"\xd0\xcf\x11\xe0\xa1\xb1", "This is a file of Excel 97 to 2003"),
        ):
            run = self._import(SEGMENT, content)
            self.assertEqual(run.state, "checked")
            self.assertIn(sentence, run.failure_text)
        with self.assertRaisesRegex(UserError, "Choose a file first"):
            self._run(SEGMENT, "x", file=False).action_check()

    def test_headers_and_errors_in_spanish(self):
        self.max.lang = "es_ES"
        run = self._run(SEGMENT, "CODIGO;nombre\nB;\n").with_context(lang="es_ES")
        run.action_check()
        [error] = self._errors(run)
        self.assertEqual(error[1], "B · Nombre")
        # and the same error in English for who reads English
        self.assertEqual(run.error_ids.with_context(lang="en_US").message, "It cannot be empty.")
        self.assertNotEqual(error[2], "It cannot be empty.")

    def test_latin_letters_of_excel(self):
        rows = "Customer;Segment\nBar Ñandú;GOLD\n"
        run = self._import(GROUP, rows.encode("latin-1"))
        self.assertEqual(self._counts(run), (0, 1, 0, 0))
        self.assertEqual(self.bar.crm_segment_id, self.gold)

    def test_a_sheet_of_excel(self):
        run = self._import(GROUP, [["Customer", "Segment", "Zone"], ["H-1", "GOLD", "COAST"]])
        self.assertEqual(self._counts(run), (0, 1, 0, 0))
        self.assertEqual(self.customer.crm_segment_id, self.gold)
        self.assertEqual(self.customer.crm_zone_id, self.coast)

    def test_segments_and_zones_twice_and_emptied(self):
        rows = "Customer,Segment,Zone\nH-1,GOLD,COAST\nBar Ñandú,GOLD,\n"
        self.assertEqual(self._counts(self._import(GROUP, rows)), (0, 2, 0, 0))
        self.assertEqual(self._counts(self._import(GROUP, rows)), (0, 0, 2, 0))
        self._import(GROUP, "Customer,Zone\nH-1,\n")
        self.assertFalse(self.customer.crm_zone_id)
        self.assertEqual(self.customer.crm_segment_id, self.gold)
        run = self._import(GROUP, "Customer,Segment,Zone\nH-1,SILVER,MOON\n")
        self.assertEqual(
            self._errors(run),
            [
                (2, "B · Segment", "No segment has this code. Import the segments first."),
                (2, "C · Zone", "No zone has this code. Import the zones first."),
            ],
        )

    def test_one_customer_named_in_two_ways_is_told(self):
        run = self._import(GROUP, "Customer,Segment\nH-1,GOLD\nHotel Ría Mansa,\n")
        self.assertEqual(self._errors(run), [(3, "A · Customer", "Line 2 says it already.")])

    def test_a_line_that_the_model_refuses_undoes_the_rest(self):
        self.env["crm.portfolio.assignment"].search([]).unlink()
        rows = "Customer,Salesperson,From\nH-1,nora,2026-01-01\nBar Ñandú,nora,2026-01-01\n"
        run = self._run(OWNER, rows)

        create = type(self.env["crm.portfolio.assignment"]).create

        def refuse(records, vals_list):
            if any(vals["partner_id"] == self.bar.id for vals in vals_list):
                raise UserError(REFUSAL)
            return create(records, vals_list)

        self.patch(type(self.env["crm.portfolio.assignment"]), "create", refuse)
        run.action_import()
        self.assertEqual(run.state, "checked")
        self.assertEqual(self._errors(run), [(3, False, REFUSAL)])
        self.assertFalse(self.env["crm.portfolio.assignment"].search([]))
        run.action_import_good()
        self.assertEqual((run.state, self._counts(run)), ("done", (1, 0, 0, 1)))
        self.assertEqual(self.env["crm.portfolio.assignment"].search([]).partner_id, self.customer)

    def test_another_file_is_another_check(self):
        run = self._import(SEGMENT, "code;name\nB;\n")
        self.assertTrue(run.error_ids)
        run.write({"file": b64encode(b"code;name\nB;Blue\n")})
        self.assertEqual((run.state, run.error_ids.ids, run.row_count), ("draft", [], 0))
        run.action_import()
        self.assertEqual(run.state, "done")
        with self.assertRaisesRegex(UserError, "make a new import"):
            run.write({"file": b64encode(b"code;name\nC;Cyan\n")})
        with self.assertRaisesRegex(UserError, "make a new import"):
            run.action_import()

    def test_the_template_is_ready_to_be_imported(self):
        runs = self.env["crm.import.run"].with_user(self.max)
        for template in self.env["crm.import.template"].with_user(self.max)._get_templates():
            with self.subTest(template=template._name):
                rows = import_file.read(runs._make_template_file(template))
                columns = template._get_columns()
                self.assertEqual(rows[0], [column.words[0] for column in columns])
                # its headers are known, and its example says something of the right kind
                _table, work = template._read_work(self._xlsx(rows))
                wrong = {problem.code for problem in work.problems}
                self.assertFalse(
                    wrong - {"no_customer", "no_user", "no_segment", "no_zone", "no_product",
                             "no_plan", "no_payee", "no_order", "no_name"}
                )  # fmt: skip
