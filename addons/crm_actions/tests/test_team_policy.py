from odoo import Command
from odoo.exceptions import AccessError
from odoo.tests import Form, new_test_user, tagged

from .common import MANAGER, ActionCase


@tagged("-at_install", "post_install")
class TestTeamPolicy(ActionCase):
    def test_a_new_team_begins_with_the_policy_of_its_company(self):
        self.assertEqual(self.north.next_step_policy, "warn")
        self.env.company.crm_next_step_policy = "require"
        team = self.env["crm.team"].create({"name": "East"})
        self.assertEqual(team.next_step_policy, "require")
        with Form(self.env["crm.team"]) as form:
            form.name = "West"
            self.assertEqual(form.next_step_policy, "require")
        # who says it gets it, and teams that are there keep theirs
        team = self.env["crm.team"].create({"name": "Centre", "next_step_policy": "off"})
        self.assertEqual((team.next_step_policy, self.north.next_step_policy), ("off", "warn"))
        other = self.env["res.company"].create({"name": "Elsewhere"})
        self.env.user.company_ids = [Command.link(other.id)]
        team = self.env["crm.team"].with_company(other).create({"name": "Far"})
        self.assertEqual(team.next_step_policy, "warn")

    def test_it_is_set_on_the_page_of_settings(self):
        admin = new_test_user(self.env, "ada", f"base.group_system,{MANAGER}")
        form = Form(self.env["res.config.settings"].with_user(admin))
        self.assertEqual(form.crm_next_step_policy, "warn")
        form.crm_next_step_policy = "off"
        form.save().execute()
        self.assertEqual(self.env.company.crm_next_step_policy, "off")

    def test_policies_are_changed_in_a_list_by_who_may(self):
        action = self.env["ir.actions.act_window"]._for_xml_id("crm_actions.crm_team_policy_action")
        self.assertEqual(action["res_model"], "crm.team")
        view_id = {kind: each for each, kind in action["views"]}["list"]
        view = self.env["crm.team"].with_user(self.max).get_view(view_id, "list")
        self.assertIn("next_step_policy", view["arch"])
        self.north.with_user(self.max).next_step_policy = "require"
        for user in (self.nora, self.lea):
            with self.assertRaises(AccessError):
                self.north.with_user(user).next_step_policy = "off"
