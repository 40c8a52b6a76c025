from datetime import date

from odoo.exceptions import UserError
from odoo.tests import tagged
from odoo.tools import SQL

from odoo.addons.crm_actions.tests.common_connections import ConnectionsCase

from ..engine.recurrence import Proposal, Trigger

FAMILY = "asked|case|of two connections"
FOUND = Proposal("asked", (), None, "case", 0, date(2026, 9, 29), date(2026, 9, 29))


@tagged("-at_install", "post_install")
class TestQualityConcurrency(ConnectionsCase):
    """Two find or decide the same at the same moment, over two real connections."""

    def setUp(self):
        super().setUp()
        self.addCleanup(self._clean_up)

    def _clean_up(self):
        with self._connection() as env:
            env.cr.execute(
                SQL("DELETE FROM crm_helpdesk_nonconformity_proposal WHERE family = %s", FAMILY)
            )

    def _insert(self, env):
        proposals = env["crm.helpdesk.nonconformity.proposal"]
        return proposals._insert(env.company, FAMILY, FOUND, set(), Trigger(1, 0))

    def _get(self, env):
        proposals = env["crm.helpdesk.nonconformity.proposal"].with_context(lang="en_US")
        return proposals.search([("family", "=", FAMILY)])

    def test_found_by_two_it_is_there_once_and_neither_loses_a_word(self):
        with self.registry.cursor() as slow:
            late = self.env(cr=slow)
            # given one who looks before the other has written,
            self.assertFalse(self._get(late))
            with self._connection() as fast:
                self.assertTrue(self._insert(fast))
            # when both have found it, then the second keeps what else was written
            partner = late["res.partner"].create({"name": "Somebody who wrote meanwhile"})
            late.flush_all()
            self.assertFalse(self._insert(late))
            self.assertEqual(late["res.partner"].search_count([("id", "=", partner.id)]), 1)
            slow.rollback()
        with self._connection() as env:
            self.assertEqual(len(self._get(env)), 1)

    def test_decided_by_two_the_second_gets_a_sentence(self):
        with self._connection() as env:
            self._insert(env)
        with self.registry.cursor() as slow:
            first = self._get(self.env(cr=slow, su=True))
            first.dismiss("It was the weather")
            first.env.flush_all()
            with (
                self._connection() as fast,
                self.assertRaisesRegex(UserError, "Somebody else is deciding it"),
            ):
                self._get(fast).dismiss("It was the supplier")
            slow.commit()
        with self._connection() as env:
            self.assertEqual(self._get(env).reason, "It was the weather")
