from datetime import datetime, timedelta
from random import Random

from markupsafe import Markup

from odoo.tests import tagged

from .common_c360 import Customer360Case

NOON = datetime(2026, 10, 1, 12)


@tagged("-at_install", "post_install")
class TestCustomer360Timeline(Customer360Case):
    """The story of a customer, told page by page."""

    def _tell(self, user, size, record=None, **options):
        """All pages, as (date, key, id), each of at most ``size`` items."""
        place, told = None, []
        while True:
            page = (record or self._as(user)).crm360_timeline(place, size, **options)
            self.assertLessEqual(len(page["items"]), size)
            told += [(item["date"], item["key"], item["id"]) for item in page["items"]]
            place = page["next"]
            if not place:
                return told
            self.assertEqual(len(page["items"]), size)

    def test_each_kind_is_told(self):
        self._plan(summary="Tasting").close({"outcome_id": self.order.id})
        self._order(10, confirm=True)
        self._invoice(10, "2026-10-01")
        lead = self._opportunity()
        self.env.flush_all()
        self.env.cr.precommit.run()
        lead.stage_id = self.env["crm.stage"].search([("is_won", "=", True)], limit=1)
        self.env.flush_all()
        self.env.cr.precommit.run()
        self.customer.message_post(
            body=Markup("<p>Closed in <b>August</b></p>"),
            subject="Holidays",
            message_type="comment",
        )
        items = {item["key"]: item for item in self._as(self.nora).crm360_timeline()["items"]}
        self.assertEqual(set(items), {"action", "order", "invoice", "stage", "message"})
        self.assertIn("Tasting", items["action"]["text"])
        self.assertIn("Closed in *August*", items["message"]["text"])
        self.assertEqual(items["stage"]["title"], lead.name)
        self.assertEqual(items["stage"]["badge"]["label"], lead.stage_id.name)
        self.assertTrue(items["invoice"]["allday"])

    def test_a_mail_is_told_once(self):
        lead = self._opportunity()
        lead.with_user(self.nora).message_post(
            body="Our offer", message_type="comment", subtype_xmlid="mail.mt_comment",
            partner_ids=self.customer.ids,
        )  # fmt: skip
        self.assertEqual(self.customer._origin.crm_action_ids.mapped("type_code"), ["email"])
        items = self._as(self.nora).crm360_timeline()["items"]
        self.assertEqual([item["key"] for item in items], ["message"])

    def test_notes_that_one_may_not_read_are_skipped_not_the_end(self):
        # given many notes on a colleague's opportunity, and an older one of one's own
        mine, theirs = self._opportunity(), self._opportunity(self.sara)
        self._make_messages(theirs, 450, NOON)
        self._make_messages(mine, 1, NOON - timedelta(days=1))

        self.assertEqual(len(self._tell(self.nora, 20)), 1)
        self.assertEqual(len(self._tell(self.max, 100)), 451)

    def _make_messages(self, record, count, date):
        return self.env["mail.message"].create(
            [
                {
                    "model": record._name,
                    "res_id": record.id,
                    "message_type": "comment",
                    "body": f"Note {number}",
                    "date": date,
                }
                for number in range(count)
            ]
        )

    def test_nothing_is_lost_or_told_twice(self):
        """Property: whatever the dates and the size of the page, the pages make up the whole."""
        seed = 20261015
        random = Random(seed)
        self._make_story(random)
        whole = self._tell(self.nora, 100)
        self.assertEqual(len(whole), len(set(whole)))
        self.assertEqual(len(whole), 45, "nine dates, of which three are the same, of five kinds")
        self.assertEqual(whole, sorted(whole, reverse=True))
        for size in (1, 2, 3, 7, *(random.randint(4, 44) for _turn in range(4))):
            self.assertEqual(self._tell(self.nora, size), whole, f"pages of {size}, seed {seed}")

    def _make_story(self, random):
        """Of five kinds nine each, on midnights and other moments, many of them the same."""
        moments = [
            datetime(2026, 9, random.randint(1, 3), random.choice((0, 0, 9)))
            for _number in range(9)
        ]
        lead = self._opportunity()
        stage = self.env["ir.model.fields"]._get("crm.lead", "stage_id")
        for moment in moments:
            self._order(1, date_order=moment)
            self._invoice(1, str(moment.date()))
            self._make_messages(self.customer, 1, moment)
            change = self._make_messages(lead, 1, moment)
            change.message_type = "notification"
            self.env["mail.tracking.value"].create(
                {
                    "mail_message_id": change.id,
                    "field_id": stage.id,
                    "new_value_integer": lead.stage_id.id,
                }
            )
            self._plan().sudo().write(
                {"state": "done", "outcome_id": self.order.id, "done_at": moment}
            )
        self.env.flush_all()

    def test_dates_with_fractions_of_a_second_are_not_lost(self):
        messages = self._make_messages(self.customer, 6, NOON)
        self.env.flush_all()
        for number, message in enumerate(messages):
            self.env.cr.execute(
                "UPDATE mail_message SET date = date + %s * interval '1 ms' WHERE id = %s",
                [900 - number * 100, message.id],
            )
        self.env.invalidate_all()
        whole = self._tell(self.nora, 100)
        self.assertEqual(len(whole), 6)
        for size in (1, 2, 4):
            self.assertEqual(self._tell(self.nora, size), whole)

    def test_what_comes_in_between_does_not_shift_the_pages(self):
        self._make_messages(self.customer, 6, NOON)
        first = self._as(self.nora).crm360_timeline(limit=3)
        self._make_messages(self.customer, 2, NOON + timedelta(hours=1))
        second = self._as(self.nora).crm360_timeline(first["next"], 3)
        ids = [item["id"] for item in first["items"] + second["items"]]
        self.assertEqual(ids, sorted(set(ids), reverse=True))
        self.assertFalse(second["next"])
