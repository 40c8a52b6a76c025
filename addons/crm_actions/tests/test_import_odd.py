from freezegun import freeze_time

from odoo.tests import tagged

from ..engine import import_file
from .common_imports import ImportCase

OWNER = "crm.import.owner"
GROUP = "crm.import.customer.group"


@tagged("-at_install", "post_install")
@freeze_time("2026-10-15 07:00:00")
class TestImportOdd(ImportCase):
    """Files after a database has moved on: each line gets an answer, none a traceback."""

    def _codes(self, run):
        return [(error.line, error.code) for error in run.error_ids.sorted("line")]

    def test_a_key_that_names_another_customer_now(self):
        # given an owner with a key
        self._import(OWNER, "key,partner_id,user_id,date_from\n1,H-1,nora,2026-01-01\n")
        # when the next file gives that key to another customer, without the last days
        run = self._import(OWNER, "key,partner_id,user_id,date_from\n1,Bar Ñandú,nora,2026-01-01\n")
        # then the owner moved there
        self.assertEqual((run.state, self._codes(run)), ("done", []))
        owners = self.env["crm.portfolio.assignment"].search([("user_id", "=", self.nora.id)])
        self.assertEqual(owners.partner_id, self.bar)

    def test_a_key_whose_customer_was_deleted(self):
        gone = self.env["res.partner"].create({"name": "Gone", "is_company": True, "ref": "G-1"})
        self._import(OWNER, "key,partner_id,user_id,date_from\n7,G-1,nora,2026-01-01\n")
        gone.unlink()
        run = self._import(OWNER, "key,partner_id,user_id,date_from\n7,H-1,nils,2026-10-15\n")
        self.assertEqual((run.state, run.created_count), ("done", 1))
        again = self._import(OWNER, "key,partner_id,user_id,date_from\n7,H-1,nils,2026-10-15\n")
        self.assertEqual((again.created_count, again.unchanged_count), (0, 1))

    def test_a_segment_belongs_to_the_customer_not_to_its_contact(self):
        ana = {"name": "Ana Piles", "parent_id": self.customer.id, "ref": "A-1"}
        contact = self.env["res.partner"].create(ana)
        run = self._run(GROUP, "partner_id,crm_segment_id\nA-1,GOLD\n")
        run.action_check()
        self.assertEqual(self._codes(run), [(2, "is_contact")])
        self.assertFalse(contact.crm_segment_id)

    def test_control_characters_come_back_as_a_file(self):
        run = self._run(GROUP, "partner_id,crm_segment_id\nBar\x0b no,GOLD\n")
        run.action_check()
        rows = import_file.read(run._make_rejected_file())
        self.assertIn("Bar no", [str(cell) for cell in rows[1]])

    def test_two_tags_of_one_name(self):
        tags = self.env["res.partner.category"]
        tags.create([{"name": "Dup"}, {"name": "Dup"}, {"name": "Once"}])
        found = self.env["crm.import.plan"]._look_up_tags({"Dup", "Once", "None"})
        self.assertEqual(found["Dup"].code, "several_tags")
        self.assertEqual(found["None"].code, "no_tag")
        self.assertIsInstance(found["Once"], int)

    def test_an_archived_zone_that_a_file_lists_is_back(self):
        self.coast.active = False
        run = self._import("crm.import.zone", "code,name\nCOAST,Coast\n")
        self.assertEqual(run.state, "done")
        self.assertTrue(self.coast.active)
