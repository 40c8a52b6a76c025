from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import TransactionCase, tagged

from .common_survey import SurveyCase


@tagged("-at_install", "post_install")
class TestSurveyCampaign(SurveyCase, TransactionCase):
    """The quality department asks a selection of customers, by name."""

    def contacts(self, count):
        return self.env["res.partner"].union(*(self.make_contact() for _each in range(count)))

    def start(self, campaign, text="2026-10-05 08:00"):
        with self.at(text):
            campaign.with_user(self.officer).action_start()

    def test_h20_nps_of_a_campaign(self):
        campaign = self.make_campaign(self.contacts(7))
        self.start(campaign)
        tokens = self.send()
        self.assertEqual((len(tokens), campaign.state), (7, "sent"))
        for score, token in zip([10, 9, 9, 8, 7, 6, 3], tokens.values(), strict=True):
            self.score(token, score)
        result = campaign.with_user(self.officer).result
        self.assertEqual((result["figure"]["text"], result["figure"]["n"]), ("+14", 7))
        self.assertEqual(result["response"]["text"], "100\N{NO-BREAK SPACE}%")
        self.assertEqual(
            [bar["count"] for bar in result["bars"]], [0, 0, 0, 1, 0, 0, 1, 1, 1, 2, 1]
        )

    def test_on_its_day_from_nine_o_clock(self):
        campaign = self.make_campaign(self.contacts(1), planned_on="2026-10-07")
        self.start(campaign)
        self.assertFalse(self.send("2026-10-07 08:59"))
        self.assertEqual(campaign.state, "sending")
        self.assertEqual(len(self.send("2026-10-07 09:00")), 1)

    def test_whoever_was_asked_lately_is_left_out_and_told(self):
        asked, fresh = self.contacts(1), self.contacts(1)
        self.make_request(partner_id=asked.id)
        self.send()
        campaign = self.make_campaign(asked | fresh, planned_on="2026-10-08")
        self.start(campaign, "2026-10-08 08:00")
        tokens = self.send("2026-10-08 10:00")
        self.assertEqual([request.partner_id for request in tokens], [fresh])
        left = campaign.request_ids.filtered(lambda request: request.partner_id == asked)
        self.assertEqual((left.state, left.reason), ("cancelled", "quota"))
        self.assertEqual((campaign.figures["sent"], campaign.figures["left"]), (1, 1))
        # and whoever has sent it is told
        self.assertIn(self.officer.partner_id, campaign.message_ids.notified_partner_ids)

    def test_customers_by_segment_tag_and_filter(self):
        segment = self.env["crm.segment"].create({"name": "A", "code": "SURVEY-A"})
        tag = self.env["res.partner.category"].create({"name": "Hotel"})
        common = {"is_company": True, "crm_segment_id": segment.id, "customer_rank": 1}
        right = self.make_contact(**common, category_id=[(6, 0, tag.ids)], city="Oviedo")
        self.make_contact(**common, city="Oviedo")
        self.make_contact(**common, category_id=[(6, 0, tag.ids)], city="Gijón")
        campaign = self.make_campaign(
            self.env["res.partner"],
            selection="filter",
            segment_ids=[(6, 0, segment.ids)],
            category_ids=[(6, 0, tag.ids)],
            domain="[('city', '=', 'Oviedo')]",
        )
        self.assertEqual(campaign.target_count, 1)
        self.start(campaign)
        self.assertEqual([request.partner_id for request in self.send()], [right])

    def test_batches_that_die_between_them(self):
        # given a campaign of which one batch was written when the job was killed
        contacts = self.contacts(5)
        campaign = self.make_campaign(contacts)
        self.start(campaign)
        batches = self.patch_batches(2)
        with self.at("2026-10-05 10:00"):
            campaign._prepare_batch()
            self.assertEqual(len(campaign.request_ids), 2)
            # and it had no time to note how far it came
            campaign._by_flow().position = 0
        # then each contact has one question and one mail
        self.assertEqual(len(self.send()), 5)
        self.assertEqual(campaign.request_ids.partner_id, contacts)
        self.assertFalse(self.send("2026-10-05 13:00"))
        self.assertEqual(batches, 2)

    def patch_batches(self, size):
        from ..models import crm_helpdesk_survey_campaign_send as preparing
        from ..models import crm_helpdesk_survey_request_send as sending

        self.patch(preparing, "BATCH", size)
        self.patch(sending, "BATCH", size)
        return size

    def test_closed_links_take_no_answers(self):
        campaign = self.make_campaign(self.contacts(2))
        self.start(campaign)
        first, second = self.send().values()
        self.score(first, 9)
        campaign.with_user(self.officer).action_close()
        self.assertFalse(self.score(second, 2))
        self.assertEqual(sorted(campaign.request_ids.mapped("state")), ["answered", "expired"])

    def test_closes_by_itself_when_links_have_run_out(self):
        campaign = self.make_campaign(self.contacts(1), open_days=3)
        self.start(campaign)
        self.send()
        self.send("2026-10-08 10:00")
        self.assertEqual(campaign.state, "sent")
        self.send("2026-10-10 10:00")
        self.assertEqual(campaign.state, "closed")

    def test_what_was_asked_stays(self):
        campaign = self.make_campaign(self.contacts(1)).with_user(self.officer)
        with self.assertRaisesRegex(UserError, "buttons"):
            campaign.state = "sent"
        self.start(campaign)
        with self.assertRaisesRegex(UserError, "stays as it was"):
            campaign.question = "And now?"
        with self.assertRaises(UserError):
            campaign.unlink()
        with self.assertRaisesRegex(UserError, "sent already"):
            self.start(campaign)
        copy = campaign.copy()
        self.assertEqual((copy.state, copy.position), ("draft", 0))

    def test_a_selection_of_nobody_is_not_sent(self):
        campaign = self.make_campaign(self.make_contact(email=False) | self.agent.partner_id)
        with self.assertRaisesRegex(UserError, "nobody is chosen"):
            self.start(campaign)

    def test_a_filter_that_cannot_be_read(self):
        for domain in ("[('no_such', '=', 1)]", "__import__('os')", "[(", "[1, 2]"):
            with self.subTest(domain=domain), self.assertRaisesRegex(ValidationError, "filter"):
                self.make_campaign(self.env["res.partner"], selection="filter", domain=domain)

    def test_campaigns_are_the_quality_departments(self):
        campaign = self.make_campaign(self.contacts(1))
        self.assertTrue(campaign.with_user(self.supervisor).result)
        for user in (self.supervisor, self.agent):
            with self.subTest(user=user.login), self.assertRaises(AccessError):
                campaign.with_user(user).action_start()
        with self.assertRaises(AccessError):
            campaign.with_user(self.agent).read(["name"])
