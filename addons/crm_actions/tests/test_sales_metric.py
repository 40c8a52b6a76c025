from datetime import datetime, timedelta
from unittest.mock import patch

from psycopg2.errors import UniqueViolation

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import Form, freeze_time, tagged
from odoo.tools import mute_logger

from .common_reports import NOW, ReportCase

# October in Madrid
OCTOBER = datetime(2026, 9, 30, 22), datetime(2026, 10, 31, 23)


@tagged("post_install", "-at_install")
@freeze_time(NOW)
class TestSalesMetric(ReportCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.people = cls.nora | cls.nils | cls.sara

    def _metric(self, name, **values):
        metric = self.env.ref(f"crm_actions.crm_sales_metric_{name}")
        metric.write(values)
        return metric

    def _values(self, metric, user=None, people=None, span=OCTOBER):
        values = metric.with_user(user or self.max)._get_values(people or self.people, *span)
        names = {person.id: person.name for person in self.people}
        return {names[person]: value for person, value in values.items()}

    def _new(self, **values):
        return self.env["crm.sales.metric"].create(
            {"name": "Mine", "code": "mine", "model": "crm.lead", **values}
        )

    # -- values -----------------------------------------------------------------------------

    def test_visits_and_calls_done_in_a_half_open_period(self):
        # given visits on the first and after the last instant of October, and in it a call
        first, after = OCTOBER
        self._done(first, done_at=first)
        self._done(first, done_at=after - timedelta(seconds=1))
        self._done(first, done_at=after)
        self._done(first, done_at=first - timedelta(seconds=1))
        self._done(first, user=self.nils, done_at=first, type_id=self.call_type.id)
        self._story(first)
        self._story(first, state="cancelled", cancel_reason="Closed")
        # then two visits are nora's, and the call is nils'
        visits, calls = self._metric("visits_done"), self._metric("calls_done")
        self.assertEqual(self._values(visits), {"Nora": 2.0, "Nils": 0.0, "Sara": 0.0})
        self.assertEqual(self._values(calls), {"Nora": 0.0, "Nils": 1.0, "Sara": 0.0})

    def test_opportunities_won(self):
        won, archived, lost, _open = (self._opportunity() for _one in range(4))
        (won | archived).action_set_won()
        archived.active = False  # a won deal that somebody put away is still won
        lost.action_set_lost()
        self.assertEqual(self._values(self._metric("opportunities_won"))["Nora"], 2.0)
        before = (datetime(2026, 9, 1), OCTOBER[0])
        self.assertEqual(self._values(self._metric("opportunities_won"), span=before)["Nora"], 0.0)

    def test_pipeline_is_as_of_now_whatever_the_period(self):
        self._opportunity(expected_revenue=1200)
        self._opportunity(expected_revenue=300)
        self._opportunity(expected_revenue=5000).action_set_lost()
        self._opportunity(user=self.sara, expected_revenue=70)
        last_year = datetime(2025, 1, 1), datetime(2025, 2, 1)
        self.assertEqual(
            self._values(self._metric("pipeline_value"), span=last_year),
            {"Nora": 1500.0, "Nils": 0.0, "Sara": 70.0},
        )

    def test_money_is_converted_into_the_companys_currency(self):
        # given 100 dollars of another company, of which two make a euro, and 10 euros
        euro, dollar = self.env.ref("base.EUR"), self.env.ref("base.USD")
        (euro | dollar).active = True
        self.env.company.currency_id = euro
        abroad = self.env["res.company"].create({"name": "Miami", "currency_id": dollar.id})
        self.env["res.currency.rate"].search([]).unlink()
        self.env["res.currency.rate"].create(
            {"currency_id": dollar.id, "rate": 2, "company_id": self.env.company.id}
        )
        (self.nora | self.max).company_ids += abroad
        self._opportunity(expected_revenue=10)
        self._opportunity(expected_revenue=100, company_id=abroad.id, team_id=False)
        pipeline = self._metric("pipeline_value").with_user(self.max)
        both = pipeline.with_context(allowed_company_ids=(self.env.company + abroad).ids)
        one = pipeline.with_context(allowed_company_ids=self.env.company.ids)
        # then it is 60 euros in both companies, and 10 in the one
        self.assertEqual(both._get_values(self.nora, *OCTOBER), {self.nora.id: 60.0})
        self.assertEqual(one._get_values(self.nora, *OCTOBER), {self.nora.id: 10.0})

    def test_dates_count_where_they_begin(self):
        # given opportunities expected to close on the first and the last of October and beyond
        for day in ("2026-09-30", "2026-10-01", "2026-10-31", "2026-11-01"):
            self._opportunity(date_deadline=day)
        metric = self._new(date_field="date_deadline")
        self.assertEqual(self._values(metric)["Nora"], 2.0)

    def test_a_person_at_the_end_of_a_path_and_other_figures(self):
        for percent in (10, 40, 20):
            self._opportunity(probability=percent)
        by_leader = self._new(user_field="team_id.user_id", code="by_leader")
        self.assertEqual(
            by_leader.with_user(self.max)._get_values(self.lea, *OCTOBER), {self.lea.id: 3.0}
        )
        highest = self._new(code="most", aggregate="max", measure_field="probability")
        self.assertEqual(self._values(highest)["Nora"], 40.0)
        customers = self._new(
            code="customers", aggregate="count_distinct", measure_field="partner_id"
        )
        self.assertEqual(self._values(customers)["Nora"], 1.0)

    def test_an_addon_may_compute_a_metric_by_a_method(self):
        def values(metric, users, start, stop):
            self.assertTrue(metric.env.su)
            self.assertEqual((start, stop), OCTOBER)
            return {self.nora.id: 7, self.max.id: 99}

        model = self.env.registry["crm.sales.metric"]
        with patch.object(model, "_get_metric_values_mine", values, create=True):
            metric = self._new(model=False)
            # who was not asked for is not in the answer, who has nothing has 0.0
            self.assertEqual(self._values(metric), {"Nora": 7.0, "Nils": 0.0, "Sara": 0.0})

    # -- rights -----------------------------------------------------------------------------

    def test_whose_results_one_may_see(self):
        metric = self._metric("visits_done")
        cells = [
            (self.nora, self.nora, True),
            (self.nora, self.nils, False),
            (self.lea, self.nora | self.nils | self.lea, True),
            (self.lea, self.sara, False),
            (self.max, self.people, True),
        ]
        for user, people, allowed in cells:
            with self.subTest(user=user.name, people=people.mapped("name")):
                ask = metric.with_user(user)
                if allowed:
                    self.assertEqual(set(ask._get_values(people, *OCTOBER)), set(people.ids))
                else:
                    with self.assertRaisesRegex(AccessError, "You may not see the results of"):
                        ask._get_values(people, *OCTOBER)

    def test_an_own_result_counts_records_that_one_may_not_read(self):
        # given a deal of nora's in a model of which she sees nothing
        self._opportunity(expected_revenue=50)
        self.env["ir.model.access"].search(
            [("model_id.model", "=", "crm.lead"), ("perm_read", "=", True)]
        ).perm_read = False
        self.assertEqual(
            self._values(self._metric("pipeline_value"), self.nora, self.nora), {"Nora": 50.0}
        )

    def test_a_manager_writes_metrics_and_a_rep_reads_them(self):
        metric = self._metric("visits_done")
        self.assertTrue(metric.with_user(self.nora).name)
        metric.with_user(self.max).write({"name": "Visits", "domain": "[('state', '=', 'done')]"})
        for user in (self.nora, self.lea):
            with self.subTest(user=user.name), self.assertRaises(AccessError):
                metric.with_user(user).write({"name": "Mine"})

    def test_nobody_measures_what_he_may_not_read(self):
        # a manager of sales reads neither scheduled jobs nor who may sign up by which link
        models = dict(self.env["crm.sales.metric"].with_user(self.max)._get_models())
        self.assertIn("crm.lead", models)
        self.assertNotIn("ir.cron", models)
        values = {"name": "Secrets", "code": "secrets", "model": "res.partner"}
        with self.assertRaisesRegex(ValidationError, "fields that you may not read"):
            self.env["crm.sales.metric"].with_user(self.max).create(
                {**values, "domain": "[('signup_type', '=', 'reset')]"}
            )

    # -- definition -------------------------------------------------------------------------

    def test_a_wrong_definition_is_refused_with_a_sentence(self):
        refused = [
            ({"code": "Visits done"}, "the code “Visits done” may only have small letters"),
            ({"model": False}, "choose which records it is about"),
            ({"user_field": "name"}, "“name” does not lead to a user"),
            ({"user_field": "no_such.thing"}, "“no_such.thing” does not lead to a user"),
            ({"user_field": False}, "“” does not lead to a user"),
            ({"date_field": "stage_id"}, "“stage_id” is no stored date"),
            ({"date_field": "next_step_on"}, "“next_step_on” is no stored date"),
            ({"aggregate": "sum"}, "“” is no stored number"),
            ({"aggregate": "sum", "measure_field": "name"}, "“name” is no stored number"),
            # computed when it is shown, so the database cannot add it up
            ({"aggregate": "sum", "measure_field": "crm_action_count"}, "is no stored number"),
            ({"aggregate": "sum", "measure_field": "partner_id.color"}, "is no stored number"),
            ({"aggregate": "avg", "measure_field": "expected_revenue"}, "several currencies"),
            ({"domain": "[('no_such', '=', 1)]"}, "the filter cannot be read"),
            ({"domain": "[('type', '=', uid)]"}, "the filter cannot be read"),
            ({"domain": "[('type', '='"}, "the filter cannot be read"),
            ({"domain": "42"}, "the filter cannot be read"),
        ]
        for values, sentence in refused:
            with (
                self.subTest(**values),
                self.assertRaisesRegex(ValidationError, sentence),
                self.env.cr.savepoint(),
            ):
                self._new(**values)

    def test_two_metrics_do_not_share_a_code(self):
        self._new()
        with (
            mute_logger("odoo.sql_db"),
            self.assertRaises(UniqueViolation),
            self.env.cr.savepoint(),
        ):
            self._new()

    def test_a_definition_that_no_longer_fits_says_so(self):
        # given a metric of a model whose addon has gone
        metric = self._new()
        self.env.cr.execute(
            "UPDATE crm_sales_metric SET model = 'crm.gone' WHERE id = %s", [metric.id]
        )
        metric.invalidate_recordset()
        with self.assertRaisesRegex(UserError, "Mine: choose which records"):
            metric._get_values(self.nora, *OCTOBER)

    def test_its_author_sees_what_it_gives_this_month(self):
        self._done(datetime(2026, 10, 2, 8))
        self._done(datetime(2026, 10, 3, 8))
        self._done(datetime(2026, 10, 3, 8), user=self.sara)
        metric = self._metric("visits_done").with_user(self.max)
        with Form(metric) as form:
            lines = form.preview.split("\n")
            self.assertLess(lines.index("Nora: 2"), lines.index("Sara: 1"))
            # and at once what another filter would give
            form.domain = "[('state', '=', 'cancelled'), ('user_id', '=', %d)]" % self.nora.id
            self.assertEqual(form.preview, "Nobody has a result yet.")
        # a rep opens no results of others by reading the definition
        self.assertFalse(metric.with_user(self.nora).preview)

    def test_figures_are_worded_by_their_unit(self):
        self.env.company.currency_id = self.env.ref("base.EUR")
        self.env["res.lang"]._activate_lang("es_ES")
        metric = self._metric("pipeline_value").with_context(lang="es_ES")
        self.assertEqual(metric._format_value(1234.5).replace("\xa0", " "), "1.234,50 €")
        metric.unit = "count"
        self.assertEqual(metric._format_value(12.0), "12")
        metric.unit = "percent"
        self.assertEqual(metric._format_value(12.5), "12,50 %")
