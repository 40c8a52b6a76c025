import threading

from odoo.service.model import retrying
from odoo.tests import tagged
from odoo.tools import mute_logger

from .common_calls import CallCase
from .common_connections import ConnectionsCase


@tagged("-at_install", "post_install")
class TestCallConcurrency(ConnectionsCase):
    """Real connections: events of one call that arrive at the same moment."""

    def setUp(self):
        super().setUp()
        with self._connection() as env:
            self.account_id = env["crm.pbx.account"].create({"name": "Concurrent"}).id
        self.addCleanup(self._clean_up)

    def _clean_up(self):
        with self._connection() as env:
            account = env["crm.pbx.account"].browse(self.account_id)
            # the model refuses to delete what a phone system told
            env.cr.execute("DELETE FROM crm_call WHERE pbx_account_id = %s", [account.id])
            env.invalidate_all()
            account.unlink()

    def test_all_at_once_and_twice_are_one_call(self):
        """Given ringing, answered and ended arrive twice within a moment, then one call ended."""
        bodies = [
            CallCase._event(ext="9"),
            CallCase._event("answered", 7, ext="9"),
            CallCase._event("ended", 187, ext="9"),
        ] * 2
        barrier = threading.Barrier(len(bodies))
        statuses = []

        def send(body):
            with self._connection() as env:

                def receive():
                    account = env["crm.pbx.account"].browse(self.account_id)
                    return CallCase._tell(body, account=account)[0][0]

                barrier.wait(20)
                statuses.append(retrying(receive, env))

        with mute_logger("odoo.service.model"):
            threads = [threading.Thread(target=send, args=(body,)) for body in bodies]
            for thread in threads:
                thread.start()
            for thread in threads:
                thread.join()
        self.assertEqual(statuses, [200] * 6)
        with self._connection() as env:
            call = env["crm.call"].search([("pbx_account_id", "=", self.account_id)])
            self.assertEqual(len(call), 1)
            self.assertEqual((call.state, call.ring_s, call.talk_s), ("ended", 7, 180))
            self.assertEqual((call.event_count, len(call.event_ids)), (3, 3))
