import json
import threading
import time

from odoo.service.model import retrying
from odoo.tests import tagged
from odoo.tools import SQL, mute_logger

from odoo.addons.crm_actions.tests.common_connections import ConnectionsCase

NUMBER = "+34944998877"
_TABLES = ("crm_helpdesk_intake", "crm_helpdesk_sla_event", "crm_helpdesk_sla_target")


@tagged("-at_install", "post_install")
class TestPhoneConcurrency(ConnectionsCase):
    """Real connections: calls of one number that are missed at the same moment."""

    def setUp(self):
        super().setUp()
        with self._connection() as env:
            counted = env["crm.helpdesk.intake.day"].search([], order="id desc", limit=1)
            self.received = counted.id or 0
            self.team_id = env["crm.helpdesk.team"].create({"name": "Concurrent"}).id
            self.account_id = (
                env["crm.pbx.account"]
                .create(
                    {
                        "name": "Concurrent",
                        "helpdesk_team_id": self.team_id,
                        "country_id": env.ref("base.es").id,
                    }
                )
                .id
            )
        self.addCleanup(self._clean_up)

    def _clean_up(self):
        """What a phone system told and what has happened to a request are never deleted."""
        with self._connection() as env:
            account = env["crm.pbx.account"].browse(self.account_id)
            env.cr.execute("DELETE FROM crm_call WHERE pbx_account_id = %s", [account.id])
            tickets = env["crm.helpdesk.ticket"].search([("team_id", "=", self.team_id)])
            env.cr.execute(
                "DELETE FROM mail_message WHERE model = 'crm.helpdesk.ticket' AND res_id = ANY(%s)",
                [tickets.ids],
            )
            for table in _TABLES:
                env.cr.execute(
                    SQL(
                        "DELETE FROM %s WHERE ticket_id = ANY(%s)",
                        SQL.identifier(table),
                        tickets.ids,
                    )
                )
            env.cr.execute("DELETE FROM crm_helpdesk_ticket WHERE id = ANY(%s)", [tickets.ids])
            env.cr.execute("DELETE FROM crm_helpdesk_intake_day WHERE id > %s", [self.received])
            env.invalidate_all()
            account.unlink()
            env["crm.helpdesk.team"].browse(self.team_id).unlink()

    def _body(self, linked_id, event):
        data = {"event": event, "linked_id": linked_id, "at": int(time.time()), "ext": "9"}
        if event == "ringing":
            data.update(direction="in", number=NUMBER)
        return json.dumps(data).encode()

    def _tell(self, env, body):
        account = env["crm.pbx.account"].browse(self.account_id)
        return account._receive(str(int(time.time())), body)[0]

    def test_missed_at_the_same_moment_they_are_one_request(self):
        """Given four calls of a number that ring, when all are missed at once, then one request
        counts four."""
        with self._connection() as env:
            for number in range(4):
                self._tell(env, self._body(f"c.{number}", "ringing"))
        barrier = threading.Barrier(4)
        statuses = []

        def miss(number):
            with self._connection() as env:
                barrier.wait(20)
                body = self._body(f"c.{number}", "missed")
                statuses.append(retrying(lambda: self._tell(env, body), env))

        with mute_logger("odoo.service.model"):
            threads = [threading.Thread(target=miss, args=(number,)) for number in range(4)]
            for thread in threads:
                thread.start()
            for thread in threads:
                thread.join()
        self.assertEqual(statuses, [200] * 4)
        with self._connection() as env:
            ticket = env["crm.helpdesk.ticket"].search([("team_id", "=", self.team_id)])
            self.assertEqual(len(ticket), 1)
            self.assertEqual((ticket.missed_count, len(ticket.call_ids)), (4, 4))
