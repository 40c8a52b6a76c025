from datetime import timedelta

from psycopg2.errors import CheckViolation, UniqueViolation

from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged
from odoo.tools import mute_logger

from .common_calls import CallCase


@tagged("-at_install", "post_install")
class TestPbxAccount(CallCase):
    """Phone systems: whose they are, whose extensions, what they sent and how long it is kept."""

    def test_nobody_but_the_administrator_sees_keys_and_what_was_sent(self):
        call = self._ring()
        for user in (self.nora, self.lea, self.max):
            account = self.pbx.with_user(user)
            self.assertEqual(account.name, "Oviedo")
            for name in ("token", "secret", "webhook_url"):
                with self.assertRaises(AccessError):
                    account.read([name])
            with self.assertRaises(AccessError):
                call.event_ids.with_user(user).read(["raw"])
            with self.assertRaises(AccessError):
                account.action_renew()
        with self.assertRaises(AccessError):
            self.phone_nora.with_user(self.nora).user_id = self.nils
        self.phone_nora.with_user(self.max).user_id = self.nils

    def test_what_was_sent_stays_as_it_was_sent(self):
        event = self._ring().event_ids
        for values in ({"event": "ended"}, {"ext": "9"}, {"linked_id": "2"}):
            with self.assertRaisesRegex(UserError, "stays as it was sent"):
                event.write(values)

    def test_an_extension_rings_at_one_person(self):
        self._extension("103", self.nora)
        self.assertEqual(len(self.pbx.extension_ids), 3)
        with self.assertRaises(UniqueViolation), mute_logger("odoo.sql_db"):
            self._extension(" 101 ", self.nils)

    def test_keys_are_made_by_chance(self):
        admin = self._user("ada", "base.group_system,sales_team.group_sale_manager")
        account = self.pbx.with_user(admin)
        before = account.token, account.secret
        with self.assertRaisesRegex(UserError, "made anew"):
            account.secret = "123"
        account.action_renew()
        self.assertFalse(set(before) & {account.token, account.secret})
        self.assertEqual(len(account.secret), 64)
        self.assertTrue(account.webhook_url.endswith(f"/crm/pbx/{account.token}"))

    def test_calls_stay_in_their_company(self):
        """Given a system has told of a call, then it does not move to another company."""
        lisbon = self.env["res.company"].create({"name": "Lisboa"})
        unused = self._exchange("Gijón")
        unused.company_id = lisbon
        self._ring()
        with self.assertRaisesRegex(UserError, "Archive it"):
            self.pbx.company_id = lisbon

    def test_old_events_go_and_calls_stay(self):
        """Given a company that keeps them for 30 days, then those of 31 days ago go."""
        self.env.company.crm_call_event_days = 30
        call = self._ring(self._event("answered", 7))
        old, young = call.event_ids.sorted("id")
        now = self.env.cr.now()
        for event, days in ((old, 31), (young, 29)):
            self.env.cr.execute(
                "UPDATE crm_call_event SET create_date = %s WHERE id = %s",
                [now - timedelta(days=days), event.id],
            )
        self.env.invalidate_all()
        with self.enter_registry_test_mode():
            self.env.ref("crm_actions.ir_cron_purge_call_events").method_direct_trigger()
        self.assertEqual(call.event_ids.exists(), young)
        self.assertEqual(call.state, "answered")
        with self.assertRaises(CheckViolation), mute_logger("odoo.sql_db"):
            self.env.company.crm_call_event_days = 0
            self.env.flush_all()
