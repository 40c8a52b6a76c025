import threading
from base64 import b64encode

from odoo.exceptions import UserError
from odoo.tests import tagged
from odoo.tools import mute_logger

from .common_connections import ConnectionsCase

ZONE = "crm.import.zone"


@tagged("-at_install", "post_install")
class TestImportConcurrency(ConnectionsCase):
    """Two imports at the same moment: two real connections."""

    def setUp(self):
        super().setUp()
        with self._connection() as env:
            content = b64encode(b"key,code,name\n1,CONC,Concurrent\n")
            values = {"template": ZONE, "file": content, "file_name": "zones.csv"}
            self.run_ids = env["crm.import.run"].create([values, values]).ids
        self.addCleanup(self._clean_up)

    def _clean_up(self):
        with self._connection() as env:
            env["crm.import.run"].browse(self.run_ids).exists().unlink()
            env["crm.zone"].search([("code", "=", "CONC")]).unlink()

    def _race(self, first_id, second_id):
        """The second begins before the first commits; what each of them says or raises."""
        results = {}
        wrote, tried = threading.Event(), threading.Event()

        def lead():
            with self._connection() as env:
                env["crm.import.run"].browse(first_id).action_import()
                env.flush_all()
                wrote.set()
                tried.wait(10)
                results["first"] = env["crm.import.run"].browse(first_id).state

        def follow():
            with self._connection() as env:
                env.cr.execute("SELECT 1")  # its snapshot is from before the first commits
                wrote.wait(10)
                try:
                    env["crm.import.run"].browse(second_id).action_import()
                except UserError as error:
                    results["second"] = str(error)
                    env.cr.rollback()
                tried.set()

        threads = [threading.Thread(target=target) for target in (lead, follow)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join(30)
        return results["first"], results.get("second")

    def _count(self):
        with self._connection() as env:
            return env["crm.zone"].search_count([("code", "=", "CONC")])

    @mute_logger("odoo.sql_db")
    def test_one_import_is_pressed_twice(self):
        done, refused = self._race(self.run_ids[0], self.run_ids[0])
        self.assertEqual(done, "done")
        self.assertIn("already running", refused)
        self.assertEqual(self._count(), 1)

    @mute_logger("odoo.sql_db")
    def test_two_imports_of_one_company_take_turns(self):
        done, refused = self._race(*self.run_ids)
        self.assertEqual(done, "done")
        self.assertIn("Another import of this company is running", refused)
        # a moment later it finds what the first has made
        with self._connection() as env:
            run = env["crm.import.run"].browse(self.run_ids[1])
            run.action_import()
            self.assertEqual((run.created_count, run.unchanged_count), (0, 1))
        self.assertEqual(self._count(), 1)

    def test_a_key_belongs_to_one_record_whatever_happens(self):
        """Where nobody takes turns the unique index of keys decides."""
        with self._connection() as env:
            zones = env["crm.zone"].create(
                [{"code": f"CONC{number}", "name": "Twice"} for number in (1, 2)]
            )
            template = env[ZONE]
            template._keep_keys({"one": zones[0].id})
            template._keep_keys({"one": zones[1].id})
            self.assertEqual(template._find_by_keys({"one"}), {"one": zones[1].id})
            zones.unlink()
            self.assertFalse(template._find_by_keys({"one"}))
