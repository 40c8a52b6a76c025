from contextlib import contextmanager

from odoo import SUPERUSER_ID, api
from odoo.tests import TransactionCase, tagged

UID = "<one-mail-at-once@example.com>"
RAW = (
    f"From: Lorea <lorea@once.example>\r\nTo: desk-once@once.example\r\nMessage-Id: {UID}\r\n"
    "Subject: At once\r\n\r\nTwo are broken.\r\n"
).encode()


@tagged("-at_install", "post_install")
class TestMailConcurrency(TransactionCase):
    """Real connections: what fails is kept, and two that read one mail make one request.

    What a connection leaves is committed, so that each test takes away what it made.
    """

    def setUp(self):
        super().setUp()
        with self._connection() as env:
            team = env["crm.helpdesk.team"].create(
                {
                    "name": "Once",
                    "company_id": env.company.id,
                    "calendar_id": env.company.resource_calendar_id.id,
                    "alias_name": "desk-once",
                    "alias_incoming_local": True,  # a domain of mails would change others
                }
            )
            self.team_id = team.id
            self.last_day = (
                env["crm.helpdesk.intake.day"].search([], order="id desc", limit=1).id or 0
            )
        self.addCleanup(self._take_away)

    @contextmanager
    def _connection(self):
        with self.registry.cursor() as cr:
            yield api.Environment(cr, SUPERUSER_ID, {})

    def _take_away(self):
        with self._connection() as env:
            tickets = env["crm.helpdesk.ticket"].search([("team_id", "=", self.team_id)])
            messages = tickets.message_ids.ids or [0]
            for table, column, ids in (
                ("crm_helpdesk_intake", "team_id", [self.team_id]),
                ("crm_helpdesk_sla_target", "ticket_id", tickets.ids or [0]),
                ("crm_helpdesk_sla_event", "ticket_id", tickets.ids or [0]),
                ("mail_message", "id", messages),
                ("crm_helpdesk_ticket", "id", tickets.ids or [0]),
            ):
                env.cr.execute(f"DELETE FROM {table} WHERE {column} IN %s", [tuple(ids)])  # noqa: S608
            env.cr.execute(
                "DELETE FROM crm_helpdesk_intake_day WHERE channel = 'email' AND id > %s",
                [self.last_day],
            )
            team = env["crm.helpdesk.team"].browse(self.team_id)
            alias = team.alias_id
            team.unlink()
            alias.exists().unlink()

    def _rows(self, env):
        return env["crm.helpdesk.intake"].search([("message_uid", "=", UID)])

    def test_two_that_read_one_mail_make_one_request(self):
        # when two read it, and the first has not committed as the second begins
        with self._connection() as one, self._connection() as other:
            self.assertTrue(one["mail.thread"].message_process(False, RAW))
            self.assertFalse(other["mail.thread"].message_process(False, RAW))
        # then there is one request, in a ledger of one row
        with self._connection() as env:
            row = self._rows(env)
            self.assertEqual((len(row), row.verdict), (1, "accepted"))
            tickets = env["crm.helpdesk.ticket"].search([("team_id", "=", self.team_id)])
            self.assertEqual(tickets, row.ticket_id)

    def test_one_that_began_before_makes_no_second_request(self):
        with self._connection() as late:
            late.cr.execute("SELECT 1")  # what it sees of the database is fixed from here on
            with self._connection() as one:
                one["mail.thread"].message_process(False, RAW)
            self.assertFalse(late["mail.thread"].message_process(False, RAW))
        with self._connection() as env:
            tickets = env["crm.helpdesk.ticket"].search([("team_id", "=", self.team_id)])
            self.assertEqual(len(tickets), 1)

    def test_a_verdict_follows_a_transaction_that_began_before(self):
        # given a caller whose transaction does not see the row of the mail
        with self._connection() as env:
            env.cr.execute("SELECT 1")
            env["mail.thread"].message_process(False, RAW)
            with self._connection() as other:
                self.assertEqual(self._rows(other).verdict, "failed")
        # when it has ended, then the verdict is there
        with self._connection() as env:
            row = self._rows(env)
            self.assertEqual((row.verdict, bool(row.ticket_id)), ("accepted", True))

    def test_what_fails_is_kept_and_read_again_once(self):
        # given a mail that cannot be read (H12)
        raw = RAW.replace(b"Subject", b"Content-Type: text/plain; charset=x-none-such\r\nSubject")
        with self.registry.cursor() as cr:
            env = api.Environment(cr, SUPERUSER_ID, {})
            with self.assertRaises(LookupError):
                env["mail.thread"].message_process(False, raw)
            cr.rollback()
        with self._connection() as env:
            row = self._rows(env)
            self.assertEqual((row.verdict, row.cause, row.attempts), ("failed", "exception", 0))
            self.assertIn("x-none-such", row.error)
            self.assertEqual(row._read_raw(), raw)
            # when each try fails, then the next comes later, and after the last none
            waits = []
            for number in range(1, 6):
                row._replay()
                self.assertEqual((row.verdict, row.attempts), ("failed", number))
                waits.append(row.next_try and round((row.next_try - env.cr.now()).seconds / 60))
            self.assertEqual(waits, [4, 8, 16, 32, False])
            # and a supervisor makes a request of it all the same
            row.action_make_ticket()
            self.assertEqual((row.verdict, row.ticket_id.name), ("accepted", "At once"))
            self.assertIn("x-none-such", row.ticket_id.description)
