from unittest.mock import patch

from freezegun import freeze_time

from odoo.exceptions import UserError
from odoo.tests import tagged
from odoo.tools import mute_logger

from .common_imports import ImportCase
from .common_queries import QueryBudgetMixin

GROUP = "crm.import.customer.group"
OWNER = "crm.import.owner"
PLAN = "crm.import.plan"
ZONE = "crm.import.zone"
REFUSAL = "Not on Sundays"
LIMIT = "odoo.addons.crm_actions.models.crm_import_run_write.AT_ONCE"


@tagged("-at_install", "post_install")
@freeze_time("2026-10-15 07:00:00")
class TestImportBackground(ImportCase):
    """Large files: in batches, resumable, and told when they are done."""

    def setUp(self):
        super().setUp()
        self.patch(type(self.env[ZONE]), "_import_batch", 4)
        self.startPatcher(patch(LIMIT, 5))

    def _zones(self, count, **changes):
        names = {number: f"Zone {number}" for number in range(count)}
        names.update({int(number[1:]): name for number, name in changes.items()})
        lines = [f"{number},Z{number},{name}" for number, name in names.items()]
        return "key,code,name\n" + "\n".join(lines) + "\n"

    def _made(self):
        return self.env["crm.zone"].search([("code", "like", "Z%")])

    def test_a_large_file_waits_for_the_job(self):
        run = self._import(ZONE, self._zones(10))
        self.assertEqual((run.state, run.progress, len(self._made())), ("queued", 0, 0))
        with self.assertRaisesRegex(UserError, "already running"):
            run.action_import()
        with self.assertRaisesRegex(UserError, "Wait until this import has ended"):
            run.unlink()
        with patch.object(type(self.max), "_bus_send", autospec=True) as sent:
            self._run_job()
        self.assertEqual((run.state, run.progress), ("done", 100))
        self.assertEqual(self._counts(run), (10, 0, 0, 0))
        self.assertEqual(len(self._made()), 10)
        # its result goes to who imported it, and to nobody else
        *_progress, (user, channel, payload) = [call.args for call in sent.call_args_list]
        self.assertEqual((user, channel), (self.max, "crm_actions.import/finished"))
        self.assertEqual(payload["run_id"], run.id)
        self.assertEqual(
            payload["message"], "New: 10, changed: 0, as they were: 0, with errors: 0."
        )
        self.assertEqual(self._made().create_uid, self.max)

    def test_a_broken_off_job_goes_on_where_it_was(self):
        run = self._import(ZONE, self._zones(10))
        template = type(self.env[ZONE])
        apply, batches = template._apply, []

        def die_in_the_third(records, changes):
            batches.append(len(changes))
            if len(batches) == 3:
                raise MemoryError
            return apply(records, changes)

        with (
            patch.object(template, "_apply", die_in_the_third),
            mute_logger("odoo.addons.crm_actions.models.crm_import_run_write"),
        ):
            self._run_job()
        self.assertEqual((run.position, len(self._made())), (8, 8))
        self.assertEqual(run.state, "failed")
        self.assertIn("What is imported stays", run.failure_text)
        # when it goes on
        run.sudo().state = "running"
        self._run_job()
        self.assertEqual((run.state, len(self._made())), ("done", 10))
        self.assertEqual(batches, [4, 4, 2])
        # and the same file another time makes nothing
        again = self._import(ZONE, self._zones(10, n3="Third"))
        self._run_job()
        self.assertEqual(self._counts(again), (0, 1, 9, 0))
        self.assertEqual(len(self._made()), 10)

    def test_a_batch_that_was_written_but_not_noted_is_known_again(self):
        run = self._import(ZONE, self._zones(10))
        self._run_job()
        run.sudo().write({"state": "running", "position": 4})
        self._run_job()
        self.assertEqual((run.state, len(self._made())), ("done", 10))

    def test_good_lines_alone_in_the_background(self):
        run = self._run(ZONE, self._zones(10, n2="", n7=""))
        run.action_import_good()
        self._run_job()
        self.assertEqual((run.state, self._counts(run)), ("done", (8, 0, 0, 2)))
        self.assertEqual(run.error_ids.mapped("line"), [4, 9])

    def test_a_line_that_the_model_refuses_does_not_stop_the_others(self):
        run = self._import(ZONE, self._zones(10))
        zones = type(self.env["crm.zone"])
        create = zones.create

        def refuse(records, vals_list):
            if any(vals["code"] == "Z5" for vals in vals_list):
                raise UserError(REFUSAL)
            return create(records, vals_list)

        self.patch(zones, "create", refuse)
        self._run_job()
        self.assertEqual((run.state, self._counts(run)), ("done", (9, 0, 0, 1)))
        self.assertEqual(self._errors(run), [(7, False, REFUSAL)])

    def test_who_lost_his_rights_imports_nothing(self):
        run = self._import(ZONE, self._zones(10))
        manager = self.env.ref("sales_team.group_sale_manager")
        self.max.group_ids = [(3, manager.id)]
        self._run_job()
        self.assertEqual((run.sudo().state, len(self._made())), ("failed", 0))
        self.assertTrue(run.sudo().failure_text)


@tagged("-at_install", "post_install")
@freeze_time("2026-10-15 07:00:00")
class TestImportQueries(QueryBudgetMixin, ImportCase):
    """A hundred lines cost as many queries as ten."""

    def setUp(self):
        super().setUp()
        self.number = 0

    def _customers(self, count):
        self.number += 1
        names = [f"Customer {self.number}-{place}" for place in range(count)]
        self.env["res.partner"].create([{"name": name, "is_company": True} for name in names])
        return names

    def _measure(self, template, make_rows, *, again=False):
        def measure(count):
            rows = make_rows(self._customers(count))
            if again:
                self._import(template, rows)
            run = self._run(template, rows)
            with self.count_queries() as queries:
                run.action_import()
            self.assertEqual(run.state, "done", self._errors(run))
            return queries.count

        return measure

    def _owner_rows(self, names):
        lines = [f"{name},{name},nora,2026-01-01,2026-12-31" for name in names]
        return "key,partner_id,user_id,date_from,date_to\n" + "\n".join(lines)

    def _plan_rows(self, names):
        lines = [f"{name},{name},nora,week,tue,2026-10-15" for name in names]
        return "key,partner_id,user_id,rhythm,weekdays,date_from\n" + "\n".join(lines)

    def _group_rows(self, names):
        return "partner_id,crm_segment_id\n" + "\n".join(f"{name},GOLD" for name in names)

    def test_owners(self):
        self.assert_same_queries(self._measure(OWNER, self._owner_rows), slack=2)

    def test_owners_again(self):
        self.assert_same_queries(self._measure(OWNER, self._owner_rows, again=True))

    def test_plans(self):
        self.assert_same_queries(self._measure(PLAN, self._plan_rows), slack=2)

    def test_segments_of_customers(self):
        self.assert_same_queries(self._measure(GROUP, self._group_rows), slack=2)

    def test_a_file_full_of_errors(self):
        def measure(count):
            lines = "\n".join(f"Nobody {place},GOLD" for place in range(count))
            run = self._run(GROUP, "partner_id,crm_segment_id\n" + lines)
            with self.count_queries() as queries:
                run.action_check()
            self.assertEqual(run.rejected_count, count)
            return queries.count

        self.assert_same_queries(measure)
