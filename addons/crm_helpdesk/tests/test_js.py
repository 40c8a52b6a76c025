from urllib.parse import quote

from odoo.tests import HttpCase, no_retry, tagged

from odoo.addons.web.tests.test_js import unit_test_error_checker

BUNDLE = "web.assets_unit_tests"
OUR_TESTS = quote('"@crm_helpdesk/"')
"""In quotes: without them Hoot looks for the letters in that order, anywhere."""


@tagged("-at_install", "post_install")
class TestJs(HttpCase):
    """Runs the Hoot tests of static/tests in a browser."""

    def _run_hoot(self, preset):
        # Hoot calls a run without a single test a success
        paths = [path for path, *_ in self.env["ir.asset"]._get_asset_paths(BUNDLE, {})]
        self.assertTrue([path for path in paths if "/crm_helpdesk/static/tests/" in path])
        self.browser_js(
            f"/web/tests?headless&loglevel=2&preset={preset}&timeout=15000&filter={OUR_TESTS}",
            "",
            "",
            login="admin",
            timeout=300,
            success_signal="[HOOT] Test suite succeeded",
            error_checker=unit_test_error_checker,
        )

    @no_retry
    def test_hoot_desktop(self):
        self._run_hoot("desktop")

    @no_retry
    def test_hoot_mobile(self):
        self.browser_size = "375x667"
        self.touch_enabled = True
        self._run_hoot("mobile")
