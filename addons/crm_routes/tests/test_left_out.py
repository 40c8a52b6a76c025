from datetime import date
from unittest.mock import patch

from freezegun import freeze_time

from odoo.tests import tagged

from .common import MADRID
from .common_planning import MONDAY, PlanningCase


@tagged("-at_install", "post_install")
@freeze_time("2026-11-27 08:00:00")
class TestLeftOut(PlanningCase):
    """Beside each customer that a plan leaves out stands the button that helps."""

    def _row(self, plan, partner):
        return plan.left_out_ids.filtered(lambda row: row.partner_id == partner)

    def _opened(self, plan, partner, user=None):
        action = self._row(plan, partner).with_user(user or self.pia).action_solve()
        return action["res_model"], action.get("res_id")

    def test_what_the_list_of_customers_to_visit_can_mend_is_mended_here_too(self):
        # given a shop in Madrid, too far for a day, and one without a position
        far = self._shop("Far", place=MADRID, crm_segment_id=self.a.id)
        nowhere = self._shop("Nowhere", place=None, crm_segment_id=self.a.id, street="Calle 1")
        plan = self._proposed()
        # then the first leads to its policy, and the other one is located
        policy = self.env["crm.visit.demand"].search([("partner_id", "=", far.id)]).policy_id
        self.assertEqual(self._opened(plan, far), ("crm.visit.policy", policy.id))

        def locate(partner):
            partner.write(self._at((43.5, -5.7)))

        with patch.object(type(nowhere), "geo_localize", locate):
            action = self._row(plan, nowhere).with_user(self.pia).action_solve()
        self.assertEqual(action["params"]["message"], "Nowhere was located.")
        # and what has been mended meanwhile is not asked for again: one looks at the customer
        self.assertEqual(self._opened(plan, nowhere), ("res.partner", nowhere.id))

    def test_where_others_are_worth_more_the_policy_says_what_a_visit_is_worth(self):
        self.reps.max_visits = 1
        plan = self._proposed(reps=self.reps[0], date_to=date(2026, 12, 1))
        row = plan.left_out_ids[0]
        self.assertEqual(row.reason, "no_room")
        model, res_id = self._opened(plan, row.partner_id)
        self.assertEqual(model, "crm.visit.policy")
        self.assertIn(self.a, self.env[model].browse(res_id).segment_ids)

    def test_who_is_shut_on_all_days_leads_to_the_opening_hours(self):
        self.env["crm.closing.days"].create(
            {"partner_id": self.bar.id, "date_from": MONDAY, "date_to": date(2026, 12, 11)}
        )
        plan = self._proposed()
        action = self._row(plan, self.bar).with_user(self.lea).action_solve()
        self.assertEqual(action["res_model"], "crm.opening.hours")
        self.assertEqual(action["domain"], [("partner_id", "=", self.bar.id)])

    def test_a_customer_that_is_visited_by_nobody_any_more_is_opened(self):
        # given a shop for which there was no room, whose policy is archived since
        self.reps.max_visits = 1
        plan = self._proposed(reps=self.reps[0], date_to=date(2026, 12, 1))
        shop = plan.left_out_ids[0].partner_id
        self.env["crm.visit.demand"].search([("partner_id", "=", shop.id)]).unlink()
        self.assertEqual(self._opened(plan, shop), ("res.partner", shop.id))
