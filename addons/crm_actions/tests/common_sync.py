"""A phone that did things without a network and sends them later."""

from datetime import datetime
from itertools import count

from odoo.tests import freeze_time

from .common import NEAR, ActionCase

SERVER_NOW = datetime(2026, 10, 15, 11, 0)
DEVICE_NOW = "2026-10-15 11:03:00"
"""The phone's clock is three minutes fast."""


class SyncCase(ActionCase):
    """The server's clock shows 11:00 UTC on Thursday 15 October 2026."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.visit = cls._plan()
        cls.numbers = count(1)

    def setUp(self):
        super().setUp()
        frozen = freeze_time(SERVER_NOW)
        frozen.start()
        self.addCleanup(frozen.stop)

    def _op(self, kind, action=None, at="2026-10-15 10:05:00", base=None, **vals):
        """One operation as a phone writes it down; ``action`` a record or a ``client_uuid``."""
        number = next(self.numbers)
        if isinstance(action, str):
            which = {"client_uuid": action}
        else:
            which = {"id": (action or self.visit).id}
        return {
            "uuid": f"op-{number:08}",
            "seq": number,
            "user_id": self.nora.id,
            "kind": kind,
            "action": which,
            "at": at,
            "vals": vals,
            "base": {
                "partner_id": self.customer.id,
                "type_id": self.visit_type.id,
                "start": "2026-10-15 09:00:00",
                "title": "Hotel Ría Mansa",
                **(base or {}),
            },
        }

    def _here(self, accuracy=20):
        return self._fix(NEAR, accuracy)

    def _sync(self, *ops, user=None, device_now=DEVICE_NOW):
        actions = self.env["crm.action"].with_user(user or self.nora)
        return actions.sync(list(ops), device_now)

    def _results(self, *ops, **options):
        return self._sync(*ops, **options)["results"]

    def _statuses(self, *ops, **options):
        return [result["status"] for result in self._results(*ops, **options)]

    def _ops_kept(self, *ops):
        uuids = [op["uuid"] for op in ops]
        return self.env["crm.action.sync.op"].search([("op_uuid", "in", uuids)])
