import json
import time
from unittest.mock import patch

from odoo.tests import HttpCase, tagged

from ..engine import calls
from .common_calls import NINE, SAID, CallCase


@tagged("-at_install", "post_install")
class TestCallWebhook(CallCase, HttpCase):
    """What a phone system sends over the network, and what others send."""

    def _post(self, body, account=None, token=None, headers=None, **signing):
        account = account or self.pbx
        body = body if isinstance(body, bytes) else body.encode()
        return self.url_open(
            f"/crm/pbx/{token or account.token}",
            data=body,
            headers=self._sign(account, body, **signing) if headers is None else headers,
        )

    def test_a_call_from_the_first_ring_to_the_end(self):
        """Given a signed ringing, answered and ended, then one call says it all."""
        answers = [
            self._post(body)
            for body in (
                self._event(name="Ana"),
                self._event("answered", 7),
                self._event("ended", 187, cause="16"),
            )
        ]
        self.assertEqual([answer.status_code for answer in answers], [200, 200, 200])
        call = self._call()
        self.assertEqual(
            (call.state, call.direction, call.ring_s, call.talk_s), ("ended", "in", 7, 180)
        )
        self.assertEqual((call.user_id, call.partner_id), (self.nora, self.customer))
        self.assertEqual((call.number, call.phone_sanitized), (SAID, "+34985112233"))
        self.assertEqual((call.caller_name, call.hangup_cause), ("Ana", "16"))
        self.assertEqual(len(call.event_ids), 3)

    def test_what_is_not_signed_rightly_is_refused_without_a_word(self):
        """Given a wrong signature, none, or an unknown address, then all hear the same."""
        body = self._event().encode()
        right = self._sign(self.pbx, body)
        wrong = {**right, "X-Pilares-Signature": "0" * 64}
        other = self._exchange("Gijón")
        answers = [
            self._post(body, headers=wrong),
            self._post(body, headers={"Content-Type": "application/json"}),
            self._post(body, headers={**right, "X-Pilares-Timestamp": str(NINE)}),
            self._post(body + b" ", headers=right),
            self._post(body, token="nobody", headers=right),
            self._post(body, token="no%00body", headers=right),
            # signed rightly, by another exchange
            self._post(body, token=other.token, headers=right),
        ]
        self.assertEqual({answer.status_code for answer in answers}, {401})
        self.assertEqual({answer.text for answer in answers}, {'{"error": "unauthorized"}'})
        self.assertFalse(self._call())
        self.assertFalse(
            self.env["crm.call.event"].search([("account_id", "in", (self.pbx | other).ids)])
        )

    def test_an_unknown_address_costs_as_much_as_a_wrong_signature(self):
        body, wrong = b"{}", "0" * 64
        with patch.object(calls, "is_signed", wraps=calls.is_signed) as check:
            for token in (self.pbx.token, "nobody"):
                self.assertFalse(
                    self.env["crm.pbx.account"]._authenticate(token, str(NINE), body, wrong)
                )
        self.assertEqual(check.call_count, 2)
        # a secret of the same length takes part, which nobody knows
        lengths = {len(arguments.args[0]) for arguments in check.call_args_list}
        self.assertEqual(lengths, {64})

    def test_who_was_switched_off_is_not_heard(self):
        self.pbx.active = False
        self.assertEqual(self._post(self._event()).status_code, 401)

    def test_an_old_address_is_worth_nothing(self):
        """Given the address and secret were renewed, then requests with the old ones fail."""
        body = self._event().encode()
        token, headers = self.pbx.token, self._sign(self.pbx, body)
        self.pbx.action_renew()
        self.assertNotEqual(self.pbx.token, token)
        self.assertEqual(self._post(body, token=token, headers=headers).status_code, 401)
        self.assertEqual(self._post(body).status_code, 200)

    def test_late_is_refused_and_kept_for_the_administrator(self):
        """Given a request of 301 seconds ago, signed rightly, then the call does not exist."""
        for seconds, status in ((-310, 401), (310, 401), (-290, 200)):
            answer = self._post(self._event(), timestamp=int(time.time()) + seconds)
            self.assertEqual(answer.status_code, status, seconds)
        late = self.env["crm.call.event"].search(
            [("account_id", "=", self.pbx.id), ("error", "=", "late")]
        )
        self.assertEqual(len(late), 1)
        self.assertIn("clock", late.problem)

    def test_replayed_changes_nothing(self):
        """Given an event is sent three times, then it is told once."""
        self._post(self._event())
        self._post(self._event("answered", 7))
        before = self._call().read(["state", "answered_at", "event_count", "write_date"])
        for body in (self._event(), self._event("answered", 7), self._event("answered", 99)):
            answer = self._post(body)
            self.assertEqual((answer.status_code, answer.json()), (200, {"status": "known"}))
        self.assertEqual(
            self._call().read(["state", "answered_at", "event_count", "write_date"]), before
        )
        self.assertEqual(len(self._call().event_ids), 2)

    def test_out_of_order(self):
        """Given the end arrives first, then it looks missed until the answer is told."""
        self._post(self._event("ended", 187))
        self.assertEqual(self._call().state, "missed")
        self._post(self._event("answered", 7))
        self._post(self._event())
        call = self._call()
        self.assertEqual((call.state, call.ring_s, call.talk_s), ("ended", 7, 180))
        self.assertEqual((call.partner_id, call.number), (self.customer, SAID))

    def test_two_systems_number_their_calls_alike(self):
        """Given both have a call 1.1, then they are two calls, of two people."""
        other = self._exchange("Gijón")
        self._extension("101", self.nils, other)
        self._post(self._event())
        self._post(self._event("answered", 7), account=other)
        self.assertEqual(self._call().user_id, self.nora)
        self.assertEqual(self._call(account=other).user_id, self.nils)
        self.assertEqual(
            (self._call().state, self._call(account=other).state), ("ringing", "answered")
        )

    def test_another_company(self):
        """Given the exchange of another company, then its calls stay there."""
        company = self.env["res.company"].create(
            {"name": "Lisboa", "country_id": self.env.ref("base.pt").id}
        )
        mine = self.env["res.partner"].create(
            {"name": "Café", "phone": "+351 21 342 1234", "company_id": self.env.company.id}
        )
        other = self._exchange("Lisboa", company)
        self._post(self._event(number="213421234", ext="7"), account=other)
        call = self._call(account=other)
        self.assertEqual((call.company_id, call.phone_sanitized), (company, "+351213421234"))
        self.assertNotEqual(call.partner_id, mine)
        self.assertFalse(call.user_id)
        self.assertFalse(
            call.with_user(self.max)
            .with_context(allowed_company_ids=self.env.company.ids)
            .search([("id", "=", call.id)])
        )

    def test_what_makes_no_sense_is_said_and_kept_once(self):
        """Given a signed body that is no event, then 400 with a sentence, and it can be read."""
        for body, word in (
            (b"{", "JSON"),
            (b"[1]", "JSON"),
            (b'{"event": "hold", "linked_id": "1", "at": 1792054800}', "ringing"),
            (b'{"event": "ended", "linked_id": "1", "at": 1792054800000}', "1970"),
            (b'{"event": "ended", "at": 1792054800}', "linked_id"),
            (b"\xff\x00\xfe", "JSON"),
        ):
            for _twice in range(2):
                answer = self._post(body)
                self.assertEqual(answer.status_code, 400, body)
                self.assertIn(word, answer.json()["error"])
        kept = self.env["crm.call.event"].search(
            [("account_id", "=", self.pbx.id), ("error", "!=", False)]
        )
        self.assertEqual(len(kept), 6)
        self.assertIn("hold", kept.mapped("raw")[3])
        self.assertEqual(self.pbx.rejected_count, 6)
        self.assertFalse(self._call("1"))

    def test_what_is_too_large_is_not_read(self):
        body = json.dumps({"event": "ringing", "notes": "x" * 70_000})
        self.assertEqual(self._post(body).status_code, 413)

    def test_reading_is_not_possible(self):
        self.assertEqual(self.url_open(f"/crm/pbx/{self.pbx.token}").status_code, 405)
