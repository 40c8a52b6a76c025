import base64

from odoo.exceptions import UserError
from odoo.tests import tagged

from .common_sync import SyncCase

HTML = base64.b64encode(b"<html><script>alert(1)</script></html>").decode()


@tagged("-at_install", "post_install")
class TestSyncShapes(SyncCase):
    """A device that is broken, or somebody who writes by hand what a device would send.

    Whatever one operation is like, the others of the batch are applied, and the log stays clean.
    """

    def _with_good(self, *bad, **options):
        """The results of bad operations, sent together with a good one that has to arrive."""
        good = self._op("create", "good", client_uuid="good", type_id=self.call_type.id,
                        partner_id=self.customer.id, start="2026-10-16 08:00:00")  # fmt: skip
        *results, last = self._results(*bad, good, **options)
        self.assertEqual(last["status"], "applied")
        return results

    def test_what_has_the_wrong_shape_is_rejected_in_peace(self):
        shapes = [
            ("close", {"outcome_id": 10**20}),
            ("close", {"outcome_id": True}),
            ("close", {"outcome_id": "1"}),
            ("close", {"outcome_id": [1]}),
            ("close", {"outcome_id": -5}),
            ("close", {"outcome_id": self.order.id, "note": {"a": 1}}),
            ("close", {"outcome_id": self.order.id, "next": "tomorrow"}),
            ("close", {"outcome_id": self.order.id, "next": {"type_id": 10**20}}),
            ("close", {"outcome_id": self.order.id, "next": {"client_uuid": 5}}),
            ("cancel", {"reason": ["ill"]}),
            ("postpone", {"start": 5}),
            ("postpone", {"start": {"a": "b"}}),
        ]
        bad = [self._op(kind, **vals) for kind, vals in shapes]
        bad += [
            self._op("close", base={"partner_id": 10**20}, outcome_id=self.order.id),
            self._op("close", base={"partner_id": True}, outcome_id=self.order.id),
            self._op("close", base={"lead_id": "x"}, outcome_id=self.order.id),
            self._op("create", "x", client_uuid=["x"], type_id=self.call_type.id),
            {**self._op("check_in"), "action": {"id": 10**20}},
            {**self._op("check_in"), "action": {"id": True}},
            {**self._op("check_in"), "action": {"client_uuid": {"a": 1}}},
        ]
        for op, result in zip(bad, self._with_good(*bad), strict=True):
            self.assertEqual(result["status"], "rejected", op)
            self.assertIn("incomplete", result["message"], op)
        self.assertEqual(self.visit.state, "planned")

    def test_half_a_character_and_a_nul_do_not_stop_a_report(self):
        # given a note that an old telephone cut within an emoji, and one that was refused
        cut = self._op("close", outcome_id=self.order.id, note="Signed \ud83d and\0 sealed")
        refused = self._op("cancel", reason="\ud83d\0", extra=float("nan"))
        refused["vals"]["\0"] = {"deep": [float("inf")]}
        first, second = self._with_good(cut, refused)
        # then the report is there, and the second one is answered and kept
        self.assertEqual(
            (first["status"], self.visit.note), ("applied", "<p>Signed ? and sealed</p>")
        )
        self.assertEqual(second["status"], "conflict")
        self.assertEqual(self._ops_kept(refused).payload["vals"]["reason"], "?")

    def test_what_was_deleted_meanwhile_is_refused_in_words_of_people(self):
        # given a customer and a kind of action that the office deletes
        gone = self.env["res.partner"].create({"name": "Bar Gone"})
        kind = self.env["crm.action.type"].create({"name": "Tasting", "code": "task"})
        start = "2026-10-16 09:00:00"
        with_whom = self._op("create", "a" * 9, client_uuid="a" * 9, start=start,
                             type_id=self.call_type.id, partner_id=gone.id)  # fmt: skip
        what = self._op("create", "b" * 9, client_uuid="b" * 9, start=start, type_id=kind.id,
                        partner_id=self.customer.id)  # fmt: skip
        gone.unlink()
        kind.unlink()
        # when what a phone planned with them arrives, then the rep reads a sentence, no number
        for result in self._with_good(with_whom, what):
            self.assertEqual(result["status"], "rejected")
            self.assertIn("deleted at the office", result["message"])

    def test_a_clock_of_another_century_stops_nobody(self):
        for year in (1, 1900, 2150, 9999):
            visit = self._plan(start="2026-10-15 06:00:00")
            now = f"{year:04}-01-01 12:00:00"
            results = self._results(self._op("cancel", visit, at=now, reason="Ill"), device_now=now)
            self.assertEqual([one["status"] for one in results], ["applied"], year)
        for now in (5, {"a": 1}, ["x"], "noon"):
            self._with_good(self._op("cancel", reason=""), device_now=now)
            self.env["crm.action"].search([("client_uuid", "=", "good")]).unlink()

    def test_an_endless_operation_is_refused_with_a_sentence(self):
        op = self._op("close", outcome_id=self.order.id, note="x" * 200_000)
        deep = {}
        for _level in range(300):
            deep = {"a": deep}
        [long, _deep] = self._with_good(op, self._op("cancel", reason="", extra=deep))
        self.assertEqual(long["status"], "rejected")
        self.assertIn("longer than the server takes", long["message"])

    def test_a_photo_is_a_picture(self):
        actions = self.env["crm.action"].with_user(self.nora)
        for number, data in enumerate((HTML, "A" * 12_000_000, {"a": 1}, 5)):
            sent = (f"photo-{number:08}", {"id": self.visit.id}, "shelf.jpg", data, self.nora.id)
            self.assertEqual(actions.sync_photo(*sent)["status"], "rejected")
        self.assertFalse(self.visit.photo_ids)
        for sent in (("photo-1234", 5, "a", "b"), (None, {}, [], None), ({}, None, "a", 1)):
            answer = actions.sync_photo(*sent, self.nora.id)
            self.assertEqual(answer["status"], "rejected", sent)

    def test_the_key_of_a_colleagues_action(self):
        # given an action of Nils that his phone named
        theirs = self._plan(self.nils, client_uuid="theirs")
        op = self._op("create", "theirs", client_uuid="theirs", type_id=self.call_type.id,
                      partner_id=self.customer.id, start="2026-10-16 08:00:00")  # fmt: skip
        # when Nora's sends one of the same name
        [result] = self._with_good(op)
        # then it is refused in words, and his is as it was
        self.assertEqual((result["status"], result["action_id"]), ("rejected", False))
        self.assertIn("same key", result["message"])
        self.assertEqual(theirs.user_id, self.nils)

    def test_a_batch_is_a_list(self):
        with self.assertRaises(UserError):
            self.env["crm.action"].with_user(self.nora).sync(None, None)
