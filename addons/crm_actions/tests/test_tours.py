from datetime import datetime

from odoo.tests import HttpCase, new_test_user, tagged


@tagged("-at_install", "post_install")
class TestTours(HttpCase):
    def test_a_rep_cancels_a_visit_and_plans_it_again(self):
        rep = new_test_user(self.env, "tour_rep", "sales_team.group_sale_salesman", lang="en_US")
        visit = self.env["crm.action"].create(
            {
                "type_id": self.env.ref("crm_actions.crm_action_type_visit").id,
                "partner_id": self.env["res.partner"].create({"name": "Tour Bar"}).id,
                "user_id": rep.id,
                "start": datetime(2026, 10, 15, 9),
            }
        )
        self.start_tour(
            "/odoo/commercial-actions", "crm_actions.cancel_and_replan", login="tour_rep"
        )
        self.assertEqual(visit.state, "planned")
        reasons = visit.message_ids.tracking_value_ids.mapped("new_value_char")
        self.assertIn("The owner is away", reasons)
