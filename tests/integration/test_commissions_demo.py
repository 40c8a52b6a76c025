"""The demo company has half a year of commissions, and all of it holds together."""

from dateutil.relativedelta import relativedelta

from odoo.tests import TransactionCase, tagged


@tagged("-at_install", "post_install")
class TestCommissionsDemo(TransactionCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env = cls.env(context={**cls.env.context, "lang": "en_US"})
        cls.company = cls.env.ref("base.main_company")
        cls.manager = cls.env.ref("crm_actions.user_ramon")

    def periods(self):
        return self.env["crm.commission.period"].search(
            [("company_id", "=", self.company.id)], order="date_from"
        )

    def months_ago(self, months):
        first = self.company._crm_today() - relativedelta(months=months, day=1)
        return self.periods().filtered(lambda period: period.date_from == first)

    def test_every_light_of_every_month_is_green(self):
        for period in self.periods():
            control = (
                self.env["crm.commission.control"]
                .with_user(self.manager)
                .create({"period_id": period.id})
            )
            control.action_check()
            red = control.row_ids.filtered(lambda row: row.light == "red")
            self.assertFalse(red.mapped("sentence"), period.name)

    def test_months_are_closed_but_for_the_last_two(self):
        states = [self.months_ago(months).state for months in (6, 5, 4, 3, 2, 1, 0)]
        self.assertEqual(states, ["closed"] * 5 + ["calculated", "open"])

    def test_an_agent_is_settled_by_bill_and_paid(self):
        agency = self.env.ref("crm_commissions.partner_agencia")
        states = {
            (statement.period_id.id, statement.settlement_type): statement.state
            for statement in self.env["crm.commission.statement"].search(
                [("payee_id", "=", agency.id)]
            )
        }
        self.assertEqual(states[self.months_ago(4).id, "bill"], "paid")
        self.assertEqual(states[self.months_ago(2).id, "bill"], "approved")

    def test_last_month_is_with_the_people_who_are_paid(self):
        states = set(
            self.env["crm.commission.statement"]
            .search([("period_id", "=", self.months_ago(1).id)])
            .mapped("state")
        )
        self.assertLessEqual({"sent", "acknowledged", "disputed", "approved"}, states)

    def test_a_dispute_is_in_review(self):
        rep = self.env.ref("crm_actions.user_carlos")
        dispute = self.env["crm.commission.dispute"].search([("payee_user_id", "=", rep.id)])
        self.assertEqual(dispute.state, "in_review")
