from freezegun import freeze_time

from odoo.tests import tagged

from .common import MANAGER
from .common_dispute import DisputeCase


@tagged("-at_install", "post_install")
class TestDisputeReminder(DisputeCase):
    """Nora's dispute of Wednesday 14 October has to be answered until Wednesday 21."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.dispute = cls._dispute()

    def _work(self, now):
        """The job runs; whom it has told since the last time, and in which words."""
        known = self.env["mail.message"].search([], order="id desc", limit=1).id
        with freeze_time(now), self.enter_registry_test_mode():
            self.env.ref("crm_commissions.ir_cron_remind_disputes").method_direct_trigger()
        self.env.invalidate_all()
        messages = self.env["mail.message"].search(
            [("id", ">", known), ("message_type", "=", "user_notification")], order="id"
        )
        return [(message.notified_partner_ids.user_ids, message.body) for message in messages]

    def test_the_last_day_itself_is_in_time(self):
        self.assertEqual(str(self.dispute.sla_date), "2026-10-21")
        # it is still Wednesday in Madrid
        self.company.resource_calendar_id.tz = "Europe/Madrid"
        self.assertEqual(self._work("2026-10-21 21:30:00"), [])
        self.assertFalse(self.dispute.reminded_at)

    def test_who_decides_is_told_once(self):
        [(told, words)] = self._work("2026-10-22 05:30:00")
        self.assertEqual(told, self.lea)
        self.assertIn("the answer was due on 10/21/2026", words)
        self.assertEqual(str(self.dispute.reminded_at), "2026-10-22 05:30:00")
        for day in ("2026-10-22 06:30:00", "2026-10-23 05:30:00"):
            self.assertEqual(self._work(day), [])

    def test_in_the_language_of_who_decides(self):
        self.env["res.lang"]._activate_lang("es_ES")
        self.lea.lang = "es_ES"
        [(_told, words)] = self._work("2026-10-22 05:30:00")
        self.assertIn("21/10/2026", words)

    def test_what_is_decided_is_not_late(self):
        self.dispute.with_user(self.lea).reject("It is not invoiced.")
        self.assertEqual(self._work("2026-10-22 05:30:00"), [])

    def test_where_nobody_was_asked_a_manager_is_told(self):
        self.north.user_id = False
        self.dispute._by_flow().write({"user_id": False})
        [(told, _words)] = self._work("2026-10-22 05:30:00")
        self.assertTrue(told.has_group(MANAGER))
        self.assertNotEqual(told, self.nora)

    def test_what_is_being_decided_at_this_moment_is_left_alone(self):
        locked = self.dispute.browse()
        self.patch(
            self.env.registry["crm.commission.dispute"],
            "try_lock_for_update",
            lambda *_args, **_options: locked,
        )
        self.assertEqual(self._work("2026-10-22 05:30:00"), [])
        self.assertFalse(self.dispute.reminded_at)
