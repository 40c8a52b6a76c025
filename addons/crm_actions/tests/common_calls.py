import json
import time
from datetime import datetime

from ..engine import calls
from .common import ActionCase

NINE = 1_792_054_800  # Thursday 15 October 2026, 09:00 UTC
AT_NINE = datetime(2026, 10, 15, 9)
NUMBER, SAID = "+34985112233", "985 11 22 33"


class CallCase(ActionCase):
    """Two telephones: 101 is Nora's, 102 is Nils's. Hotel Ría Mansa has a number."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env.company.country_id = cls.env.ref("base.es")
        cls.customer.phone = SAID
        cls.pbx = cls._exchange("Oviedo")
        cls.phone_nora = cls._extension("101", cls.nora)
        cls.phone_nils = cls._extension("102", cls.nils)

    @classmethod
    def _exchange(cls, name, company=None):
        company = company or cls.env.company
        return cls.env["crm.pbx.account"].create({"name": name, "company_id": company.id})

    @classmethod
    def _extension(cls, ext, user, account=None):
        return cls.env["crm.pbx.extension"].create(
            {"account_id": (account or cls.pbx).id, "ext": ext, "user_id": user.id}
        )

    @classmethod
    def _event(cls, event="ringing", after=0, **values):
        """What the exchange sends of an event so many seconds after nine."""
        data = {"event": event, "linked_id": "1.1", "at": NINE + after, "ext": "101", **values}
        if event == "ringing":
            data = {"direction": "in", "number": SAID, **data}
        return json.dumps(data)

    @classmethod
    def _tell(cls, *bodies, account=None):
        """Tell the exchange's account what it sent; rights are those of the gateway."""
        account = (account or cls.pbx).sudo()
        now = str(int(time.time()))
        return [account._receive(now, body.encode()) for body in bodies]

    def _call(self, linked_id="1.1", account=None):
        return self.env["crm.call"].search(
            [
                ("linked_id", "=", linked_id),
                ("pbx_account_id", "=", (account or self.pbx).id),
            ]
        )

    def _ring(self, *others, **values):
        """A call that rings at Nora's, and what comes after."""
        self._tell(self._event(**values), *others)
        return self._call(values.get("linked_id", "1.1"))

    @staticmethod
    def _sign(account, body, timestamp=None):
        """Headers of a request that the exchange signs."""
        timestamp = str(int(time.time()) if timestamp is None else timestamp)
        signature = calls.sign(account.sudo().secret, timestamp, body)
        return {
            "Content-Type": "application/json",
            "X-Pilares-Timestamp": timestamp,
            "X-Pilares-Signature": signature,
        }
