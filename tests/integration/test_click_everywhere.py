"""Odoo's click-everywhere robot opens each menu, view and filter: nothing may break."""

import pytest

from odoo.tests import HttpCase, tagged

from tools.settings import addon_names

ROBOT = "@web/webclient/clickbot/clickbot_loader"
OTHERS_APPS = ("crm.crm_menu_root", "calendar.mail_menu_calendar", "sale.sale_menu_root")


class ClickCase(HttpCase):
    allow_end_on_form = True

    def _click(self, login, app):
        self.browser_js(
            "/odoo",
            f"odoo.loader.modules.get('{ROBOT}').startClickEverywhere('{app}');",
            "odoo.isReady === true",
            login=login,
            timeout=900,
            success_signal="clickbot test succeeded",
        )

    def _own_apps(self):
        """External ids of the first-level menus that our addons make."""
        data = self.env["ir.model.data"].search(
            [("model", "=", "ir.ui.menu"), ("module", "in", addon_names())]
        )
        menus = (
            self.env["ir.ui.menu"].browse(data.mapped("res_id")).filtered(lambda m: not m.parent_id)
        )
        apps = [record.complete_name for record in data if record.res_id in menus.ids]
        self.assertTrue(apps)
        return apps


@tagged("-at_install", "post_install")
class TestClickEverywhere(ClickCase):
    def test_every_screen_as_the_administrator(self):
        for app in self._own_apps():
            self._click("admin", app)

    def test_every_screen_as_a_rep(self):
        for app in self._own_apps():
            self._click("nuria", app)


@pytest.mark.slow
@tagged("-at_install", "post_install")
class TestClickEverywhereElse(ClickCase):
    def test_every_screen_as_a_leader_a_manager_and_in_english(self):
        for login in ("lucia", "ramon", "emma"):
            for app in self._own_apps():
                self._click(login, app)

    def test_the_apps_that_our_addons_extend(self):
        for app in OTHERS_APPS:
            self._click("admin", app)
