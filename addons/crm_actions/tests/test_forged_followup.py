from datetime import datetime

from freezegun import freeze_time

from odoo.exceptions import UserError
from odoo.tests import tagged

from .common import ActionCase

YESTERDAY = datetime(2026, 10, 14, 9)


@tagged("-at_install", "post_install")
@freeze_time("2026-10-15 10:00:00")
class TestForgedFollowUp(ActionCase):
    """What follows from contacts and steps is no field that somebody fills in."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.lead = cls._opportunity(create_date=datetime(2026, 8, 1))
        cls.customer.user_id = cls.nora

    def _refused(self, call, *words):
        with self.assertRaises(UserError) as refusal, self.env.cr.savepoint():
            call()
        for word in words:
            self.assertIn(word, str(refusal.exception))
        self.env.invalidate_all()

    def test_nobody_writes_the_follow_up_of_an_opportunity(self):
        for vals, label in (
            ({"last_touch_at": YESTERDAY}, "Last touch"),
            ({"next_step_at": "2026-10-20 09:00:00"}, "Next step"),
            ({"last_inbound_at": YESTERDAY}, "Last heard from"),
            ({"followup_score": 100}, "Follow-up score"),
            ({"followup_state": "green"}, "Follow-up"),
            ({"followup_reason_data": [{"code": "x"}]}, "by hand"),
            ({"followup_on": "2026-12-31"}, "Follow-up judged on"),
        ):
            for user in (self.nora, self.lea, self.max):
                lead = self.lead.with_user(user)
                self._refused(lambda lead=lead, vals=vals: lead.write({**vals, "name": "X"}), label)
        self.assertEqual(self.lead.name, "Winter breakfasts")

    def test_nor_of_a_customer(self):
        partner = self.customer.with_user(self.max)
        self._refused(lambda: partner.write({"last_inbound_at": YESTERDAY}), "Last heard from")
        self._refused(lambda: partner.write({"crm_erased_on": "2026-10-15"}), "erased")

    def test_nor_makes_an_opportunity_with_it(self):
        leads = self.env["crm.lead"].with_user(self.nora)
        self._refused(lambda: leads.create({"name": "New", "last_touch_at": YESTERDAY}))
        partners = self.env["res.partner"].with_user(self.max)
        self._refused(lambda: partners.create({"name": "New", "last_inbound_at": YESTERDAY}))

    def test_a_context_brings_none_of_it_either(self):
        lead = (
            self.env["crm.lead"]
            .with_user(self.nora)
            .with_context(default_last_inbound_at=YESTERDAY, default_followup_state="green")
            .create({"name": "New", "type": "opportunity"})
        )
        self.assertFalse(lead.last_inbound_at)
        self.assertFalse(lead.last_touch_at)

    def test_nor_whether_a_customer_was_reached(self):
        visit = self._plan()
        self._refused(lambda: visit.write({"contacted": True}), "Customer reached")
        other = self.env["res.partner"].create({"name": "Bar"})
        self._refused(lambda: visit.write({"commercial_partner_id": other.id}))

    def test_what_happens_still_counts(self):
        # given an opportunity without a contact; when Nora visits and plans the next step
        visit = self._plan(opportunity_id=self.lead.id, start=YESTERDAY)
        visit.close({"outcome_id": self.interested.id, "done_at": YESTERDAY})
        self._plan(opportunity_id=self.lead.id, start=datetime(2026, 10, 20, 9))
        self.assertEqual(self.lead.last_touch_at, YESTERDAY)
        self.assertEqual(self.lead.next_step_at, datetime(2026, 10, 20, 9))
        self.assertEqual(self.lead.followup_state, "green")
        self.lead.with_user(self.nora)._crm_log_touch(
            "email", datetime(2026, 10, 15, 9), direction="in", key="mail:<1@example.com>"
        )
        self.assertEqual(self.lead.last_inbound_at, datetime(2026, 10, 15, 9))

    def test_a_copy_and_an_import_begin_without_any(self):
        self.lead.last_inbound_at = YESTERDAY
        copy = self.lead.with_user(self.nora).copy()
        self.assertFalse(copy.last_inbound_at)
        result = (
            self.env["crm.lead"]
            .with_user(self.nora)
            .load(["name", "type", "expected_revenue"], [["From a file", "opportunity", "900"]])
        )
        self.assertFalse(result["messages"])
        self.assertEqual(self.env["crm.lead"].browse(result["ids"]).expected_revenue, 900)

    def test_merged_customers_keep_the_later_word(self):
        # given two cards of one customer who wrote to both
        bar, twin = self.env["res.partner"].create(
            [{"name": name, "email": "bar@example.com"} for name in ("Bar", "The bar")]
        )
        bar.last_inbound_at = datetime(2026, 10, 1, 9)
        twin.last_inbound_at = YESTERDAY
        # when Nora merges them
        self.nora.group_ids += self.env.ref("base.group_partner_manager")
        wizards = self.env["base.partner.merge.automatic.wizard"].with_user(self.nora)
        wizards._merge((bar | twin).ids, bar.with_user(self.nora))
        self.assertFalse(twin.exists())
        self.assertEqual(bar.last_inbound_at, YESTERDAY)
