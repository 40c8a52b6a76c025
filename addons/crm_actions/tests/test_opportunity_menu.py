from odoo.tests import tagged

from .common import ActionCase


@tagged("post_install", "-at_install")
class TestOpportunityMenu(ActionCase):
    """What the menu of opportunities shows first."""

    def _get_context(self, user):
        action = self.env.ref("crm_actions.crm_actions_opportunity_action")
        # as the browser loads it
        return action.with_user(user).sudo()._get_action_dict()["context"]

    def test_a_rep_begins_with_his_own_a_leader_with_all(self):
        mine = "search_default_assigned_to_me"
        self.assertIn(mine, self._get_context(self.nora))
        for leader in (self.lea, self.max):
            with self.subTest(leader=leader.name):
                self.assertEqual(self._get_context(leader), "{'default_type': 'opportunity'}")

    def test_other_actions_stay_as_they_are(self):
        action = self.env.ref("crm.crm_lead_action_pipeline").with_user(self.max).sudo()
        self.assertEqual(action._get_action_dict()["context"], action.context)
