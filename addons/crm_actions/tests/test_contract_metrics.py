from contextlib import contextmanager
from datetime import datetime

from odoo.tests import tagged

from . import common_contract as contract
from .common import ActionCase

NEXT_YEAR = datetime(2027, 10, 1), datetime(2027, 11, 1)
MONTH = datetime(2026, 10, 1), datetime(2026, 11, 1)


@tagged("post_install", "-at_install")
class TestMetricsOfAllAddons(ActionCase):
    """What every metric in the database keeps to, whichever addon brought it."""

    def setUp(self):
        super().setUp()
        self.metrics = self.env["crm.sales.metric"].with_context(active_test=False).search([])
        self.people = self.nora | self.nils | self.sara

    def _each(self):
        for metric in self.metrics:
            with self.subTest(metric=metric.code):
                yield metric

    def test_there_are_the_four_that_crm_actions_brings(self):
        self.assertLessEqual(
            {"visits_done", "calls_done", "opportunities_won", "pipeline_value"},
            set(self.metrics.mapped("code")),
        )

    def test_each_has_a_sound_definition_and_says_what_it_counts(self):
        for metric in self._each():
            self.assertIsNone(metric._find_problem())
            self.assertTrue(metric.note, "say in words what it counts")

    def test_each_answers_for_everybody_and_with_numbers(self):
        for metric in self._each():
            values = metric.with_user(self.max)._get_values(self.people, *MONTH)
            self.assertEqual(set(values), set(self.people.ids))
            self.assertTrue(all(type(value) is float for value in values.values()), values)
            self.assertEqual(metric._get_values(self.env["res.users"], *MONTH), {})

    def test_each_says_what_happened_in_a_small_known_world(self):
        """Given a few records made for the metric, then it counts those of October and no more."""
        worlds = contract.examples(self.env, "METRICS")
        own = self.metrics.filtered(lambda metric: metric.id in self._get_ids_of_addons())
        self.assertFalse(
            set(own.mapped("code")) - worlds.keys(),
            "make a small world for it in METRICS of tests/common_examples.py",
        )
        for metric in own:
            with self.subTest(metric=metric.code), self._undone():
                expected = worlds[metric.code](self)
                values = metric.with_user(self.max)._get_values(self.people, *MONTH)
                self.assertEqual(
                    values, {user.id: float(expected.get(user, 0)) for user in self.people}
                )
                self.assertTrue(any(values.values()), "a world in which nothing happens")
                later = metric.with_user(self.max)._get_values(self.people, *NEXT_YEAR)
                # what has a date is not counted in another year; what is open is open now
                self.assertEqual(any(later.values()), not metric.date_field)

    def _get_ids_of_addons(self):
        addons = contract.own_addons(self.env)
        return set(
            self.env["ir.model.data"]
            .search([("model", "=", self.metrics._name), ("module", "in", list(addons))])
            .mapped("res_id")
        )

    @contextmanager
    def _undone(self):
        """Each world by itself: what one metric needs may count for another."""
        savepoint = self.env.cr.savepoint()
        try:
            yield
        finally:
            savepoint.close(rollback=True)
            self.env.invalidate_all()

    def test_a_rep_gets_his_own_result_of_each(self):
        for metric in self._each():
            values = metric.with_user(self.nora)._get_values(self.nora, *MONTH)
            self.assertEqual(set(values), {self.nora.id})

    def test_each_costs_as_many_queries_for_three_people_as_for_one(self):
        for metric in self._each():
            metric._get_values(self.people, *MONTH)  # caches of the registry
            counts = []
            for people in (self.nora, self.people):
                self.env.flush_all()
                self.env.invalidate_all()
                before = self.env.cr.sql_log_count
                metric._get_values(people, *MONTH)
                counts.append(self.env.cr.sql_log_count - before)
            self.assertLessEqual(counts[1], counts[0] + 1, counts)
