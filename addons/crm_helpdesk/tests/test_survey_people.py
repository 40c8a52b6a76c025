from odoo.tests import TransactionCase, tagged

from .common_survey import SurveyCase


@tagged("-at_install", "post_install")
class TestSurveyPeople(SurveyCase, TransactionCase):
    """Answers on the page of a customer, when contacts are merged, and when one is forgotten."""

    def setUp(self):
        super().setUp()
        request = self.make_request(partner_id=self.contact.id)
        self.score(self.send()[request], 5, "Lorea is content.")
        self.answer = request.ticket_id.survey_answer_ids

    def section(self, user, key):
        page = self.customer.with_user(user).crm360_load([key])["sections"]
        return page and page[0]["data"]

    def test_on_the_page_of_the_customer(self):
        shown = self.section(self.supervisor, "satisfaction")
        [row] = shown["rows"]
        self.assertEqual(row["badge"], {"label": "5 / 5", "tone": "success"})
        self.assertIn("Lorea is content.", row["text"])
        self.assertEqual(shown["total"], 1)
        self.assertFalse(self.section(self.agent, "satisfaction"))

    def test_beside_another_request_of_the_customer(self):
        ticket = self.make_ticket("2026-10-06 10:00", partner_id=self.contact.id)
        facts = {
            fact["key"]: fact for fact in ticket.with_user(self.supervisor).get_side()["facts"]
        }
        self.assertEqual(facts["satisfaction"]["tone"], "success")
        self.assertIn("5 / 5", facts["satisfaction"]["value"])
        facts = {fact["key"] for fact in ticket.with_user(self.agent).get_side()["facts"]}
        self.assertNotIn("satisfaction", facts)

    def test_a_questionnaire_on_the_page_of_the_customer(self):
        survey = self.env["survey.survey"].create(
            {
                "title": "How we work together",
                "access_mode": "token",
                "survey_type": "survey",
                "question_and_page_ids": [
                    (0, 0, {"title": "Would you recommend us?", "question_type": "scale",
                            "scale_min": 0, "scale_max": 10}),
                    (0, 0, {"title": "Why?", "question_type": "text_box"}),
                ],
            }
        )  # fmt: skip
        # given a questionnaire that a campaign has sent to a contact
        contact = self.make_contact(parent_id=self.customer.id)
        campaign = self.make_campaign(contact, kind="questionnaire", survey_id=survey.id)
        with self.at("2026-10-05 13:00"):
            campaign.with_user(self.officer).action_start()
        self.send("2026-10-05 14:00")
        request = campaign.request_ids
        answer = request.user_input_id
        self.assertEqual((request.state, answer.partner_id), ("sent", contact))
        self.assertIn(answer.access_token, "".join(self.mails.mapped("body_html")))
        self.assertEqual(str(answer.deadline), str(request.expires_at))
        # when the contact fills it in
        first, second = survey.question_ids
        answer._save_lines(first, "9")
        answer._save_lines(second, "Nobody else comes at six.")
        answer._mark_done()
        # then it counts as a recommendation, and stands on the page
        self.assertEqual(request.state, "answered")
        self.assertEqual(campaign.result["figure"]["text"], "+100")
        self.assertEqual(campaign.result["response"]["answered"], 1)
        [row] = self.section(self.officer, "questionnaires")["rows"]
        self.assertEqual(row["badge"]["label"], "9 / 10")
        # and it is handed out, and forgotten, without the figure
        said = [row["display_name"] for row in contact._crm_export()["questionnaires"]]
        self.assertIn("Nobody else comes at six.", said)
        contact._crm_erase()
        texts = [line.value_text_box for line in answer.user_input_line_ids]
        self.assertFalse(any(texts) or answer.email or answer.nickname)
        self.assertEqual(campaign.result["figure"]["text"], "+100")

    def test_forgotten_with_the_words_and_not_the_score(self):
        waiting = self.make_request("2026-12-01 10:00", partner_id=self.contact.id)
        self.contact._crm_erase()
        self.assertEqual((self.answer.score, self.answer.comment), (5, False))
        self.assertEqual(waiting.state, "cancelled")
        self.assertFalse(self.send("2026-12-02 10:00"))

    def test_what_one_said_is_handed_out(self):
        [row] = self.contact._crm_export()["answers"]
        self.assertEqual((row["score"], row["comment"]), (5, "Lorea is content."))

    def test_two_contacts_that_one_campaign_has_asked(self):
        one, two = self.make_contact(), self.make_contact()
        campaign = self.make_campaign(one | two)
        with self.at("2026-10-05 13:00"):
            campaign.with_user(self.officer).action_start()
        tokens = self.send("2026-10-05 14:00")
        by_contact = {request.partner_id: token for request, token in tokens.items()}
        self.score(by_contact[two], 9)
        wizard = self.env["base.partner.merge.automatic.wizard"]
        wizard._merge((one | two).ids, one)
        self.env.invalidate_all()
        # then what was answered is that of the contact that stays, and the other link is dead
        kept = campaign.request_ids.filtered("partner_id")
        self.assertEqual((kept.partner_id, kept.state), (one, "answered"))
        other = campaign.request_ids - kept
        self.assertEqual((other.state, other.reason), ("cancelled", "folded"))
        self.assertEqual(campaign.answer_count, 1)
        answers = self.env["crm.helpdesk.survey.answer"]
        self.assertEqual(answers.search([("campaign_id", "=", campaign.id)]).partner_id, one)
