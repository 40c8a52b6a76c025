"""Nora's Thursday, on which all of My day is tried."""

from datetime import datetime

from odoo.tests import freeze_time

from .common import ActionCase
from .common_queries import QueryBudgetMixin

TEN = datetime(2026, 10, 15, 8)
"""Thursday 15 October 2026, ten o'clock in Madrid."""


class MyDayCase(QueryBudgetMixin, ActionCase):
    """Nora's Thursday in Madrid."""

    def setUp(self):
        super().setUp()
        frozen = freeze_time(TEN)
        frozen.start()
        self.addCleanup(frozen.stop)

    def _day(self, date=False, user=None):
        return self.env["crm.action"].with_user(user or self.nora).get_my_day(date)

    def _bar(self, name="Bar La Tina", **values):
        return self.env["res.partner"].create({"name": name, "is_company": True, **values})
