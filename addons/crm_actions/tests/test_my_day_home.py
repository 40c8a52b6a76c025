from odoo.tests import HttpCase, tagged

from .common import ActionCase


@tagged("-at_install", "post_install")
class TestMyDayHome(ActionCase):
    """My Day as the first screen of who wants it."""

    def test_installing_chooses_for_nobody(self):
        self.assertFalse(self.nora.crm_my_day_home)
        self.assertFalse(self.nora.action_id)

    def test_a_rep_chooses_and_takes_it_back(self):
        rep = self.nora.with_user(self.nora)
        rep.write({"crm_my_day_home": True})
        home = self.env.ref("crm_actions.my_day_action")
        self.assertEqual(self.nora.action_id.id, home.id)
        rep.write({"crm_my_day_home": False})
        self.assertFalse(self.nora.action_id)

    def test_another_home_stays(self):
        agenda = self.env.ref("crm_actions.crm_action_action_agenda")
        self.nora.action_id = agenda.id
        self.nora.with_user(self.nora).write({"crm_my_day_home": False})
        self.assertEqual(self.nora.action_id.id, agenda.id)

    def test_it_is_the_first_entry_of_the_app(self):
        root = self.env.ref("crm_actions.menu_root")
        self.assertEqual(root.child_id.sorted("sequence")[0].name, "My Day")


@tagged("-at_install", "post_install")
class TestMyDayApp(HttpCase):
    """The phone's own way to install it."""

    def test_manifest(self):
        answer = self.url_open(
            "/web/manifest.scoped_app_manifest?app_id=crm_actions&path=/scoped_app/my-day"
            "&app_name=Pilares"
        ).json()
        self.assertEqual(answer["name"], "Pilares")
        self.assertEqual(answer["scope"], "/scoped_app/my-day")
        icon = answer["icons"][0]["src"]
        self.assertTrue(icon.endswith("crm_actions/static/description/icon.svg"))
        self.assertEqual(self.url_open(icon).status_code, 200)
