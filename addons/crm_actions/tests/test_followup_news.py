import json
from datetime import datetime

from odoo.tests import tagged

from .common import ActionCase

CHANNEL = "crm_actions.followup"


@tagged("post_install", "-at_install")
class TestFollowupNews(ActionCase):
    """Open boards look again when an opportunity of their company has changed."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.branch = cls.env["res.company"].create({"name": "Branch"})
        cls.lead = cls._opportunity(company_id=cls.env.company.id)

    def setUp(self):
        super().setUp()
        self.enterContext(self.enter_registry_test_mode())
        self.env.flush_all()
        self.env.cr.postcommit.clear()
        self.env["bus.bus"].search([]).unlink()

    def _told(self):
        """The companies whose boards were told once the transaction was written."""
        self.env.flush_all()
        self.env.cr.postcommit.run()
        self.env.invalidate_all()
        rows = self.env["bus.bus"].search([("message", "like", f"{CHANNEL}/changed")])
        for row in rows:
            self.assertEqual(json.loads(row.message)["payload"], {}, "it tells nothing else")
        return [tuple(json.loads(row.channel)[1:]) for row in rows]

    def _channel(self, company):
        return ("res.company", company.id, CHANNEL)

    def test_a_transaction_tells_once_however_much_it_changes(self):
        """Given ten changes in ten savepoints, as an import makes them, then it is told once."""
        for number in range(10):
            with self.env.cr.savepoint():
                self.lead.date_deadline = datetime(2026, 11, number + 1)
        self.assertEqual(self._told(), [self._channel(self.env.company)])

    def test_what_was_undone_hides_nothing(self):
        """Given a line of an import that failed and one that went well, then it is told."""
        try:
            with self.env.cr.savepoint():
                self.lead.date_deadline = datetime(2026, 11, 1)
                self.env.flush_all()
                raise ValueError
        except ValueError:
            self.lead.date_deadline = datetime(2026, 11, 2)
        self.assertEqual(len(self._told()), 1)

    def test_each_company_has_a_channel_of_its_own(self):
        other = self._opportunity(company_id=self.branch.id, user_id=False, team_id=False,
                                  partner_id=False)  # fmt: skip
        self.assertEqual(self._told(), [self._channel(self.branch)])
        other.company_id = False
        self.env["bus.bus"].search([]).unlink()
        self.env.flush_all()
        told = self._told()
        self.assertEqual(len(told), self.env["res.company"].search_count([]))

    def test_who_may_listen(self):
        """Given a rep of one company, then he hears that one; who does not sell hears nothing."""
        clerk = self._user("clerk", "base.group_user")
        for user, companies in ((self.nora, self.nora.company_ids), (clerk, clerk.browse())):
            listener = self.env["ir.websocket"].with_user(user)
            self.assertEqual(
                listener._get_followup_channels([CHANNEL, "other"]),
                ["other", *((company, CHANNEL) for company in companies)],
            )
        self.assertNotIn(self.branch, self.nora.company_ids)
